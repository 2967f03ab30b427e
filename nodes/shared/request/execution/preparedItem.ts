import type {
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import type { ItemContext, OperationSpec, ReadRequest, RequestOptions } from '../operationSpec';
import { requiredLocation, pause, sendForFile, sendWithRetry } from '../transport';
import type { ApiResponse, FileAccess, Session } from '../transport';
import { ApiError, warn } from '../errors';
import { mayHaveBeenSent, sendOnlyOnce } from './sendOnlyOnce';
import { parameterOf, parameterReaderOf } from './parameters';
import { networkOptionsOf, requestOptionsFor } from './requestOptions';
import type { NetworkOptions } from './requestOptions';

/** The parts of a run that its items use. */
export interface RunServices extends Pick<ItemContext, 'memoize'> {
	/** Called before each request of an item. Throws if the run must not send anything else. */
	throwIfAborted(): void;
	/** Lets other items run while this one only waits. */
	releaseWhile(wait: () => Promise<void>): Promise<void>;
	/** Results of the steps that must not be repeated, see `Run.sentSteps`. */
	sentSteps: Map<string, Promise<unknown>>;
}

/** The request of an item, with its IDs, and with checked and converted values. */
export type PreparedRequest = Pick<ItemContext, 'path' | 'query' | 'body' | 'locationId'>;

/** An item that is ready to be sent. A class, which takes little memory: a run may have tens of thousands of items. */
export class PreparedItem implements ItemContext {
	readonly itemIndex: number;
	readonly method: IHttpRequestMethods;
	readonly path: string;
	readonly query: IDataObject;
	readonly body: IDataObject;
	readonly locationId?: string;
	readonly extraOutput: IDataObject = {};
	readonly warnings: string[] = [];
	readonly beforeSend: ItemContext['beforeSend'] = [];
	uploaded?: ItemContext['uploaded'];
	private readonly network: NetworkOptions;

	/** `declared` contains the values of the item's fields and the node's options. */
	constructor(
		readonly context: IExecutePaginationFunctions,
		readonly session: Session,
		readonly spec: OperationSpec,
		declared: IHttpRequestOptions,
		private readonly run: RunServices,
		{ path, query, body, locationId }: PreparedRequest,
	) {
		this.itemIndex = context.getItemIndex();
		this.method = declared.method ?? 'GET';
		this.network = networkOptionsOf(declared);
		this.path = path;
		this.query = query;
		this.body = body;
		this.locationId = locationId;
	}

	get fileAccess(): FileAccess {
		const { timeout, proxy, skipSslCertificateValidation } = this.network;
		const { baseUrl, signal } = this.session;
		const network = { timeout, proxy, skipSslCertificateValidation };
		return { helpers: this.context.helpers, network, baseUrl, signal };
	}

	requireLocationId(): string {
		return requiredLocation(this.session, parameterOf(this.context, 'locationId'));
	}

	parameter(path: string): unknown {
		return parameterReaderOf(this.context, this.spec)(path);
	}

	async memoize<T>(key: string, work: () => Promise<T>): Promise<T> {
		// Items with different credentials do not share results.
		return await this.run.memoize(`${this.session.key} ${key}`, work);
	}

	async sendOnlyOnce<T>(key: string, work: () => Promise<T>): Promise<T> {
		return await sendOnlyOnce(
			this.run.sentSteps as Map<string, Promise<T>>,
			this.stepKey(key),
			work,
		);
	}

	async wasSent(key: string): Promise<boolean> {
		return await mayHaveBeenSent(this.run.sentSteps.get(this.stepKey(key)));
	}

	warn(message: string): void {
		this.warnings.push(message);
		warn(this.context, message);
	}

	async sleep(ms: number): Promise<void> {
		await this.run.releaseWhile(async () => await pause(ms, this.session.signal));
	}

	async get({ step, scope, ...request }: ReadRequest): Promise<ApiResponse> {
		const method = request.body ? 'POST' : 'GET';
		const options = requestOptionsFor(this, this.network, { method, ...request });
		const send = async (sendOptions: IHttpRequestOptions) => await this.send(sendOptions);
		return await sendWithRetry(this.session, { options, expect: 'json' }, send).catch(
			(error: unknown) => {
				if (!(error instanceof ApiError)) throw error;
				throw new ApiError({ ...error.details, step, scope, nothingWasSent: true });
			},
		);
	}

	async request(call: RequestOptions = {}): Promise<ApiResponse> {
		const isOwnRequest = (call.path ?? call.method) === undefined;
		const changes = (): ItemContext['beforeSend'] => {
			if (!isOwnRequest) return [];
			return call.prepare ? [...this.beforeSend, call.prepare] : this.beforeSend;
		};
		return await sendWithRetry(
			this.session,
			{
				options: requestOptionsFor(this, this.network, call),
				expect: call.expect ?? 'json',
				consume: call.consume,
			},
			async (options) => await this.send(options, changes()),
		);
	}

	/** Sends a request once. `changes` are applied to its body immediately before. */
	private async send(
		options: IHttpRequestOptions,
		changes: ItemContext['beforeSend'] = [],
	): Promise<IN8nHttpFullResponse> {
		const body = changes.reduce(
			(current, change) => change(current),
			(options.body ?? {}) as IDataObject,
		);
		const changedOptions = changes.length > 0 ? { ...options, body } : options;
		const sendOnly = async (sendOptions: IHttpRequestOptions) => {
			this.run.throwIfAborted();
			return await this.session.send(sendOptions, this.context);
		};
		return changedOptions.encoding === 'stream'
			? await sendForFile(sendOnly, changedOptions, this.fileAccess)
			: await sendOnly(changedOptions);
	}

	private stepKey(key: string): string {
		return `${this.itemIndex} ${key}`;
	}
}
