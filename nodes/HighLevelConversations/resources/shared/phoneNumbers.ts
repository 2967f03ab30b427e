/**
 * Countries whose mobile numbers WhatsApp and HighLevel write in two ways, with and without an extra digit. Each pattern matches both
 * ways; its groups are the digits before and after the extra digit.
 */
const VARIANTS: Array<{ pattern: RegExp; digit: string }> = [
	// Brazil: 55, area code, then a 9 before the eight digits of a mobile number, which begins with 6 to 9.
	{ pattern: /^(55[1-9]{2})9?([6-9]\d{7})$/, digit: '9' },
	// Mexico: 52, then a 1 before the ten digits.
	{ pattern: /^(52)1?(\d{10})$/, digit: '1' },
	// Argentina: 54, then a 9 before the ten digits.
	{ pattern: /^(54)9?(\d{10})$/, digit: '9' },
];

/** All ways to write a phone number, the given one first. Numbers are digits only, with the country code. */
export function numberVariants(number: string): string[] {
	for (const { pattern, digit } of VARIANTS) {
		const [, before, after] = pattern.exec(number) ?? [];
		if (before === undefined) continue;
		return [...new Set([number, `${before}${after}`, `${before}${digit}${after}`])];
	}
	return [number];
}

/** The shortest way to write a phone number, which is the same for all its variants. For comparison. */
export function canonicalNumber(number: string): string {
	const [shortest] = numberVariants(number).sort((a, b) => a.length - b.length);
	return shortest;
}
