/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { convert } from 'html-to-text';
import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../../nodes/shared/thread';
import { isHtml } from '../../../nodes/shared/thread/htmlText';
import { emailText } from '../../../nodes/shared/thread/messageText';
import { MAILS } from './emails';

test.each(MAILS.map((mail) => [mail.name, mail] as const))('reads an email with %s', (_, mail) => {
	expect(emailText(mail.body)).toBe(mail.expected);
});

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
	expect(MAILS).toHaveLength(40);
	const options = { wordwrap: false as const, selectors: [{ selector: 'img', format: 'skip' }] };
	const plain = MAILS.map(({ body }) => (isHtml(body) ? convert(body, options) : body));
	const theirs = repliesIn(plain);
	const mean = (texts: string[]) =>
		texts.reduce((sum, text, index) => sum + likeness(text, MAILS[index].expected), 0) /
		texts.length;
	const ours = mean(MAILS.map(({ body }) => emailText(body)));
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
			const startedAt = performance.now();
			textOf({ messageType: 'TYPE_EMAIL', direction: 'inbound', emails: [{ body }] });
			expect([unit, performance.now() - startedAt < 3000]).toEqual([unit, true]);
		}
	}
});

const email = (more: IDataObject, ...emails: IDataObject[]): IDataObject => ({
	messageType: 'TYPE_EMAIL',
	direction: 'inbound',
	emails,
	...more,
});

it('shortens a text of more than 20,000 characters, and says so', () => {
	const text = textOf(email({}, { body: 'a'.repeat(30_000) }));
	expect(text.slice(20_000)).toBe('\n[Text cut off here, 10,000 more characters]');
	const withImage = `<img src="data:${'A'.repeat(300_000)}"><p>After it</p>`;
	expect(textOf(email({}, { body: withImage }))).toBe('After it');
});

test.each([
	['Subject: Opening hours\nWhen?', { subject: ' Opening\n hours ' }],
	['When?', { subject: 'Re: Opening hours' }],
	['When?', { subject: 'AW: Opening hours' }],
	['When?', { subject: 'Opening hours', replyToMessageId: 'x1' }],
	['When?', { subject: '' }],
])('starts with the subject if the email starts a thread: %j', (expected, more) => {
	expect(textOf(email({}, { body: 'When?', ...more }))).toBe(expected);
	expect(textOf(email({ direction: 'outbound' }, { body: 'When?', ...more }))).toBe('When?');
});
