import { createHash } from 'node:crypto';
import { HOUR_MS } from '../shared/time';

/** Fingerprints of the events that were taken, without anything between them, by the hour since 1970 in which they came. */
export interface Taken {
	[hour: string]: string;
}

/** 48 bits: among 30,000 events that are remembered, one new event in ten billion would be mistaken for one of them. */
const BYTES = 6;
/** The same in base64. */
const CHARACTERS = 8;
/** Remembered at most, the latest: about 800 KB, which n8n reads and writes with every delivery. */
const MOST_EVENTS = 100_000;

/** What is remembered of an event's identity. */
export const fingerprintOf = (identity: string): string =>
	createHash('sha256').update(identity).digest().subarray(0, BYTES).toString('base64url');

export function isTaken(taken: Taken, fingerprint: string): boolean {
	return Object.values(taken).some((packed) => {
		let at = packed.indexOf(fingerprint);
		// One that lies across two others is none.
		while (at % CHARACTERS > 0) at = packed.indexOf(fingerprint, at + 1);
		return at >= 0;
	});
}

/** Remembers an event that came at a moment (ms). */
export function take(taken: Taken, fingerprint: string, at: number): void {
	const hour = String(Math.floor(at / HOUR_MS));
	taken[hour] = (taken[hour] ?? '') + fingerprint;
}

const split = (packed: string) => packed.match(/.{8}/g) ?? [];

function together(one: string, other: string): string {
	if (one.startsWith(other)) return one;
	if (other.startsWith(one)) return other;
	return [...new Set([...split(one), ...split(other)])].join('');
}

/** What either remembers of the hours that reach beyond `since` (ms). */
export function joined(one: Taken, other: Taken, since: number): Taken {
	const hours = [...new Set([...Object.keys(one), ...Object.keys(other)])]
		.map(Number)
		.filter((hour) => (hour + 1) * HOUR_MS > since)
		.sort((a, b) => b - a);
	const result: Taken = {};
	let room = MOST_EVENTS * CHARACTERS;
	for (const hour of hours) {
		if (room <= 0) break;
		result[hour] = together(one[hour] ?? '', other[hour] ?? '').slice(-room);
		room -= result[hour].length;
	}
	return result;
}
