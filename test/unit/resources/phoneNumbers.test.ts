import {
	canonicalNumber,
	numberVariants,
} from '../../../nodes/HighLevelConversations/resources/shared/phoneNumbers';

describe('one number in two notations', () => {
	it.each([
		['Brazil', '5511987654321', '551187654321'],
		['Mexico', '5215512345678', '525512345678'],
		['Argentina', '5491123456789', '541123456789'],
	])('is recognized in %s', (_, withDigit, without) => {
		expect(canonicalNumber(withDigit)).toBe(canonicalNumber(without));
		expect(numberVariants(withDigit)).toEqual([withDigit, without]);
		expect(numberVariants(without)).toEqual([without, withDigit]);
	});

	it.each([
		['a landline in Brazil', '551132654321', '5511932654321'],
		['another number', '5511987654321', '5511987654322'],
		['another country', '12025550101', '112025550101'],
	])('is not assumed for %s', (_, one, other) => {
		expect(canonicalNumber(one)).not.toBe(canonicalNumber(other));
	});
});
