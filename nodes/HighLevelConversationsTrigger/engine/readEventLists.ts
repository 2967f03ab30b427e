import type { IDataObject } from 'n8n-workflow';
import { HOUR_MS } from '../../shared/time';
import type { DeferredRecords, DeferredState } from './deferredRecords';
import type { ListEvent, ListQuery } from './event';
import { readList } from './pollContext';
import type { PollContext } from './pollContext';
import { limitPerPoll, overlapMs } from './startTime';
import { seenRecords, windowStart } from './watermark';
import type { ListRead, TimedRecord, Watermark } from './watermark';

/** The state of a list event between polls. Times are in ms. */
export interface ListState extends Watermark {
	/** Set if the last poll had no time to read the whole list: the next one continues from this time. */
	resumeAt?: number;
	/** Set until the list has been read to its end once: what it contains then is older than the activation. */
	isInitialRead?: true;
	/** Records that later polls read again. */
	deferred?: DeferredState;
}

/** The result of reading a list that may be continued in the next poll. */
interface ResumableRead extends ListRead {
	/** Where the next poll continues, by the time that the list is sorted by, ms; undefined if the whole list was read. */
	resumeAt?: number;
}

/** What reading the lists of an event needs. */
export interface ReadInput {
	state: ListState;
	/** The time from which on the lists are read, ms. */
	from: number;
	deferred: DeferredRecords;
}

/** Whether each poll reads a fixed number of hours, and not only an overlap before the watermark. */
export const hasFixedWindow = ({ window }: ListEvent): boolean => window === 'lookBack';

/** The option 'Look Back', ms. Throws a `ParameterError`. */
export const lookBackMs = (poll: PollContext): number =>
	poll.integer('options.lookBack', 'Look Back', 24, 1) * HOUR_MS;

/** The time from which on a poll reads the lists of an event, ms. */
export function readFrom(event: ListEvent, poll: PollContext, state: ListState): number {
	// `notBefore` also limits a fixed window: if 'Look Back' was increased, older records may have been emitted already.
	const start = hasFixedWindow(event)
		? Math.max(state.notBefore, poll.now() - lookBackMs(poll))
		: windowStart(state, overlapMs(poll));
	return Math.max(start, state.resumeAt ?? start);
}

/** Reads a list until its end, or until there are enough records, pages, or no more time. Throws an `ApiError`. */
async function readEventList(
	event: ListEvent,
	poll: PollContext,
	list: ListQuery,
	{ state, from, deferred }: ReadInput,
): Promise<ResumableRead> {
	const limit = limitPerPoll(poll);
	const matches = event.matches(poll);
	const seen = seenRecords(state.seen);
	// These lists are read to their ends, by several polls if necessary; all others only until the limit is reached.
	const isResumable = event.sortedBy !== undefined || hasFixedWindow(event);
	const sortTimeOf = event.sortedBy ?? ((record: IDataObject) => event.timeOf(record));
	const earliest = event.sortedBy ? windowStart(state, overlapMs(poll)) : from;
	const records: TimedRecord[] = [];
	let readUpTo = -Infinity;
	let sortedUpTo = from;
	let pages = 0;
	let isCut = false;
	const isWhole = await readList(poll, event.from(list, from), (page, isLast) => {
		for (const record of page) {
			const id = event.idOf(record);
			const at = event.timeOf(record) ?? state.watermark;
			readUpTo = Math.max(readUpTo, at);
			sortedUpTo = Math.max(sortedUpTo, sortTimeOf(record) ?? sortedUpTo);
			if (at < earliest || seen.has(id)) continue;
			const match = matches(record);
			if (match === 'later') deferred.defer(id, at);
			else if (match && !deferred.isAwaitingRetry(id)) records.push({ id, at, record });
		}
		const hasEnough = !isResumable && records.length >= limit;
		const isOverLimit = ++pages >= (event.maxPages ?? Infinity) || hasEnough || poll.timeIsUp();
		// After its last page, a list has been read to its end, even if the time of the poll is over.
		isCut = isOverLimit && !isLast;
		return isCut;
	});
	if (!isResumable) return { records, readUpTo, isComplete: isWhole };
	const resumeAt = isCut && !isWhole ? sortedUpTo : undefined;
	// In a list that is sorted by another time, unread records may have any time: the watermark moves only after a whole read.
	const safeUpTo = isWhole && event.sortedBy ? readUpTo : -Infinity;
	return { records, readUpTo: safeUpTo, isComplete: true, resumeAt };
}

/**
 * Reads all lists of an event, one after another. `resumeAt` is the time from which on the next poll continues, ms; undefined if
 * all lists were read to their ends. Throws an `ApiError`.
 */
export async function readEventLists(event: ListEvent, poll: PollContext, input: ReadInput) {
	const reads: ResumableRead[] = [];
	for (const list of event.lists(poll)) reads.push(await readEventList(event, poll, list, input));
	const resumeTimes = reads.flatMap(({ resumeAt }) => resumeAt ?? []);
	return { reads, resumeAt: resumeTimes.length > 0 ? Math.min(...resumeTimes) : undefined };
}
