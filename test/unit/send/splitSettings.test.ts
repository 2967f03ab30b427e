import type { IDataObject } from 'n8n-workflow';

import { plainTextOf } from '../../../nodes/HighLevelConversations/resources/message/send/plainText';
import {
	splitSettingsOf,
	splitText,
} from '../../../nodes/HighLevelConversations/resources/message/send/splitText';
import type { SplitSettings } from '../../../nodes/HighLevelConversations/resources/message/send/splitText';
import { fakeItem } from './fakeItem';

const settingsOf = (values: IDataObject | undefined, type = 'SMS') =>
	splitSettingsOf(fakeItem({ type }, { options: { splitText: { values } } }).item);

describe("the settings of 'Split Into Several Messages'", () => {
	it('have defaults', () => {
		const defaults = { by: 'paragraph', maxLength: 300, pauseSeconds: 0, plainText: true };
		expect(settingsOf({})).toEqual(defaults);
		expect(settingsOf({ by: '', maxLength: '', pause: '', plainText: '' })).toEqual(defaults);
	});

	it('can be set', () => {
		const values = { by: 'length', maxLength: 160, pause: 2.5, plainText: false };
		const expected = { by: 'length', maxLength: 160, pauseSeconds: 2.5, plainText: false };
		expect(settingsOf(values)).toEqual(expected);
		expect(settingsOf({ plainText: 'true' })).toMatchObject({ plainText: true });
	});

	it('do not apply to emails and internal comments, or if they are not set', () => {
		expect(settingsOf({}, 'Email')).toBeUndefined();
		expect(settingsOf({}, 'InternalComment')).toBeUndefined();
		expect(settingsOf(undefined)).toBeUndefined();
	});

	it.each<[IDataObject, RegExp]>([
		[{ by: 'word' }, /^'Split By' of 'Split Into Several Messages' must be .*: word$/],
		[{ by: 'x'.repeat(200) }, /: x{100}$/],
		[{ maxLength: 19 }, /^'Max Length' of .* from 20 to 5,000: 19$/],
		[{ maxLength: 5_001 }, /: 5001$/],
		[{ pause: -1 }, /^'Pause' of .* from 0 to 60: -1$/],
		[{ pause: 61 }, /: 61$/],
		[{ plainText: 'maybe' }, /^'Plain Text' of 'Split Into Several Messages'/],
	])('reject %j', (values, expected) => expect(() => settingsOf(values)).toThrow(expected));
});

const split = (text: string, more: Partial<SplitSettings> = {}) =>
	splitText(text, { by: 'paragraph', maxLength: 20, pauseSeconds: 0, plainText: false, ...more });

describe('splitting by length', () => {
	const by = 'length';

	it.each([
		['keeps a text that is exactly as long', 'One two three four 5', ['One two three four 5']],
		['keeps sentences together that fit', 'One. Two. Three now.', ['One. Two. Three now.']],
		['does not count spaces at the end', `${'x'.repeat(19)}.    Two.`, [`${'x'.repeat(19)}.`, 'Two.']], // prettier-ignore
		['starts a part with each sentence that does not', 'One two three. Four five.', ['One two three.', 'Four five.']], // prettier-ignore
		['breaks a long sentence at its last space', 'One two three four five six', ['One two three four', 'five six']], // prettier-ignore
		['breaks at a space right after the limit', 'One two three four 5 six', ['One two three four 5', 'six']], // prettier-ignore
		['breaks a long word at the limit', 'x'.repeat(45), ['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]], // prettier-ignore
		['moves an emoji at the limit to the next part', `${'x'.repeat(19)}\u{1f600}y`, ['x'.repeat(19), '\u{1f600}y']], // prettier-ignore
		['keeps an emoji before the limit', `${'x'.repeat(18)}\u{1f600}y`, [`${'x'.repeat(18)}\u{1f600}`, 'y']], // prettier-ignore
	])('%s', (_, text, expected) => expect(split(text, { by })).toEqual(expected));

	it('puts the rest into the tenth message, with spaces between', () => {
		const words = Array.from({ length: 12 }, (_, index) => `${'x'.repeat(17)}${10 + index}.`);
		expect(split(words.join(' '), { by })).toEqual([
			...words.slice(0, 9),
			words.slice(9).join(' '),
		]);
	});
});

describe('splitting by paragraphs', () => {
	it('takes lines of spaces and line breaks of any kind for empty lines', () => {
		expect(split('One\n  \nTwo\r\rThree\r\n\r\nFour\nfive')).toEqual([
			...['One', 'Two', 'Three', 'Four\nfive'],
		]);
	});

	it('keeps ten paragraphs', () => {
		const paragraphs = Array.from({ length: 10 }, (_, index) => `P${index}`);
		expect(split(paragraphs.join('\n\n'))).toEqual(paragraphs);
	});

	it('returns a text of spaces only as it is', () => expect(split(' \n ')).toEqual([' \n ']));
});

it('converts Markdown only if the setting is on', () => {
	expect(split('**One**', { plainText: true })).toEqual(['One']);
	expect(split('**One**')).toEqual(['**One**']);
	expect(split('---', { plainText: true })).toEqual(['---']);
});

describe('plain text of Markdown', () => {
	it.each([
		['removes indented fences', '  ```\ncode\n  ```', 'code'],
		['keeps a fence inside a line', 'Type ```js', 'Type ```js'],
		['keeps a fence with text behind it', '```js and more', '```js and more'],
		['removes underlines of headings', 'Title\n=====\ntext\n___', 'Title\ntext'],
		['keeps short lines of marks', 'a\n--\n=\n|\n**', 'a\n--\n=\n|\n**'],
		['keeps tables without a separator', 'a\n| : |\nb', 'a\n:\nb'],
		['keeps dashes inside a text', 'a --- b', 'a --- b'],
		['keeps a line that only starts or ends with dashes', '--- a\nb ---', '--- a\nb ---'],
		['removes the marks of headings of all levels', '# a\n###### b\n  ##  c', 'a\nb\n  c'],
		['keeps a number sign that is not a heading', 'No. # 5\n#tag\na# b', 'No. # 5\n#tag\na# b'],
		['removes marks of indented quotes', 'a\n  > b\n > > c', 'a\nb\nc'],
		['keeps comparisons', 'a > b\nx> y', 'a > b\nx> y'],
		['writes indented lists with dashes', 'a\n  *  b\n\t+ c', 'a\n  - b\n\t- c'],
		['keeps an asterisk that is not a list', 'a* b', 'a* b'],
		['removes the bars around an indented row', 'a\n  | b | c |  \nd', 'a\nb | c\nd'],
		['keeps bars inside a text', 'a | b | c\n| d | e', 'a | b | c\n| d | e'],
		['removes empty lines around the text', '\n\na\n\n', 'a'],
		['reads line breaks of any kind', 'a\r# b\r\nc', 'a\nb\nc'],
	])('%s', (_, markdown, expected) => expect(plainTextOf(markdown)).toBe(expected));
});
