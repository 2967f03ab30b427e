import { tryToParseDateTime } from 'n8n-workflow';

import { ParameterError } from '../../../../nodes/shared/request/errors/apiError';
import * as converters from '../../../../nodes/shared/request/values/converters';

const field = { label: "'Field'", timezone: 'Europe/Berlin' };

describe('list', () => {
	test.each<[unknown, unknown[]]>([
		['a, b\nc', ['a', 'b', 'c']],
		[
			['a', ' b ', '', null, ['c', 'd,e']],
			['a', 'b', 'c', 'd', 'e'],
		],
		['["a", "b,c"]', ['a', 'b', 'c']],
		['[not JSON', ['[not JSON']],
		['"Doe, Jane" <jane@example.com>, b', ['"Doe, Jane" <jane@example.com>', 'b']],
		['5" pipe, b', ['5" pipe', 'b']],
		['a, 5" pipe', ['a, 5" pipe']],
		[[{ emailId: 'a' }], [{ emailId: 'a' }]],
		[5, [5]],
		['', []],
		[undefined, []],
	])('converts %j to %j', (given, expected) =>
		expect(converters.anyList(given, field)).toStrictEqual(expected),
	);
});

test('joins with commas only in commaList', () => {
	expect(converters.commaList(['a', 'b , c', ''], field)).toBe('a,b,c');
	expect(converters.commaList([], field)).toBe('');
});

describe('urls', () => {
	const atMostTwo = converters.urls(2);
	test.each<[unknown, string[]]>([
		['https://a.example/x,y.pdf', ['https://a.example/x,y.pdf']],
		['https://a.example/1, http://b.example/2', ['https://a.example/1', 'http://b.example/2']],
		[['HTTPS://a.example/1'], ['HTTPS://a.example/1']],
		[
			'https://a.example/1|||https://b.example/2|||',
			['https://a.example/1', 'https://b.example/2'],
		],
		[
			'https://a.example/1||| ||| https://b.example/2',
			['https://a.example/1', 'https://b.example/2'],
		],
		[
			'https://a.example/1\r\nhttps://b.example/2\n',
			['https://a.example/1', 'https://b.example/2'],
		],
		['https://a.example/1; https://b.example/2', ['https://a.example/1', 'https://b.example/2']],
		['https://a.example/1;https://b.example/2', ['https://a.example/1', 'https://b.example/2']],
		['https://a.example/x;y=1', ['https://a.example/x;y=1']],
		['https://a.example/?u=https://b.example/2', ['https://a.example/?u=https://b.example/2']],
		['https://a.example/?a&#x3D;1&amp;b&#61;2', ['https://a.example/?a=1&b=2']],
		['https://a.example/?a=1&copy;=2&#10;', ['https://a.example/?a=1&copy;=2&#10;']],
		[
			['https://a.example/1|||', 'https://b.example/2'],
			['https://a.example/1', 'https://b.example/2'],
		],
	])('converts %j to %j', (given, expected) =>
		expect(atMostTwo(given, field)).toStrictEqual(expected),
	);

	test.each<unknown>([
		'file:///etc/passwd',
		'a.pdf',
		'https://',
		[{ url: 'x' }],
		'javascript:alert(1)',
	])('rejects %j', (given) =>
		expect(() => atMostTwo(given, field)).toThrow(/'Field' contains an invalid URL/),
	);
	test('rejects too many, with their number', () => {
		const three = Array.from({ length: 3 }, (_, index) => `https://a.example/${index}`);
		expect(() => atMostTwo(three, field)).toThrow("'Field' has too many URLs: 3 (max 2)");
	});
});

describe('number', () => {
	test.each([
		['3', 3],
		[0, 0],
		['-1.5', -1.5],
		['', undefined],
		[null, undefined],
	])('converts %j to %j', (given, expected) =>
		expect(converters.number(given, field)).toBe(expected),
	);
	test.each([true, 'many', '1,5', Number.NaN, Infinity, { a: 1 }])('rejects %p', (given) =>
		expect(() => converters.number(given, field)).toThrow(ParameterError),
	);
});

