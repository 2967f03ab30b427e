import { sleep } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	IExecutePaginationFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { withDescriptionForModel, toNodeError } from '../errors';
import type { ItemContext, OperationSpec, SendMiddleware } from '../operationSpec';
import { canceledError, monotonicNow, pause } from '../transport';
import type { Session } from '../transport';
import { createItemContext } from './itemContext';
import { itemViewsOf } from './itemView';
import { nodeOptionsOf } from './nodeOptions';
import { parameterReaderOf } from './parameters';
import { failedItem, itemErrorOf, performItem, recipientText } from './performItem';
import { requestCollector } from './requestCollector';
import { RunAborted } from './run';
import type { Run } from './run';
import { batchingOf, startRun } from './runRegistry';

/** Time without a pause after which other work of the process gets a turn. Each pause costs at least a timer's millisecond. */
const MAX_BLOCKING_MS = 50;

/** Number of items whose credentials are read at the same time. */
const CREDENTIAL_READS = 25;

/** The request that an operation declares. */
export interface DeclaredRequest {
	method: IHttpRequestMethods;
	url: string;
	/** The fields of the operation, whose `routing` says what goes into the query and the body. */
	fields: INodeProperties[];
}

/** An item of the run and what has become of it so far. */
interface Entry {
	view: IExecutePaginationFunctions;
	item?: ItemContext;
	middleware?: SendMiddleware;
	error?: { thrown: unknown };
}

/**
 * Returns a function to call between pieces of work: it pauses when they have taken `MAX_BLOCKING_MS`, so that n8n can do other
 * work. It throws once the user has stopped the execution.
 */
function regularPauses(signal: AbortSignal | undefined): () => Promise<void> {
	let startedAt = monotonicNow();
	return async () => {
		if (signal?.aborted) throw canceledError();
		if (monotonicNow() - startedAt < MAX_BLOCKING_MS) return;
		await sleep(0);
		startedAt = monotonicNow();
	};
}

/** Keeps what an item throws until all items have been checked. */
const recordErrorOf = (entry: Entry) => (thrown: unknown) => void (entry.error = { thrown });

