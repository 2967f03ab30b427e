/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { convert } from 'html-to-text';

import { messageText } from '../../../nodes/shared/thread';
import { isHtml } from '../../../nodes/shared/thread/htmlText';
import { emailText } from '../../../nodes/shared/thread/messageText';
import { EMAILS } from './emails';
import { cpuTimeOf } from '../../support/cpuTime';

/** What email-reply-parser leaves of texts. An ES module, which jest does not load. */
function repliesIn(texts: string[]): string[] {
	const script = `
		import Parser from 'email-reply-parser';
		let input = '';
		for await (const part of process.stdin) input += part;
		const texts = JSON.parse(input);
		console.log(JSON.stringify(texts.map((text) => new Parser().read(text).getVisibleText())));`;
	const given = { input: JSON.stringify(texts), encoding: 'utf8' } as const;
	return JSON.parse(
		execFileSync(process.execPath, ['--input-type=module', '-e', script], given),
	) as string[];
}

const wordsOf = (text: string) => new Set(text.split(/[\s|]+/).filter(Boolean));

/** How alike two texts are in their words, 0 to 1. */
function likeness(a: string, b: string): number {
	const [one, other] = [wordsOf(a), wordsOf(b)];
	const common = [...one].filter((word) => other.has(word)).length;
	return (2 * common) / (one.size + other.size || 1);
}

it('reads the emails at least as well as html-to-text with email-reply-parser', () => {
	expect(EMAILS).toHaveLength(40);
	const options = { wordwrap: false as const, selectors: [{ selector: 'img', format: 'skip' }] };
	const plain = EMAILS.map(({ body }) => (isHtml(body) ? convert(body, options) : body));
	const theirs = repliesIn(plain);
	const mean = (texts: string[]) =>
		texts.reduce((sum, text, index) => sum + likeness(text, EMAILS[index].expected), 0) /
		texts.length;
	const ours = mean(EMAILS.map(({ body }) => emailText(body)));
	expect(ours).toBe(1);
	expect(mean(theirs)).toBeLessThan(ours);
	// Both read most of them right, or the comparison says nothing.
	expect(mean(theirs)).toBeGreaterThan(0.7);
});

const UNITS = [
	...[
		'<style>',
		'<head>',
		'<!--',
		'<p',
		'<p ',
		'<p "',
		'<a href="',
		"<p '>",
		'&',
		'&#',
		'<a href=x:>',
		'</a>',
	],
	...[
		'<blockquote>',
		'<td>',
		'> ',
		'On 1 wrote: ',
		'From: ',
		'\n',
		'\nOn 1\n',
		'\nFrom: a',
		'[',
		' ',
		'_',
		'-',
	],
	...['<a href=http://x>y</a>', '</style ', '\u200b', '\n>', '<div id=x ', '\nTo: b'],
];

it('reads 240 kB of anything in linear time', () => {
	for (const unit of UNITS) {
		for (const start of ['', '<p>', 'Hi\n']) {
			const body = start + unit.repeat(Math.ceil(240_000 / unit.length));
			const email = { messageType: 'TYPE_EMAIL', direction: 'inbound', emails: [{ body }] };
			const ms = cpuTimeOf(() => void messageText(email));
			expect([unit, ms < 3000]).toEqual([unit, true]);
		}
	}
});