describe('boolean', () => {
	test.each([
		[true, true],
		[false, false],
		['TRUE ', true],
		['false', false],
		[1, true],
		['0', false],
	])('converts %j to %j', (given, expected) =>
		expect(converters.boolean(given, field)).toBe(expected),
	);
	test.each(['yes', 2, 'off'])('rejects %p', (given) =>
		expect(() => converters.boolean(given, field)).toThrow("'Field' must be true or false"),
	);
});

test('parses text as JSON and keeps everything else', () => {
	expect(converters.json('{"a":[1]}', field)).toStrictEqual({ a: [1] });
	expect(converters.json({ a: 1 }, field)).toStrictEqual({ a: 1 });
	expect(converters.json(' ', field)).toBe(' ');
	expect(() => converters.json('{a:1}', field)).toThrow("'Field' is not valid JSON: {a:1}");
});

describe('dates', () => {
	const ms = Date.UTC(2100, 0, 1);
	test.each<[string, unknown]>([
		['ISO', '2100-01-01T00:00:00Z'],
		["ISO without a zone, in the workflow's", '2100-01-01T01:00:00'],
		['DateTime', tryToParseDateTime('2100-01-01T00:00:00Z')],
		['Date', new Date(ms)],
		['seconds', ms / 1000],
		['seconds as text', ` ${ms / 1000} `],
		['milliseconds', ms],
		['milliseconds as text', String(ms)],
	])('%s', (_, given) => {
		expect(converters.futureEpochSeconds(given, field)).toBe(ms / 1000);
		expect(converters.epochMs(given, field)).toBe(ms);
		expect(converters.isoDate(given, field)).toBe('2100-01-01T00:00:00.000Z');
	});

	test('read a number as seconds up to the year 5138, and as milliseconds from 1973', () => {
		expect(converters.epochMs(99_999_999_999, field)).toBe(99_999_999_999_000);
		expect(converters.epochMs(100_000_000_000, field)).toBe(100_000_000_000);
	});

	test('reject past times for a schedule, and round up to a second', () => {
		expect(() => converters.futureEpochSeconds('2020-01-01T00:00:00Z', field)).toThrow(
			"'Field' is in the past: 2020-01-01T00:00:00.000Z",
		);
		expect(() => converters.futureEpochSeconds(Date.now() - 1, field)).toThrow('is in the past');
		expect(converters.futureEpochSeconds(ms + 1, field)).toBe(ms / 1000 + 1);
	});

	test.each(['soon', '2026-13-40', true, { a: 1 }])('reject %p', (given) => {
		expect(() => converters.epochMs(given, field)).toThrow("'Field' is not a date");
	});

	test('are omitted if they are empty', () => {
		for (const rule of [
			converters.futureEpochSeconds,
			converters.epochMs,
			converters.isoDate,
			converters.sortValue,
		]) {
			expect(rule('', field)).toBeUndefined();
			expect(rule(null, field)).toBeUndefined();
		}
	});

	test('keep any number as a sort value, and convert other dates', () => {
		expect(converters.sortValue('82', field)).toBe(82);
		expect(converters.sortValue(-3.5, field)).toBe(-3.5);
		expect(converters.sortValue('2100-01-01T00:00:00Z', field)).toBe(ms);
		expect(converters.sortValue(new Date(ms), field)).toBe(ms);
	});
});

describe('required texts', () => {
	test('are trimmed by required, not by requiredUntrimmed', () => {
		expect(converters.required(' a ', field)).toBe('a');
		expect(converters.requiredUntrimmed(' a ', field)).toBe(' a ');
		expect(converters.required(0, field)).toBe(0);
	});
	test.each([undefined, '', '  ', []])('reject %j', (given) => {
		expect(() => converters.required(given, field)).toThrow("'Field' is empty");
		expect(() => converters.requiredUntrimmed(given, field)).toThrow("'Field' is empty");
	});
	test('are limited in length by maxLength', () => {
		expect(converters.maxLength(3)('abc', field)).toBe('abc');
		expect(() => converters.maxLength(3)('abcd', field)).toThrow(
			"'Field' is too long: 4 characters (max 3)",
		);
	});
	test('applies several converters in order', () => {
		const both = converters.pipe(converters.required, converters.maxLength(3));
		expect(both(' abc ', field)).toBe('abc');
		expect(() => both('', field)).toThrow("'Field' is empty");
	});
});
