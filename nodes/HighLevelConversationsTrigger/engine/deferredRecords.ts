import { isNotFound } from '../../shared/request';
import type { ListEvent } from './event';
import { PollTimeout } from './pollContext';
import type { PollContext } from './pollContext';
import { isGivenUp, isRecordFailure, nextRetry, failureReason } from './retry';
import type { RetryState } from './retry';
import type { TimedRecord } from './watermark';

/** Max number of records that are read again in one poll because they may become the event, e.g. scheduled messages. */
const MAX_CHECKS = 10;
/** Max number of records that are read again in one poll because something of them could not be read. */
const MAX_RETRIED = 100;
/** Max number of records that are kept for later. */
const MAX_DEFERRED = 5000;

/** A record that is kept for a later poll: it is not the event yet, or something of it could not be read. */
export interface DeferredRecord extends RetryState {
	/** The time of the record, ms. */
	at: number;
}

/** Records by their ID. */
export interface DeferredState {
	[id: string]: DeferredRecord;
}

const isRetry = ({ tries }: DeferredRecord): boolean => tries !== undefined;

/** The records that a list event keeps for later polls. */
export class DeferredRecords {
	private readonly entries: Map<string, DeferredRecord>;
	/** Records that a list of this poll showed as not ready yet. */
	private readonly deferredThisPoll = new Set<string>();

	constructor(
		private readonly poll: PollContext,
		state: DeferredState = {},
	) {
		this.entries = new Map(Object.entries(state).map(([id, entry]) => [id, { ...entry }]));
	}

	/** Whether a record waits for another attempt whose time has not come. */
	isAwaitingRetry(id: string): boolean {
		const entry = this.entries.get(id);
		return entry !== undefined && isRetry(entry) && entry.due > this.poll.now();
	}

	/** Whether a record is handed on even if something of it cannot be read. */
	isGivenUp(id: string): boolean {
		return isGivenUp(this.entries.get(id) ?? {}, this.poll.now());
	}

	/** Keeps a record that may become the event. */
	defer(id: string, at: number): void {
		this.deferredThisPoll.add(id);
		// In the place that it has: each gets its turn to be read.
		this.entries.set(id, { at, due: 0 });
	}

	/** Keeps a record of which something could not be read. Returns false if there is no room for more. */
	scheduleRetry({ id, at }: TimedRecord): boolean {
		const before = this.entries.get(id);
		if (!before && this.entries.size >= MAX_DEFERRED) return false;
		this.entries.set(id, { at, ...nextRetry(before ?? {}, this.poll.now()) });
		return true;
	}

	remove(id: string): void {
		this.entries.delete(id);
	}

	/**
	 * Reads records whose time has come, the longest waiting first, but for those in `known`. Returns those that have become
	 * the event; they are kept until they are removed. Throws an `ApiError` that concerns all records.
	 */
	async readDue(event: ListEvent, known: ReadonlySet<string>): Promise<TimedRecord[]> {
		const matches = event.matches(this.poll);
		const due = [...this.entries]
			.filter(
				([id, entry]) =>
					entry.due <= this.poll.now() && !known.has(id) && !this.deferredThisPoll.has(id),
			)
			.sort(([, a], [, b]) => a.due - b.due);
		const checks = due.filter(([, entry]) => !isRetry(entry)).slice(0, MAX_CHECKS);
		const retries = due.filter(([, entry]) => isRetry(entry)).slice(0, MAX_RETRIED);
		const found: TimedRecord[] = [];
		const readOne = async ([id, entry]: [string, DeferredRecord]) => {
			const record = await event.read(this.poll, id);
			const match = record !== undefined && matches(record);
			if (record && match === true) {
				found.push({ id, at: event.timeOf(record) ?? entry.at, record });
			} else if (match === 'later') {
				// Behind all others, so that each has its turn.
				this.entries.delete(id);
				this.entries.set(id, { at: entry.at, due: 0 });
			} else this.entries.delete(id);
		};
		const all = [...checks, ...retries];
		for (let start = 0; start < all.length && !this.poll.timeIsUp(); start += MAX_CHECKS) {
			const batch = all.slice(start, start + MAX_CHECKS);
			await Promise.all(
				batch.map(async (each) => {
					await readOne(each).catch((error: unknown) => this.handleFailure(each, error));
				}),
			);
		}
		return found;
	}

	/** What to save: no more than there is room for, the oldest dropped with a warning. */
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
