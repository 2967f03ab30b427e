import { isNotFound } from '../../shared/request';
import type { ListEvent } from './event';
import { PollTimeout } from './pollContext';
import type { PollContext } from './pollContext';
import { failureReason, isGivenUp, isRecordFailure, nextRetry } from './retry';
import type { RetryState } from './retry';
import type { TimedRecord } from './watermark';

/** Maximum number of records per poll that are checked again because they may become the event, e.g. scheduled messages. */
const MAX_CHECKED = 10;
/** Maximum number of records per poll that are read again because they could not be read before. */
const MAX_RETRIED = 100;
/** Maximum number of deferred records. */
const MAX_DEFERRED = 5000;

/** A record that a later poll reads again: it is not the event yet, or could not be read. Only the latter has `tries`. */
export interface DeferredRecord extends RetryState {
	/** The time of the record, ms. */
	at: number;
}

/** Deferred records by their ID. */
export interface DeferredState {
	[id: string]: DeferredRecord;
}

const isRetry = ({ tries }: DeferredRecord): boolean => tries !== undefined;

/** The deferred records of a list event. */
export class DeferredRecords {
	/** By ID; those that are checked next come first. */
	private readonly entries: Map<string, DeferredRecord>;
	/** IDs of the records that this poll has already found not to be the event yet. */
	private readonly deferredThisPoll = new Set<string>();

	/** `state` is what `state` returned in an earlier poll; it is not changed. */
	constructor(
		private readonly poll: PollContext,
		state: DeferredState = {},
	) {
		this.entries = new Map(Object.entries(state).map(([id, entry]) => [id, { ...entry }]));
	}

	/** Whether a record could not be read, and is not due for another attempt yet. */
	isAwaitingRetry(id: string): boolean {
		const entry = this.entries.get(id);
		return entry !== undefined && isRetry(entry) && entry.due > this.poll.now();
	}

	/** Whether a record is emitted even if a part of it cannot be read. */
	isGivenUp(id: string): boolean {
		return isGivenUp(this.entries.get(id) ?? {}, this.poll.now());
	}

	/** Defers a record that may become the event. `at` is its time, ms. */
	defer(id: string, at: number): void {
		this.deferredThisPoll.add(id);
		// A record that is deferred already keeps its place in the map, so that all records are checked in turn.
		this.entries.set(id, { at, due: 0 });
	}

	/** Defers a record that could not be read completely. Returns false if there are too many already. */
	scheduleRetry({ id, at }: TimedRecord): boolean {
		const before = this.entries.get(id);
		if (!before && this.entries.size >= MAX_DEFERRED) return false;
		this.entries.set(id, { at, ...nextRetry(before ?? {}, this.poll.now()) });
		return true;
	}

	/** Removes a record that was emitted. */
	remove(id: string): void {
		this.entries.delete(id);
	}

	/**
	 * Reads the records that are due, those that have waited longest first, except those in `listed`, which this poll has read
	 * already. Returns the records that have become the event; they remain deferred until they are removed. Throws an `ApiError`
	 * that concerns all records.
	 */
	async readDue(event: ListEvent, listed: ReadonlySet<string>): Promise<TimedRecord[]> {
		const matches = event.matches(this.poll);
		const isRead = (id: string) => listed.has(id) || this.deferredThisPoll.has(id);
		const due = [...this.entries]
			.filter(([id, entry]) => entry.due <= this.poll.now() && !isRead(id))
			.sort(([, a], [, b]) => a.due - b.due);
		const checks = due.filter(([, entry]) => !isRetry(entry)).slice(0, MAX_CHECKED);
		const retries = due.filter(([, entry]) => isRetry(entry)).slice(0, MAX_RETRIED);
		const ready: TimedRecord[] = [];
		const readOne = async ([id, entry]: [string, DeferredRecord]) => {
			const record = await event.read(this.poll, id);
			const match = record !== undefined && matches(record);
			if (record && match === true) {
				ready.push({ id, at: event.timeOf(record) ?? entry.at, record });
			} else if (match === 'later') {
				// Moves the record to the end, so that all records are checked in turn.
				this.entries.delete(id);
				this.entries.set(id, { at: entry.at, due: 0 });
			} else this.entries.delete(id);
		};
		const all = [...checks, ...retries];
		for (let start = 0; start < all.length && !this.poll.timeIsUp(); start += MAX_CHECKED) {
			const batch = all.slice(start, start + MAX_CHECKED);
			await Promise.all(
				batch.map(async (each) => {
					await readOne(each).catch((error: unknown) => this.handleFailure(each, error));
				}),
			);
		}
		return ready;
	}

	/** The state to save. The oldest records beyond the maximum are dropped, with a warning. */
	get state(): DeferredState {
		const kept = [...this.entries].slice(-MAX_DEFERRED);
		const dropped = this.entries.size - kept.length;
		if (dropped > 0)
			this.poll.warn(`${dropped} scheduled messages are no longer tracked: the limit was exceeded`);
		return Object.fromEntries(kept);
	}

	private handleFailure([id, entry]: [string, DeferredRecord], error: unknown): void {
		if (isNotFound(error)) this.entries.delete(id);
		else if (isRecordFailure(error)) {
			if (isGivenUp(entry, this.poll.now())) {
				this.entries.delete(id);
				this.poll.warn(
					`${id} could not be read for a day (${failureReason(error)}) and was skipped`,
				);
			} else this.entries.set(id, { at: entry.at, ...nextRetry(entry, this.poll.now()) });
		} else if (!(error instanceof PollTimeout)) throw error;
	}
}
