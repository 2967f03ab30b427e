import { createHash } from 'node:crypto';
import { MINUTE_MS } from '../../shared/time';

/** What was handed on, by the minute of its moment: fingerprints of ids, one after the other. 20,000 take 160 KB. */
export interface Known {
	[minute: string]: string;
}

/** 48 bits: among 20,000 ids, one in fourteen billion new ones is taken for one of them. */
const LETTERS = 8;

const fingerprint = (id: string): string =>
	createHash('sha256').update(id).digest('base64').slice(0, LETTERS);

const endOf = (minute: string): number => (Number(minute) + 1) * MINUTE_MS;

/** Tells whether an id is known. Its moment does not matter: HighLevel may change it. */
export function knownIn(known: Known): (id: string) => boolean {
	const all = new Set<string>();
	for (const text of Object.values(known)) {
		for (let at = 0; at < text.length; at += LETTERS) all.add(text.slice(at, at + LETTERS));
	}
	return (id) => all.has(fingerprint(id));
}

/** What is known with some more. Moments are in ms. */
export function withKnown(known: Known, added: Array<{ id: string; at: number }>): Known {
	const all: Known = { ...known };
	for (const { id, at } of added) {
		const minute = Math.floor(at / MINUTE_MS);
		all[minute] = (all[minute] ?? '') + fingerprint(id);
	}
	return all;
}

/** What is known without the minutes that ended before a moment, ms. */
export const knownSince = (known: Known, from: number): Known =>
	Object.fromEntries(Object.entries(known).filter(([minute]) => endOf(minute) > from));

/**
 * From which moment on no more than so many are known, ms; never later than `latest`, and -Infinity where all of them are
 * few enough.
 */
export function fewSince(known: Known, most: number, latest: number): number {
	let left = Object.values(known).reduce((sum, text) => sum + text.length / LETTERS, 0);
	let from = -Infinity;
	for (const minute of Object.keys(known).sort((a, b) => Number(a) - Number(b))) {
		if (left <= most || endOf(minute) > latest) break;
		from = endOf(minute);
		left -= known[minute].length / LETTERS;
	}
	return from;
}
