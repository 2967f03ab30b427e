import { ParameterError } from '../../../../nodes/shared/request/errors/apiError';
import { pathId } from '../../../../nodes/shared/request/values/text';
import { isEmpty, removeEmpty } from '../../../../nodes/shared/request/values/values';

describe('isEmpty', () => {
	test.each([undefined, null, '', ' \n\t', [], {}])('is true for %p', (value) => {
		expect(isEmpty(value)).toBe(true);
	});
	test.each([0, false, '0', [''], { a: '' }, new Date(0)])('is false for %p', (value) => {
		expect(isEmpty(value)).toBe(false);
	});
});

test('removes what is empty at every depth, and keeps 0, false and objects of classes', () => {
	const date = new Date(0);
	const given = {
		zero: 0,
		no: false,
		text: ' kept ',
		blank: ' ',
		nothing: null,
		list: [],
		date,
		form: { a: '', b: { c: undefined } },
		half: { a: 1, b: '' },
	};
	// Expressions may return a Date, although the type does not allow it.
	const tidied = removeEmpty(given as never);
	expect(tidied).toStrictEqual({ zero: 0, no: false, text: ' kept ', date, half: { a: 1 } });
});

describe('pathId', () => {
	test.each<[unknown, string]>([
		[' abc ', 'abc'],
		[42, '42'],
		['a/b?c#d%20ü', 'a%2Fb%3Fc%23d%2520%C3%BC'],
		['...', '...'],
	])('converts %j to %j', (given, expected) => expect(pathId(given, "'ID'")).toBe(expected));
	test.each(['.', ' .. ', '', ' ', undefined, null, {}, true])('rejects %j', (given) =>
		expect(() => pathId(given, "'ID'")).toThrow(ParameterError),
	);
});
