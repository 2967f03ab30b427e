import fc from 'fast-check';

import { plainTextOf } from '../../../nodes/HighLevelConversations/resources/message/send/plainText';
import {
	MAX_PARTS,
	splitText,
} from '../../../nodes/HighLevelConversations/resources/message/send/splitText';
import type { SplitSettings } from '../../../nodes/HighLevelConversations/resources/message/send/splitText';
import { cpuTimeOf } from '../../support/cpuTime';

const settings = (more: Partial<SplitSettings> = {}): SplitSettings => ({
	by: 'paragraph',
	maxLength: 100,
	pauseSeconds: 0,
	plainText: false,
	...more,
});
const withoutSpaces = (text: string) => text.replace(/\s/g, '');

describe('plain text of Markdown', () => {
	it.each([
		['# Title\ntext', 'Title\ntext'],
		['**bold**, *it*, _it_, __b__, ~~gone~~, `code`', 'bold, it, it, b, gone, code'],
		['* one\n* two\n+ three\n- four\n1. five', '- one\n- two\n- three\n- four\n1. five'],
		['> quoted\n>> twice', 'quoted\ntwice'],
		['[page](https://a.b/c_d_e)', 'page (https://a.b/c_d_e)'],
		['[https://a.b](https://a.b) ![](https://a.b/x.png)', 'https://a.b https://a.b/x.png'],
		['```js\nlet a = 1;\n```', 'let a = 1;'],
		['| a | b |\n|---|:-:|\n| 1 | 2 |', 'a | b\n1 | 2'],
		['a\n---\nb\n***\nc', 'a\nb\nc'],
		['2 * 3 * 4 = 24, snake_case_name, 5*6', '2 * 3 * 4 = 24, snake_case_name, 5*6'],
		['1\\. \\*not\\*', '1. *not*'],
		[
			'Plain text, as it is: (a) [b] <c> & "d" - e_f',
			'Plain text, as it is: (a) [b] <c> & "d" - e_f',
		],
	])('%j', (markdown, text) => expect(plainTextOf(markdown)).toBe(text));

	it.each(['*a', '_ a', '[a](', '[', '`a', '![a](http:', '\\', '> ', '| -', 'http:', '# '])(
		'takes linear time for 100,000 characters of %j',
		(part) => {
			const text = part.repeat(100_000 / part.length);
			const ms = cpuTimeOf(() => {
				plainTextOf(text);
				splitText(text, settings({ by: 'length', plainText: true }));
			});
			expect(ms).toBeLessThan(2_000);
		},
	);
});

describe('splitting a text', () => {
	it('by paragraphs puts the rest into the tenth', () => {
		const text = Array.from({ length: 12 }, (_, index) => `P${index}\nline`).join('\n \r\n\n');
		const parts = splitText(text, settings());
		expect(parts).toHaveLength(MAX_PARTS);
		expect(parts[0]).toBe('P0\nline');
		expect(parts[9]).toBe('P9\nline\n\nP10\nline\n\nP11\nline');
	});

	it('by length cuts a long sentence between words and a long word anywhere', () => {
		const text = `Short one. ${'Word '.repeat(8)}end. ${'x'.repeat(50)}`;
		const parts = splitText(text, settings({ by: 'length', maxLength: 20 }));
		expect(parts[0]).toBe('Short one.');
		for (const part of parts) expect(part.length).toBeLessThanOrEqual(20);
	});

	it('loses only white space, and respects the limits, for random texts', () => {
		const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
		const long = fc.array(
			fc.constantFrom('Yes. ', 'word ', '\n', '\n\n', 'x'.repeat(30), '😀', '。'),
			{
				minLength: 1,
				maxLength: 120,
			},
		);
		const any = fc.oneof(
			text,
			long.map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(any, fc.constantFrom('paragraph' as const, 'length' as const), (whole, by) => {
				fc.pre(whole.trim() !== '');
				const parts = splitText(whole, settings({ by, maxLength: 40 }));
				expect(parts.length).toBeLessThanOrEqual(MAX_PARTS);
				expect(parts.every((part) => part.trim() !== '')).toBe(true);
				expect(withoutSpaces(parts.join(''))).toBe(withoutSpaces(whole));
				if (by === 'length') {
					for (const part of parts.slice(0, MAX_PARTS - 1))
						expect(part.length).toBeLessThanOrEqual(40);
				}
				expect(parts.join('')).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
			}),
		);
	});
});
