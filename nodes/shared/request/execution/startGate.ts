import { sleep } from 'n8n-workflow';

/** How n8n's routing engine starts the items of a run. */
export interface StartMode {
	/** Number of items of the run. */
	itemCount: number;
	/** Number of items that it starts at the same time: all, or one batch if the user has set an interval. */
	batchSize: number;
	/** It throws at the first item whose expressions fail, while the earlier items keep running. */
	stopsOnExpressionError: boolean;
}

/** Resolves `pass` when the work of all items that arrived at the same time has settled. */
class Barrier {
	private readonly pending: Array<Promise<unknown>> = [];
	private opened?: Promise<void>;

	/** Waits for this work, and for the work of all other calls at the same time. `work` must not reject. */
	async pass(work: Promise<unknown>): Promise<void> {
		this.pending.push(work);
		this.opened ??= (async () => {
			await sleep(0);
			await Promise.all(this.pending);
		})();
		await this.opened;
	}
}

/** The items that n8n starts at the same time. */
class Batch {
	startedCount = 0;
	readonly barriers = { checks: new Barrier(), decisions: new Barrier() };

	constructor(readonly size: number) {}
}

/**
 * Lets the items that n8n's routing engine starts wait for each other: the engine runs each item independently. It is only
 * used for tool calls of agents before version 3, and if the operation is set by an expression.
 */
export class StartGate {
	private readonly batches = new Map<number, Batch>();
	private startedCount = 0;
	private resolveAllStarted = () => {};
	/** Resolves when n8n has started all items. n8n does not handle rejections of items before. */
	readonly allStarted = new Promise<void>((resolve) => (this.resolveAllStarted = resolve));

	constructor(private readonly mode: StartMode) {}

	/** Records that n8n has started an item. */
	enter(itemIndex: number): void {
		this.batchOf(itemIndex).startedCount++;
		if (++this.startedCount >= this.mode.itemCount) this.resolveAllStarted();
	}

	/** Waits for the work of an item, and for that of all items that n8n started at the same time. */
	async pass<T>(stage: keyof Batch['barriers'], itemIndex: number, work: Promise<T>): Promise<T> {
		const settled = work.then(
			() => undefined,
			() => undefined,
		);
		await this.batchOf(itemIndex).barriers[stage].pass(settled);
		return await work;
	}

	/**
	 * Whether n8n stopped before it had started all items of a batch, because an expression of a later item failed. The earlier
	 * items keep running, but n8n shows the error only, so their messages would be sent unnoticed.
	 */
	hasStoppedEarly(itemIndex: number): boolean {
		const { startedCount, size } = this.batchOf(itemIndex);
		return this.mode.stopsOnExpressionError && startedCount < size;
	}

	private batchOf(itemIndex: number): Batch {
		const { itemCount, batchSize } = this.mode;
		const index = Math.floor(itemIndex / batchSize);
		let batch = this.batches.get(index);
		if (!batch) {
			batch = new Batch(Math.min(batchSize, itemCount - index * batchSize));
			this.batches.set(index, batch);
		}
		return batch;
	}
}
