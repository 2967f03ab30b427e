import { sleep } from 'n8n-workflow';
import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import type { OperationSpec } from '../operationSpec';
import { openSession } from '../transport';
import type { Session } from '../transport';

/** Thrown in the place of a request that must not start any more, because another item of the run has failed. */
export class RunAborted extends Error {}

/** Items of one run under way at a time; the others have not started, so they can still be held back. */
const MOST_UNDER_WAY = 10;

/** How n8n starts the items of a run. */
export interface Starts {
	/** How many it starts in all. */
	items: number;
	/** How many in one moment: all of them, or those of one batch where the user has set an interval. */
	atOnce: number;
	/** It throws at the first item whose expressions fail, and leaves those before it to themselves. */
	givesUp: boolean;
}

/** Where items wait for each other: none passes before the work of all that came here in one moment is done. */
class Gate {
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
	private entered = 0;
	/** Where its items wait for each other, by what for. */
	readonly gates = { checks: new Gate(), decisions: new Gate() };

	constructor(private readonly size: number) {}

	enter(): void {
		this.entered++;
	}

	/** False where n8n gave up the run while it was still starting these items: known one moment after it began. */
	get complete(): boolean {
		return this.entered >= this.size;
	}
}

/** What all items of one run of a node share. */
export class Run {
	/** Items that went through. */
	done = 0;
	/** An item failed and the node does not continue on fail: what has not started must not start. */
	stopped = false;
	private readonly entered = new Set<number>();
	private readonly batches = new Map<number, Batch>();
	private listen = () => {};
	/** Settles once n8n has started every item: it listens to none of them before, so a rejection would be nobody's. */
	readonly heard = new Promise<void>((resolve) => (this.listen = resolve));
	private underWay = 0;
	private session?: Promise<Session>;
	private readonly found = new Map<string, Promise<unknown>>();
	private readonly queues = new Map<string, Promise<unknown>>();
	private readonly waiting: Array<() => void> = [];
	private readonly idle: Array<() => void> = [];
	/** The items that must not be sent twice, as they started. Outlives the try: "Retry On Fail" runs the node again. */
	readonly outcomes: Map<number, Promise<INodeExecutionData[]>>;
	/** The same for the steps of items that take several requests. */
	readonly sentSteps: Map<string, Promise<unknown>>;

	constructor(
		private readonly starts: Starts,
		before?: Run,
	) {
		this.outcomes = before?.outcomes ?? new Map<number, Promise<INodeExecutionData[]>>();
		this.sentSteps = before?.sentSteps ?? new Map<string, Promise<unknown>>();
		// n8n has left the try before to itself: what it has not started yet is this one's.
		if (before) before.stopped = true;
	}

	/** True where the item has been here before, so that n8n must have started the node once more. */
	has(itemIndex: number): boolean {
		return this.entered.has(itemIndex);
	}

	enter(itemIndex: number): void {
		this.entered.add(itemIndex);
		this.batchOf(itemIndex).enter();
		if (this.entered.size >= this.starts.items) this.listen();
	}

	/** The session of the run's first item; credentials do not differ between the items of a run. */
	async open(context: IExecutePaginationFunctions, { repeat }: OperationSpec): Promise<Session> {
		// An item that is read may hide a long list behind it: that shows only as it is read.
		const isCounted = repeat === 'refused' && this.starts.items > 1;
		this.session ??= openSession(context).then((session) =>
			isCounted ? { ...session, left: () => this.waiting.length } : session,
		);
		return await this.session;
	}

