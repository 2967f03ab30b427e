import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Returns numbers in [0, 1), like `Math.random`. */
export type Random = () => number;

/**
 * A deterministic random generator (mulberry32), so that the seeded inbox is always the same.
 *
 * @param seed any 32-bit integer
 */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** An ID like HighLevel's: 20 characters of base 62. */
export function highLevelId(random: Random = Math.random): string {
	let id = '';
	while (id.length < 20) id += ALPHABET[Math.floor(random() * ALPHABET.length)];
	return id;
}

/** A secret of random bytes in base64url. */
export function secret(bytes = 24): string {
	return randomBytes(bytes).toString('base64url');
}
