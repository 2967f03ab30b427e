import { sleep } from 'n8n-workflow';
import type { IExecuteData, IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import { openSession } from './wire';
import type { Session } from './wire';

/** What became of an item that must not be sent twice. */
type Outcome = { items: INodeExecutionData[] } | { error: unknown };

/** Thrown in the place of a request that must not start any more, because another item of the run has failed. */
export class NotStarted extends Error {}

/** Items of one run under way at a time; the others have not started, so they can still be held back. */
const MOST_UNDER_WAY = 10;

/** What all items of one run of a node share. n8n starts them all at once. */
export class Run {
	/** Items that went through. */
	done = 0;
	/** An item failed and the node does not continue on fail: what has not started must not start. */
	stopped = false;
	private entered = new Set<number>();
	private underWay = 0;
	private session?: Promise<Session>;
	private gate?: Promise<void>;
	private readonly found = new Map<string, Promise<string>>();
	private readonly preparations: Array<Promise<unknown>> = [];
	private readonly queues = new Map<string, Promise<unknown>>();
	private readonly waiting: Array<() => void> = [];
	private readonly idle: Array<() => void> = [];
	/** Outlives the try: n8n's "Retry On Fail" runs the node again over the same items. */
	readonly outcomes: Map<number, Outcome>;

	constructor(
		private readonly expected: number,
		before?: Run,
	) {
		this.outcomes = before?.outcomes ?? new Map();
	}

	/** True where the item has been here before, so that n8n must have started the node once more. */
	has(itemIndex: number): boolean {
		return this.entered.has(itemIndex);
	}

	enter(itemIndex: number): void {
		this.entered.add(itemIndex);
	}

	/** The session of the run's first item; credentials do not differ between the items of a run. */
	async open(context: IExecutePaginationFunctions): Promise<Session> {
		this.session ??= openSession(context);
		return await this.session;
	}

	/** Announces an item's checks, so that nothing is sent before all have been made. */
	prepare<T>(preparation: Promise<T>): Promise<T> {
		this.preparations.push(preparation);
		return preparation;
	}

	/** Does a piece of work once for all items that need its result, told by the key. */
	readonly once = async (key: string, work: () => Promise<string>): Promise<string> => {
		const known = this.found.get(key) ?? work();
		this.found.set(key, known);
		return await known;
	};

	/** Waits until every item that n8n started in this moment has been checked. */
	async allPrepared(): Promise<void> {
		this.gate ??= (async () => {
			await sleep(0);
			await Promise.allSettled(this.preparations);
		})();
		await this.gate;
	}

	/**
	 * False where n8n gave up the run while it was still starting items, because an expression of a later one failed:
	 * it throws at once and leaves the earlier items running, whose messages would go out unseen.
	 */
	get complete(): boolean {
		return this.entered.size >= this.expected;
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
		if (this.stopped) throw new NotStarted();
	};

	/** Waits until nothing is under way any more, so that the counts are final. */
	async settled(): Promise<void> {
		if (this.underWay === 0) return;
		await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	private async inTurn<T>(work: () => Promise<T>): Promise<T> {
		if (this.underWay >= MOST_UNDER_WAY) {
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		} else {
			this.underWay++;
		}
		try {
			return await work();
		} finally {
			// The place goes straight to the next in line.
			const next = this.waiting.shift();
			if (next) next();
			else if (--this.underWay === 0) for (const resolve of this.idle.splice(0)) resolve();
		}
	}
}

const runs = new WeakMap<IExecuteData, Run>();

/**
 * The run that an item belongs to. Items of one execution of a node share the object behind `getExecuteData()`;
 * a tool's call shares it with the agent's other calls, so an item that is not the one found there is a run of its own.
 */
export function runOf(context: IExecutePaginationFunctions): Run {
	const execution: IExecuteData | undefined = context.getExecuteData();
	const items = execution?.data.main?.[0];
	const itemIndex = context.getItemIndex();
	if (!execution || !items || items[itemIndex] !== context.getInputData()) return new Run(1);

	const known = runs.get(execution);
	if (known && !known.has(itemIndex)) return known;
	const node = context.getNode();
	// With an interval between batches, n8n starts items one batch after the other.
	const { batching } = context.getNodeParameter('requestOptions', {}) as {
		batching?: { batch?: { batchInterval?: number } };
	};
	const atOnce = !((batching?.batch?.batchInterval ?? 0) > 0) && !context.continueOnFail();
	const run = new Run(!atOnce || node.executeOnce ? 1 : items.length, known);
	runs.set(execution, run);
	return run;
}