	/** Does a piece of work once for all items that need its result, told by the key. */
	readonly memoize = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
		const known = (this.found.get(key) as Promise<T> | undefined) ?? work();
		this.found.set(key, known);
		return await known;
	};

	/**
	 * Carries out an item's checks, or what decides on it, and waits for those of every item that n8n started in the same
	 * moment. Items go on in the order of the input, however long each one's work took.
	 */
	async together<T>(what: keyof Batch['gates'], itemIndex: number, work: Promise<T>): Promise<T> {
		const done = work.then(
			(value) => () => value,
			(error: unknown) => {
				if (this.starts.givesUp) this.stopped = true;
				return () => {
					throw error;
				};
			},
		);
		await this.batchOf(itemIndex).gates[what].pass(done);
		return (await done)();
	}

	/**
	 * True where n8n gave up the run while it was still starting items, because an expression of a later one failed:
	 * it throws at once and leaves the earlier items running, whose messages would go out unseen.
	 */
	givenUp(itemIndex: number): boolean {
		return this.starts.givesUp && !this.batchOf(itemIndex).complete;
	}

	/** Runs one item's requests when it is its turn, and after those of earlier items with the same key. */
	async perform<T>(key: string | undefined, work: () => Promise<T>): Promise<T> {
		if (key === undefined) return await this.inTurn(work);
		const before = this.queues.get(key) ?? Promise.resolve();
		const turn = before.then(async () => await this.inTurn(work));
		this.queues.set(
			key,
			turn.catch(() => undefined),
		);
		return await turn;
	}

	/** Throws `NotStarted` once another item has failed: called before each request. */
	readonly proceed = (): void => {
		if (this.stopped) throw new RunAborted();
	};

	/** Waits until nothing is under way any more, so that the counts are final. */
	async settled(): Promise<void> {
		if (this.underWay === 0) return;
		await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	private batchOf(itemIndex: number): Batch {
		const { items, atOnce } = this.starts;
		const index = Math.floor(itemIndex / atOnce);
		let batch = this.batches.get(index);
		if (!batch) {
			batch = new Batch(Math.min(atOnce, items - index * atOnce));
			this.batches.set(index, batch);
		}
		return batch;
	}

	/** Lets other items go on while one that is under way only waits. */
	readonly aside = async (wait: () => Promise<void>): Promise<void> => {
		this.leave();
		try {
			await wait();
		} finally {
			await this.enterTurn();
		}
	};

	private async inTurn<T>(work: () => Promise<T>): Promise<T> {
		await this.enterTurn();
		try {
			return await work();
		} finally {
			this.leave();
		}
	}

	private async enterTurn(): Promise<void> {
		if (this.underWay < MOST_UNDER_WAY) this.underWay++;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private leave(): void {
		// The place goes straight to the next in line.
		const next = this.waiting.shift();
		if (next) next();
		else if (--this.underWay === 0) for (const resolve of this.idle.splice(0)) resolve();
	}
}

/** How n8n's routing starts the items of a node: in batches where the user has set an interval between them. */
function startsOf(context: IExecutePaginationFunctions, items: number): Starts {
	const { batching } = context.getNodeParameter('requestOptions', {}) as {
		batching?: { batch?: { batchSize?: number; batchInterval?: number } };
	};
	const { batchSize = 1, batchInterval = 0 } = batching?.batch ?? {};
	return {
		items,
		atOnce: batchInterval > 0 ? Math.max(1, batchSize) : items,
		givesUp: !context.continueOnFail(),
	};
}

const ONE: Starts = { items: 1, atOnce: 1, givesUp: true };

const runs = new WeakMap<object, Run>();

/**
 * The run that an item belongs to. Over all tries of a node, its items share the object behind `getExecuteData()`. A
 * tool's call shares that with the agent's other calls; what stays with it from try to try is what the agent filled in.
 */
export function runOf(context: IExecutePaginationFunctions): Run {
	const execution = context.getExecuteData();
	const items = execution?.data.main?.[0];
	const itemIndex = context.getItemIndex();
	const ofNode = !!items && items[itemIndex] === context.getInputData();
	const key: object = ofNode ? execution : context.getInputData(0, 'ai_tool').json;

	const known = runs.get(key);
	if (known && !known.has(itemIndex)) return known;
	const alone = !ofNode || context.getNode().executeOnce;
	const run = new Run(alone ? ONE : startsOf(context, items.length), known);
	runs.set(key, run);
	return run;
}
