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

/** Max time without a pause, in which n8n cannot do other work. Each pause costs at least a millisecond. */
const MAX_BLOCKING_MS = 50;

/** Number of items whose credentials are read at the same time. */
const CREDENTIAL_BATCH_SIZE = 25;

/** The request that an operation declares. */
export interface DeclaredRequest {
	method: IHttpRequestMethods;
	url: string;
	/** The fields of the operation. Their `routing` defines the query and the body. */
	fields: INodeProperties[];
}

/** An item of the run and its state: what it has thrown, or what was prepared to send it. */
interface Entry {
	view: IExecutePaginationFunctions;
	item?: ItemContext;
	middleware?: SendMiddleware;
	error?: { thrown: unknown };
}

/**
 * Returns a function to call between items. It pauses if `MAX_BLOCKING_MS` have passed since the last pause, and throws
 * `canceledError` if the user has stopped the execution.
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

/** Returns an error handler that stores the error of an item until all items have been checked. */
const recordErrorOf = (entry: Entry) => (thrown: unknown) => void (entry.error = { thrown });

/** Executes one operation for all items of a run, as one of n8n's `customOperations`. */
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

	/** Executes the items, in batches if the user has set 'Batching'. Returns their output items. */
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

	/** Checks all items, prepares the middleware of all, then sends them. Returns the output items of each item. */
	private async executeBatch(batch: Entry[]): Promise<INodeExecutionData[][]> {
		await this.checkAll(batch);
		await this.assertNoneFailed(batch);
		await this.prepareMiddleware(batch);
		await this.assertNoneFailed(batch);
		return await this.sendAll(batch);
	}

	/** Reads and checks the credential and the parameters of each item. */
	private async checkAll(batch: Entry[]): Promise<void> {
		const pauseIfDue = regularPauses(this.signal);
		const started: Array<Promise<void>> = [];
		for (let from = 0; from < batch.length; from += CREDENTIAL_BATCH_SIZE) {
			const part = batch.slice(from, from + CREDENTIAL_BATCH_SIZE);
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

	/** Prepares the middleware of each item that passed its checks, see `OperationSpec.middleware`. */
	private async prepareMiddleware(batch: Entry[]): Promise<void> {
		const { middleware } = this.spec;
		if (!middleware) return;
		const pauseIfDue = regularPauses(this.signal);
		const started: Array<Promise<void>> = [];
		for (const entry of batch) {
			await pauseIfDue();
			const { item, error } = entry;
			if (!item || error) continue;
			const prepare = async () => void (entry.middleware = await middleware(item));
			started.push(prepare().catch(recordErrorOf(entry)));
		}
		await Promise.all(started);
	}

	/** The request that n8n's routing engine would build from the fields and the node's options. Throws errors of expressions. */
	private optionsFor({ view }: Entry): IHttpRequestOptions {
		const { method, url } = this.declared;
		return {
			method,
			url,
			...this.collect(parameterReaderOf(view, this.spec)),
			...nodeOptionsOf(view),
		};
	}

	/** Before anything is sent: aborts the run with the error of the first failed item, unless the node continues on fail. */
	private async assertNoneFailed(batch: Entry[]): Promise<void> {
		const failed = batch.find(({ error }) => error !== undefined);
		if (!failed || this.context.continueOnFail()) return;
		this.run.isAborted = true;
		throw await this.itemErrorOf(failed);
	}

	/** Sends all items. Throws the error of the first failed item, unless the node continues on fail. */
	private async sendAll(batch: Entry[]): Promise<INodeExecutionData[][]> {
		const results = await Promise.all(batch.map(async (entry) => await this.send(entry)));
		const failed = batch.find(({ error }) => error !== undefined);
		if (failed && !this.context.continueOnFail()) throw await this.itemErrorOf(failed);
		return results;
	}

	/** Sends an item. Returns its output items, or its error as an item if the node continues on fail. */
	private async send(entry: Entry): Promise<INodeExecutionData[]> {
		const { view, item, middleware } = entry;
		if (item && !entry.error) {
			try {
				const results = await performItem(this.run, item, middleware);
				// Free the memory: a run may have tens of thousands of items.
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
 * Executes an operation for all items of a run: checks all items, prepares their middleware, then sends them. Returns the
 * output items, linked to the input. With "continue on fail", the output of a failed item is its error. Otherwise throws the
 * first error as a `NodeApiError` or `NodeOperationError`.
 */
export async function executeOperation(
	context: IExecuteFunctions,
	declared: DeclaredRequest,
	spec: OperationSpec,
): Promise<INodeExecutionData[]> {
	try {
		return await new OperationRun(context, declared, spec).execute();
	} catch (error) {
		// If an operation throws and the node continues on fail, n8n would return the input as the output.
		const isStopped = context.getExecutionCancelSignal?.()?.aborted;
		const failure = toNodeError(error, context.getNode());
		if (!context.continueOnFail() || isStopped) {
			throw withDescriptionForModel(context.getNode(), failure);
		}
		return context.getInputData().map((_, index) => failedItem(index, failure));
	}
}
