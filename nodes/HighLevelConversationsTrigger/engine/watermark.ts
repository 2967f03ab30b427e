import type { IDataObject } from 'n8n-workflow';
import { FingerprintSet } from '../../shared/fingerprintSet';
import type { PackedFingerprints } from '../../shared/fingerprintSet';
import { MINUTE_MS } from '../../shared/time';

/** Max number of records remembered, in 220 KB; more only if as many share one minute. */
const MAX_SEEN = 20_000;

/** How far a list has been handed on. Times are in ms. */
export interface Watermark {
	/** Nothing from before this time is handed on any more: what was handed on before it is forgotten. */
	notBefore: number;
	/** The latest time up to which everything has been handed on. */
	watermark: number;
	/** What was handed on, as far back as is read again. */
	seen: PackedFingerprints;
	/** Set if HighLevel did not answer at the start: `notBefore` is by n8n's clock, which may be wrong. */
	byLocalClock?: true;
}

/** A record of a list with its time, ms. */
export interface TimedRecord {
	id: string;
	at: number;
	record: IDataObject;
}

/** What one pass through a list found. */
export interface ListRead {
	/** Records that match and were not handed on yet. */
	records: TimedRecord[];
	/** The latest time that was read, matching or not; -Infinity if there was nothing. */
	readUpTo: number;
	/** False if it ended early: what lies after `reached` has not been read. */
	isComplete: boolean;
}

/** The state of a workflow that starts at a time. */
export const watermarkAt = (time: number): Watermark => ({
	notBefore: time,
	watermark: time,
	seen: {},
});

/** The records that were handed on, with some more. */
export function seenRecords(
	stored: PackedFingerprints,
	added: readonly TimedRecord[] = [],
): FingerprintSet {
	const seen = new FingerprintSet(MINUTE_MS, MAX_SEEN, stored);
	for (const { id, at } of added) seen.add(id, at);
	return seen;
}

/** Forgets what lies before a time, and the oldest of what is too much. Returns the time from which on nothing is missing. */
export function dropSeenBefore(seen: FingerprintSet, before: number, latest: number): number {
	seen.dropBefore(before);
	const notBefore = Math.max(before, seen.cap(latest));
	seen.dropBefore(notBefore);
	return notBefore;
}

/** From which time on the next poll must read. */
export const windowStart = ({ notBefore, watermark }: Watermark, overlapMs: number): number =>
	Math.max(notBefore, watermark - overlapMs);

/** The records of all passes that may be handed on, each once, oldest first: nothing older can be missing. */
export function selectRecords(passes: readonly ListRead[]): TimedRecord[] {
	const complete = completeUntil(passes);
	const distinct = new Map(
		passes.flatMap(({ records: found }) => found).map((dated) => [dated.id, dated]),
	);
	return [...distinct.values()].filter(({ at }) => at <= complete).sort((a, b) => a.at - b.at);
}

const completeUntil = (passes: readonly ListRead[]): number =>
	Math.min(
		...passes.map(({ readUpTo: reached, isComplete: whole }) => (whole ? Infinity : reached)),
	);

/** With which records a poll has finished. */
export interface PollOutcome {
	/** The records handed on: they are remembered as seen. */
	emitted: readonly TimedRecord[];
	/** The time of the first record that is left to the next poll; undefined if none is. */
	remainingFrom?: number;
	overlapMs: number;
	/** HighLevel's clock, ms. */
	now: number;
}

/**
 * The state after a poll. The watermark moves only over what was handed on or does not match: the rest is found again
 * by the next poll.
 */
export function advanceWatermark(
	before: Watermark,
	passes: readonly ListRead[],
	{ emitted: taken, remainingFrom: leftFrom, overlapMs, now }: PollOutcome,
): Watermark {
	const complete = completeUntil(passes);
	const safe = leftFrom === undefined ? complete : Math.min(complete, leftFrom);
	const reached = Math.min(safe, Math.max(...passes.map((pass) => pass.readUpTo)));
	// A date in the future must not hide what comes before it.
	const watermark = Math.max(before.watermark, Math.min(reached, now));
	// More in the window than one poll reads: it could never get past it without giving up the window's start.
	const isIdle = leftFrom === undefined && taken.length === 0;
	const isStuck = isIdle && complete <= before.watermark;
	const start = isStuck ? Math.max(before.notBefore, complete) : before.notBefore;
	const seen = seenRecords(before.seen, taken);
	const notBefore = dropSeenBefore(seen, Math.max(start, watermark - overlapMs), watermark);
	return { notBefore, watermark, seen: seen.toJSON() };
}