/** Carries out the items of one operation, as one of n8n's `customOperations`. */
class OperationRun {
	private readonly collect: (
		read: (path: string) => unknown,
	) => Pick<IHttpRequestOptions, 'qs' | 'body'>;
	private readonly run: Run;
	private readonly signal: AbortSignal | undefined;
	private readonly entries: Entry[];

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly declared: DeclaredRequest,
		private readonly spec: OperationSpec,
	) {
		this.collect = requestCollector(context.getNode(), declared.fields);
		this.signal = context.getExecutionCancelSignal?.();
		const count = Math.max(context.getInputData()?.length ?? 0, 1);
		const viewOf = itemViewsOf(context);
		this.entries = Array.from({ length: count }, (_, index) => ({ view: viewOf(index) }));
		this.run = startRun(this.entries[0].view, count);
	}

	async execute(): Promise<INodeExecutionData[]> {
		const { batchSize, intervalMs } = batchingOf(this.entries[0].view);
		const size = intervalMs > 0 ? batchSize : this.entries.length;
		const results: INodeExecutionData[] = [];
		try {
			for (let from = 0; from < this.entries.length; from += size) {
				const nextAt = monotonicNow() + intervalMs;
				const batch = this.entries.slice(from, from + size);
				for (const items of await this.executeBatch(batch))
					for (const each of items) results.push(each);
				const isLast = from + size >= this.entries.length;
				const waitMs = nextAt - monotonicNow();
				if (!isLast && waitMs > 0) await pause(waitMs, this.signal);
			}
		} finally {
			if (this.signal?.aborted) this.logProgress();
		}
		return results;
	}

	/** Checks all items, lets the middleware decide on all, then sends. Returns the results item by item. */
	private async executeBatch(batch: Entry[]): Promise<INodeExecutionData[][]> {
		await this.checkAll(batch);
		await this.assertNoneFailed(batch);
		await this.decideAll(batch);
		await this.assertNoneFailed(batch);
		return await this.performAll(batch);
	}

	/** Reads each item's credential and parameters, and checks them. */
	private async checkAll(batch: Entry[]): Promise<void> {
		const pauseIfDue = regularPauses(this.signal);
		const started: Array<Promise<void>> = [];
		for (let from = 0; from < batch.length; from += CREDENTIAL_READS) {
			const part = batch.slice(from, from + CREDENTIAL_READS);
			const reads = part.map(async ({ view }) => await this.run.openSession(view, this.spec));
			const sessions = await Promise.allSettled(reads);
			for (const [index, entry] of part.entries()) {
				await pauseIfDue();
				const session = sessions[index];
				const check = async () => {
					if (session.status === 'rejected') throw session.reason;
					entry.item = await this.check(entry, session.value);
				};
				started.push(check().catch(recordErrorOf(entry)));
			}
		}
		await Promise.all(started);
	}

	private async check(entry: Entry, session: Session): Promise<ItemContext> {
		const options = this.optionsFor(entry);
		return await createItemContext(entry.view, session, this.spec, options, this.run);
	}

	/** Lets the middleware decide on each item that was checked. */
	private async decideAll(batch: Entry[]): Promise<void> {
		const { middleware } = this.spec;
		if (!middleware) return;
		const pauseIfDue = regularPauses(this.signal);
		const started: Array<Promise<void>> = [];
		for (const entry of batch) {
			await pauseIfDue();
			const { item, error } = entry;
			if (!item || error) continue;
			const decide = async () => void (entry.middleware = await middleware(item));
			started.push(decide().catch(recordErrorOf(entry)));
		}
		await Promise.all(started);
	}

	/** The request that n8n's routing engine would build from the item's fields and the node's options. Throws what an expression throws. */
	private optionsFor({ view }: Entry): IHttpRequestOptions {
		const { method, url } = this.declared;
		return {
			method,
			url,
			...this.collect(parameterReaderOf(view, this.spec)),
			...nodeOptionsOf(view),
		};
	}

	/** Throws the failure of the first item that failed, before anything is sent, unless the node continues on fail. */
	private async assertNoneFailed(batch: Entry[]): Promise<void> {
		const failed = batch.find(({ error }) => error !== undefined);
		if (!failed || this.context.continueOnFail()) return;
		this.run.isAborted = true;
		throw await this.itemErrorOf(failed);
	}

	private async performAll(batch: Entry[]): Promise<INodeExecutionData[][]> {
		const performed = await Promise.all(batch.map(async (entry) => await this.perform(entry)));
		const failed = batch.find(({ error }) => error !== undefined);
		if (failed && !this.context.continueOnFail()) throw await this.itemErrorOf(failed);
		return performed;
	}

	private async perform(entry: Entry): Promise<INodeExecutionData[]> {
		const { view, item, middleware } = entry;
		if (item && !entry.error) {
			try {
				const results = await performItem(this.run, item, middleware);
				// A long run must not keep what it has sent.
				entry.item = entry.middleware = undefined;
				return results;
			} catch (thrown) {
				entry.error = { thrown };
			}
		}
		if (!this.context.continueOnFail()) return [];
		const recipient = recipientText(view, this.spec, item);
		return [failedItem(view.getItemIndex(), await this.itemErrorOf(entry), recipient)];
	}

	private async itemErrorOf({ view, item, error }: Entry) {
		const { run, spec } = this;
		return await itemErrorOf(error?.thrown ?? new RunAborted(), view, { run, spec, item });
	}

	/** Logs how many items were sent when the execution was stopped by the user or by n8n's time limit. */
	private logProgress(): void {
		const { sent, skipped, unsent } = this.run.progress(0);
		const noun = this.spec.itemNoun ?? 'items';
		this.context.logger.info(
			`${this.context.getNode().name}: the execution was stopped. Of ${this.entries.length} ${noun}, ${sent} were sent, ${skipped} were skipped, ${unsent} were not sent or were still in progress.`,
		);
	}
}

/**
 * Executes an operation for all items of a run: reads and checks all items, lets the middleware decide on all, then sends.
 * Returns the results, linked to their items. With "continue on fail" an item that failed returns its error. Otherwise throws a
 * `NodeApiError` or `NodeOperationError`.
 */
export async function executeOperation(
	context: IExecuteFunctions,
	declared: DeclaredRequest,
	spec: OperationSpec,
): Promise<INodeExecutionData[]> {
	try {
		return await new OperationRun(context, declared, spec).execute();
	} catch (error) {
		// Of an operation that throws, n8n passes the input on as its output if the node continues on fail.
		const isStopped = context.getExecutionCancelSignal?.()?.aborted;
		const failure = toNodeError(error, context.getNode());
		if (!context.continueOnFail() || isStopped) {
			throw withDescriptionForModel(context.getNode(), failure);
		}
		return context.getInputData().map((_, index) => failedItem(index, failure));
	}
}
