import type { IDataObject } from 'n8n-workflow';
import { FingerprintSet } from '../../shared/fingerprintSet';
import type { PackedFingerprints } from '../../shared/fingerprintSet';
import { MINUTE_MS } from '../../shared/time';

/** Maximum number of emitted records that are remembered (220 KB). Exceeded only if more records have the same minute. */
const MAX_SEEN = 20_000;

/**
 * Which records of a list have been emitted, i.e. have started an execution. Times are in ms.
 *
 * HighLevel lists some records late. Each poll therefore reads an overlap before the watermark again, and skips the records in
 * `seen`.
 */
export interface Watermark {
	/** Records from before this time are never emitted: it is not remembered which of them were. */
	notBefore: number;
	/** The latest time up to which all listed records have been emitted. */
	watermark: number;
	/** The emitted records since `notBefore`. */
	seen: PackedFingerprints;
	/** Set if HighLevel did not respond on activation: the times are by n8n's clock, which may be wrong. */
	byLocalClock?: true;
}

/** A record of a list with its time, ms. */
export interface TimedRecord {
	id: string;
	at: number;
	record: IDataObject;
}

/** The result of reading a list. */
export interface ListRead {
	/** The records that match the event and were not emitted yet. */
	records: TimedRecord[];
	/** The time of the latest record read, matching or not, ms; -Infinity if the list was empty. */
	readUpTo: number;
	/** False if reading ended early: records after `readUpTo` have not been read. */
	isComplete: boolean;
}

/** The state of a workflow that starts at a time (ms): older records are not emitted. */
export const watermarkAt = (time: number): Watermark => ({
	notBefore: time,
	watermark: time,
	seen: {},
});

/** The emitted records in a saved state, and additional ones. */
export function seenRecords(
	stored: PackedFingerprints,
	added: readonly TimedRecord[] = [],
): FingerprintSet {
	const seen = new FingerprintSet(MINUTE_MS, MAX_SEEN, stored);
	for (const { id, at } of added) seen.add(id, at);
	return seen;
}

/**
 * Removes the records from before a time (ms), and the oldest ones beyond the maximum, but none from after `latest` (ms).
 * Returns the time from which on `seen` has all emitted records.
 */
export function dropSeenBefore(seen: FingerprintSet, before: number, latest: number): number {
	seen.dropBefore(before);
	const notBefore = Math.max(before, seen.cap(latest));
	seen.dropBefore(notBefore);
	return notBefore;
}

/** The time from which on the next poll must read, ms. */
export const windowStart = ({ notBefore, watermark }: Watermark, overlapMs: number): number =>
	Math.max(notBefore, watermark - overlapMs);

/** The time up to which all lists have been read, ms; Infinity if all have been read to their ends. */
const completeUntil = (reads: readonly ListRead[]): number =>
	Math.min(...reads.map(({ readUpTo, isComplete }) => (isComplete ? Infinity : readUpTo)));

/**
 * The records to emit from all lists, each once, oldest first. Records from after a time up to which a list was not read are left
 * to the next poll, so that records are always emitted in order.
 */
export function selectRecords(reads: readonly ListRead[]): TimedRecord[] {
	const complete = completeUntil(reads);
	const byId = new Map(reads.flatMap(({ records }) => records).map((each) => [each.id, each]));
	return [...byId.values()].filter(({ at }) => at <= complete).sort((a, b) => a.at - b.at);
}

/** What a poll did with the records that it selected. */
export interface PollOutcome {
	emitted: readonly TimedRecord[];
	/** The time of the first record that is left to the next poll, ms; undefined if there is none. */
	remainingFrom?: number;
	overlapMs: number;
	/** The current time by HighLevel's clock, ms. */
	now: number;
}

/**
 * The state after a poll. The watermark moves only past records that were emitted or do not match; the next poll reads the others
 * again.
 */
export function advanceWatermark(
	before: Watermark,
	reads: readonly ListRead[],
	{ emitted, remainingFrom, overlapMs, now }: PollOutcome,
): Watermark {
	const complete = completeUntil(reads);
	const handledUntil = remainingFrom === undefined ? complete : Math.min(complete, remainingFrom);
	const readUpTo = Math.min(handledUntil, Math.max(...reads.map((read) => read.readUpTo)));
	// HighLevel may list records with a time in the future. They must not move the watermark past records that are still to come.
	const watermark = Math.max(before.watermark, Math.min(readUpTo, now));
	// If the overlap has more records than one poll can read, each poll would read the same ones: skip those already read.
	const hasNothingNew = remainingFrom === undefined && emitted.length === 0;
	const isStuck = hasNothingNew && complete <= before.watermark;
	const start = isStuck ? Math.max(before.notBefore, complete) : before.notBefore;
	const seen = seenRecords(before.seen, emitted);
	const notBefore = dropSeenBefore(seen, Math.max(start, watermark - overlapMs), watermark);
	return { notBefore, watermark, seen: seen.toJSON() };
}
