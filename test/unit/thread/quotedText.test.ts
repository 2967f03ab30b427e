import { emailText } from '../../../nodes/shared/thread/messageText';

const textOf = (...lines: string[]) => emailText(lines.join('\n')).split('\n');
const ATTRIBUTION = 'On 5 Jan 2026, Riverside wrote:';
const withLength = (length: number, start: string, end: string) =>
	start + 'x'.repeat(length - start.length - end.length) + end;

it.each([
	[
		'a sentence that starts with "From:"',
		['Hi', 'From: the station, to: the beach.', 'Which bus?'],
	],
	['fields before "From:"', ['To: be fair', 'Date: unknown', 'From: what I heard, it works']],
	['a field before and one after "From:"', ['Hi', 'Date: Monday', 'From: noon', 'To: the end']],
	['long lines that start like fields', ['Hi', 'From: a', withLength(401, 'To: ', '.'), 'Cc: b']],
	['a long line that starts with "From:"', ['Hi', withLength(401, 'From: ', '.'), 'To: a', 'Cc: b']], // prettier-ignore
	['a very long line', ['x'.repeat(500), 'More']],
	['a sentence with "wrote" and no date', ['Hi', 'On Tuesday I wrote:', 'please call 555.']],
	['a sentence that starts with "On"', ['Hi', 'On 5 January I come', 'at noon, as I']],
	['a sentence that starts with "On" at the end', ['Hi', 'On 5 January I come']],
	['"On" and "wrote" in two paragraphs', ['Hi', 'On 5 January I came', '', 'and she wrote:', 'Hi']],
	['"wrote" without "On"', ['Hi', 'In 2026 she wrote:', 'Hello']],
	['a line of underscores', ['Hi', '__________', 'Which bus?']],
	['a line of underscores at the end', ['Hi', '__________']],
	['spaces at the start of lines', ['One', '  two']],
])('keeps %s', (_, lines) => {
	expect(textOf(...lines)).toEqual(lines);
});

it.each([
	['a quote after blank lines', ['Hi', ATTRIBUTION, '', '  ', '> Tuesday?', 'Yes.'], ['Hi', 'Yes.']], // prettier-ignore
	['a quote that was cut off', ['Hi', ATTRIBUTION, ''], ['Hi']],
	['an attribution over three lines', ['Hi', 'On Mon, Jan 5, 2026', 'Riverside', '<r@r.example> wrote:', 'Tuesday?'], ['Hi']], // prettier-ignore
	['a quote below an email address', ['Mail a@x.example', '> Tuesday?', 'Yes'], ['Mail a@x.example', 'Yes']], // prettier-ignore
	['a quote above a forwarded message', ['> Tuesday?', 'Hi', 'Forwarded message', 'From: Lab'], ['Hi', 'Forwarded message', 'From: Lab']], // prettier-ignore
	['a header below underscores', ['Hi', '__________', '', 'From: Riverside', 'To: Ann', 'Subject: Visit', 'Hi'], ['Hi']], // prettier-ignore
	['spaces at the end of lines', ['One  ', 'two '], ['One', 'two']],
])('removes %s', (_, lines, expected) => {
	expect(textOf(...lines)).toEqual(expected);
});

it('reads an attribution of 400 characters, but no longer one', () => {
	const quoted = (length: number) =>
		textOf('Hi', withLength(length, 'On 5 Jan 2026 ', ' wrote:'), '> Tuesday?', 'Yes');
	expect(quoted(400)).toEqual(['Hi', 'Yes']);
	expect(quoted(401)).toHaveLength(3);
});
