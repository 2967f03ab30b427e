import {
	isOn,
	itemOptions,
	numberInRange,
	parseOnce,
} from '../../../nodes/HighLevelConversations/resources/shared/itemOptions';
import type { ItemContext } from '../../../nodes/shared/request';

const itemWithOptions = (options: unknown) => {
	const parameter = jest.fn(() => options);
	return { item: { context: {}, parameter } as unknown as ItemContext, parameter };
};

describe('itemOptions', () => {
	it('reads the options once, also for copies of the item', () => {
		const { item, parameter } = itemWithOptions({ maxSize: 5 });
		expect(itemOptions(item)).toEqual({ maxSize: 5 });
		expect(itemOptions({ ...item })).toEqual({ maxSize: 5 });
		expect(parameter).toHaveBeenCalledTimes(1);
	});

	it('is empty if there are no options', () => {
		expect(itemOptions(itemWithOptions(undefined).item)).toEqual({});
	});
});

test('parseOnce parses each item once', () => {
	const parse = jest.fn(() => ({}));
	const parsed = parseOnce(parse);
	const { item } = itemWithOptions({});
	expect(parsed(item)).toBe(parsed(item));
	expect(parsed(itemWithOptions({}).item)).not.toBe(parsed(item));
	expect(parse).toHaveBeenCalledTimes(2);
});

describe('numberInRange', () => {
	const range = { min: 1, max: 1000, unit: 'hours' };

	it.each([
		[1, 1],
		['1000', 1000],
		['', undefined],
		[null, undefined],
	])('returns %j as %j', (value, expected) => {
		expect(numberInRange(value, "'Wait'", range)).toBe(expected);
	});

	it.each([[0.9], [1000.1], ['x'], [true], [Number.NaN]])('rejects %j', (value) => {
		expect(() => numberInRange(value, "'Wait'", range)).toThrow(
			`'Wait' must be a number of hours from 1 to 1,000: ${String(value)}`,
		);
	});

	it('starts at 0, and shows at most 100 characters of a wrong value', () => {
		expect(numberInRange(0, "'Wait'", { max: 5 })).toBe(0);
		expect(() => numberInRange('x'.repeat(200), "'Wait'", { max: 5 })).toThrow(
			/'Wait' must be a number from 0 to 5: x{100}$/,
		);
	});
});

test.each([
	[true, true],
	['true', true],
	[false, false],
	['', false],
	[undefined, false],
])('isOn of %j is %j', (value, expected) => {
	expect(isOn(value, "'Always Output'")).toBe(expected);
});

test('isOn rejects other values by the name of the option', () => {
	expect(() => isOn('perhaps', "'Always Output'")).toThrow(/'Always Output'/);
});
