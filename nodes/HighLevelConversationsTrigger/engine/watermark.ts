import type { IDataObject } from 'n8n-workflow';
import { fewSince, knownSince, withKnown } from './known';
import type { Known } from './known';

/** Records remembered at most, in 160 KB; more only where as many share one minute. */
const MOST_KNOWN = 20_000;

/** How far a list has been handed on: what the trigger remembers between polls. Moments are in ms. */
export interface Timeline {
	/** Nothing from before this moment is handed on any more: what was handed on before it is forgotten. */
	since: number;
	/** The latest moment up to which everything has been handed on. */
	mark: number;
	/** What was handed on, as far back as is read again. */
	known: Known;
	/** Set where HighLevel did not answer at the start: `since` is by n8n's clock, which may go wrong. */
	ownClock?: true;
}

/** A record of the list with its moment, ms. */
export interface Dated {
	id: string;
	at: number;
	record: IDataObject;
}

/** What one pass through the list brought. */
export interface Pass {
	/** Records that match and were not handed on yet. */
	found: Dated[];
	/** The latest moment that was read, matching or not; -Infinity where there was nothing. */
	reached: number;
	/** False where it ended early: what lies after `reached` has not been read. */
	whole: boolean;
}

export interface HandOn {
	/** How far before the mark each poll reads again, for what HighLevel lists late; ms. */
	overlapMs: number;
	/** Records of one poll at most. */
	most: number;
	/** HighLevel's clock, ms. */
	now: number;
}

/** The state of a workflow that starts at a moment. */
export const startAt = (moment: number): Timeline => ({ since: moment, mark: moment, known: {} });

/** From which moment on the next poll must read. */
export const windowStart = ({ since, mark }: Timeline, overlapMs: number): number =>
	Math.max(since, mark - overlapMs);

/** The moment in a record's field, which HighLevel writes as ISO 8601 or as ms; `otherwise` where there is none. */
export function momentIn(value: unknown, otherwise: number): number {
	const moment = typeof value === 'number' ? value : Date.parse(String(value));
	return Number.isFinite(moment) ? moment : otherwise;
}

function byMoment(found: Dated[]): Dated[] {
	const distinct = new Map(found.map((dated) => [dated.id, dated]));
	return [...distinct.values()].sort((a, b) => a.at - b.at);
}

/**
 * Chooses what to hand on of what was found, oldest first, and the state for when that has happened.
 * The mark moves only over what is handed on or does not match: the rest is found again by the next poll.
 */
export function handOn(
	before: Timeline,
	passes: Pass[],
	{ overlapMs, most, now }: HandOn,
): { taken: Dated[]; state: Timeline } {
	const complete = Math.min(...passes.map(({ reached, whole }) => (whole ? Infinity : reached)));
	const ready = byMoment(passes.flatMap(({ found }) => found)).filter(({ at }) => at <= complete);
	const taken = ready.slice(0, most);
	const cut = taken.length < ready.length;
	const safe = cut ? taken[taken.length - 1].at : complete;
	const reached = Math.min(safe, Math.max(...passes.map((pass) => pass.reached)));
	// A date that lies ahead, e.g. of a scheduled message, must not hide what comes before it.
	const mark = Math.max(before.mark, Math.min(reached, now));
	// More in the window than one poll reads: it could never get past it without giving up the window's start.
	const stuck = !cut && complete <= before.mark;
	let since = stuck ? Math.max(before.since, complete) : before.since;

	since = Math.max(since, mark - overlapMs);
	const known = withKnown(knownSince(before.known, since), taken);
	since = Math.max(since, fewSince(known, MOST_KNOWN, mark));
	return { taken, state: { since, mark, known: knownSince(known, since) } };
}
