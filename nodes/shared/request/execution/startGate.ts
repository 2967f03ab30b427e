import { sleep } from 'n8n-workflow';

/** How n8n's routing engine starts the items of a run. */
export interface StartMode {
	/** How many it starts in all. */
	items: number;
	/** How many in one moment: all of them, or those of one batch if the user has set an interval. */
	batchSize: number;
	/** It throws at the first item whose expressions fail, and leaves those before it to themselves. */
	stopsOnExpressionError: boolean;
}

/** Lets no item pass before the work of all that came here in one moment is done. */
class Barrier {
	private readonly works: Array<Promise<unknown>> = [];
	private opened?: Promise<void>;

	async pass(work: Promise<unknown>): Promise<void> {
		this.works.push(work);
		this.opened ??= (async () => {
			await sleep(0);
			await Promise.all(this.works);
		})();
		await this.opened;
	}
}

/** The items that n8n starts in one moment. */
class Batch {
	entered = 0;
	readonly barriers = { checks: new Barrier(), decisions: new Barrier() };

	constructor(readonly size: number) {}
}

/**
 * Where the items that n8n's routing engine starts wait for each other. That engine tells an item nothing of the others; it only
 * runs the operations of this node for agents before version 3, and if the operation is given by an expression.
 */
export class StartGate {
	private readonly batches = new Map<number, Batch>();
	private started = 0;
	private announce = () => {};
	/** Settles once n8n has started every item. It listens to none before, so a rejection would be unhandled. */
	readonly allStarted = new Promise<void>((resolve) => (this.announce = resolve));

	constructor(private readonly mode: StartMode) {}

	enter(itemIndex: number): void {
		this.batchOf(itemIndex).entered++;
		if (++this.started >= this.mode.items) this.announce();
	}

	/** Does an item's work, and waits for that of every item that n8n started in the same moment. */
	async pass<T>(what: keyof Batch['barriers'], itemIndex: number, work: Promise<T>): Promise<T> {
		const settled = work.then(
			() => undefined,
			() => undefined,
		);
		await this.batchOf(itemIndex).barriers[what].pass(settled);
		return await work;
	}

	/**
	 * True if n8n stopped while it was still starting the items, because an expression of a later one failed: it throws at once
	 * and leaves the earlier items running, whose messages would be sent unseen.
	 */
	stoppedEarly(itemIndex: number): boolean {
		const { entered, size } = this.batchOf(itemIndex);
		return this.mode.stopsOnExpressionError && entered < size;
	}

	private batchOf(itemIndex: number): Batch {
		const { items, batchSize } = this.mode;
		const index = Math.floor(itemIndex / batchSize);
		let batch = this.batches.get(index);
		if (!batch) {
			batch = new Batch(Math.min(batchSize, items - index * batchSize));
			this.batches.set(index, batch);
		}
		return batch;
	}
}
