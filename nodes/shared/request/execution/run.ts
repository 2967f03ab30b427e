import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OperationSpec } from '../operationSpec';
import { resolveCredential, sessionFor } from '../transport';
import type { Session } from '../transport';
import { KeyedQueue } from './keyedQueue';
import { Semaphore } from './semaphore';

/** Thrown in place of a request that must not start any more, because another item of the run has failed. */
export class RunAborted extends Error {}

/** Items of one run that are in progress at a time; the others have not started, so they can still be held back. */
const MAX_CONCURRENT_ITEMS = 10;

/** What all items of one run of a node share. */
export class Run {
	/** Items that were carried out, and items that were skipped. */
	sentCount = 0;
	skippedCount = 0;
	/** An item failed and the node does not continue on fail: what has not started must not start. */
	isAborted = false;
	private readonly sessions = new Map<string, Session>();
	private readonly memoized = new Map<string, Promise<unknown>>();
	private readonly queue = new KeyedQueue();
	private readonly slots = new Semaphore(MAX_CONCURRENT_ITEMS);
	/** The items that must not be sent twice, as they started. Kept over all tries: "Retry On Fail" runs the node again. */
	readonly sentResults: Map<number, Promise<INodeExecutionData[]>>;
	/** The same for the steps of items that take several requests. */
	readonly sentSteps: Map<string, Promise<unknown>>;
	/** Which of the node's tries it is, from 1 on. */
	readonly attempt: number;
	/** Lets other items run while one that is in progress only waits. */
	readonly releaseWhile = this.slots.releaseWhile;

	/**
	 * @param itemCount how many items the run has
	 * @param previous the run of the node's try before
	 */
	constructor(
		readonly itemCount: number,
		previous?: Run,
	) {
		this.attempt = (previous?.attempt ?? 0) + 1;
		this.sentResults = previous?.sentResults ?? new Map<number, Promise<INodeExecutionData[]>>();
		this.sentSteps = previous?.sentSteps ?? new Map<string, Promise<unknown>>();
		// n8n has abandoned the try before: what it has not started yet belongs to this one.
		if (previous) previous.isAborted = true;
	}

	/** The session for an item's credential: one for all items with equal credentials. */
	async openSession(context: IExecutePaginationFunctions, { retry }: OperationSpec): Promise<Session> {
		const resolved = await resolveCredential(context);
		const known = this.sessions.get(resolved.key);
		if (known) return known;
		const session = sessionFor(context, resolved);
		// A read may hide a long list: how long shows only as it is read.
		if (retry === 'unprocessed' && this.itemCount > 1)
			session.pendingRequests = () => this.slots.queued;
		this.sessions.set(resolved.key, session);
		return session;
	}

	/** Does a piece of work once for all items that need its result, told by the key. */
	readonly memoize = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
		const known = (this.memoized.get(key) as Promise<T> | undefined) ?? work();
		this.memoized.set(key, known);
		return await known;
	};

	/** Runs one item's requests in its turn, and after those of earlier items with the same key. */
	async perform<T>(key: string | undefined, work: () => Promise<T>): Promise<T> {
		const inSlot = async () => await this.slots.withSlot(work);
		return key === undefined ? await inSlot() : await this.queue.run(key, inSlot);
	}

	/** Throws `RunAborted` once another item has failed: called before each request. */
	readonly throwIfAborted = (): void => {
		if (this.isAborted) throw new RunAborted();
	};

	/** Waits until nothing is in progress any more, so that the counts are final. */
	async whenIdle(): Promise<void> {
		await this.slots.whenIdle();
	}

	/** How far the run came, e.g. for the error that ended it. */
	progress(failed: number): { sent: number; skipped: number; unsent: number } {
		const { sentCount, skippedCount, itemCount } = this;
		const unsent = Math.max(itemCount - sentCount - skippedCount - failed, 0);
		return { sent: sentCount, skipped: skippedCount, unsent };
	}
}
