import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OperationSpec } from '../operationSpec';
import { resolveCredential, sessionFor } from '../transport';
import type { Session } from '../transport';
import { KeyedQueue } from './keyedQueue';
import { Semaphore } from './semaphore';

/** Thrown instead of sending a request after the run was aborted, because another item failed. */
export class RunAborted extends Error {}

/** Max number of items of a run that are in progress at a time. The others can still be canceled if one fails. */
const MAX_CONCURRENT_ITEMS = 10;

/** One run of the node: the state that all its items share. */
export class Run {
	/** Number of items that were sent, and of those that were skipped. */
	sentCount = 0;
	skippedCount = 0;
	/** An item failed and the node does not continue on fail, so no further request may be sent. */
	isAborted = false;
	private readonly sessions = new Map<string, Session>();
	private readonly memoized = new Map<string, Promise<unknown>>();
	private readonly queue = new KeyedQueue();
	private readonly slots = new Semaphore(MAX_CONCURRENT_ITEMS);
	/**
	 * Results of the items that must not be sent twice, by item index. Kept across all attempts of the node ("Retry On Fail").
	 */
	readonly sentResults: Map<number, Promise<INodeExecutionData[]>>;
	/** The same for the steps of items that send several requests, by item index and step. */
	readonly sentSteps: Map<string, Promise<unknown>>;
	/** Number of this attempt of the node, from 1. */
	readonly attempt: number;
	/** Lets another item run while one that is in progress only waits. */
	readonly releaseWhile = this.slots.releaseWhile;

	/**
	 * @param itemCount number of items of the run
	 * @param previous the run of the node's previous attempt
	 */
	constructor(
		readonly itemCount: number,
		previous?: Run,
	) {
		this.attempt = (previous?.attempt ?? 0) + 1;
		this.sentResults = previous?.sentResults ?? new Map<number, Promise<INodeExecutionData[]>>();
		this.sentSteps = previous?.sentSteps ?? new Map<string, Promise<unknown>>();
		// n8n has abandoned the previous attempt: items that it has not started are sent by this one.
		if (previous) previous.isAborted = true;
	}

	/** The session for an item's credential. Items with equal credentials share one. Throws what `sessionFor` throws. */
	async openSession(
		context: IExecutePaginationFunctions,
		{ retry }: OperationSpec,
	): Promise<Session> {
		const resolved = await resolveCredential(context);
		const existing = this.sessions.get(resolved.key);
		if (existing) return existing;
		const session = sessionFor(context, resolved);
		// Only for writes: an item that is read may need any number of requests.
		if (retry === 'unprocessed' && this.itemCount > 1)
			session.pendingRequests = () => this.slots.queued;
		this.sessions.set(resolved.key, session);
		return session;
	}

	/** Runs `work` once per key, and returns its result to all items that ask for it. */
	readonly memoize = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
		const result = (this.memoized.get(key) as Promise<T> | undefined) ?? work();
		this.memoized.set(key, result);
		return await result;
	};

	/** Runs the requests of an item as soon as a slot is free, and after those of earlier items with the same key. */
	async perform<T>(key: string | undefined, work: () => Promise<T>): Promise<T> {
		const inSlot = async () => await this.slots.withSlot(work);
		return key === undefined ? await inSlot() : await this.queue.run(key, inSlot);
	}

	/** Throws `RunAborted` if another item has failed. Called before each request. */
	readonly throwIfAborted = (): void => {
		if (this.isAborted) throw new RunAborted();
	};

	/** Waits until no item is in progress, so that the counts are final. */
	async whenIdle(): Promise<void> {
		await this.slots.whenIdle();
	}

	/** Number of items sent, skipped and not sent, e.g. for the error that ended the run. */
	progress(failed: number): { sent: number; skipped: number; unsent: number } {
		const { sentCount, skippedCount, itemCount } = this;
		const unsent = Math.max(itemCount - sentCount - skippedCount - failed, 0);
		return { sent: sentCount, skipped: skippedCount, unsent };
	}
}
