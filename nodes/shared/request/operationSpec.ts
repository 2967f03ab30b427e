import type {
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nRequestOperations,
	INodeExecutionData,
	INodePropertyRouting,
} from 'n8n-workflow';
import type { ApiVersion, RequestVersion } from '../../../credentials/shared/fields';
import { retryOf } from './errors';
import type { Scope, ErrorSubject } from './errors';
import type { Converter } from './values';
import type { ApiResponse, Session } from './transport';

/** What an operation declares about itself, beside its route and its fields. */
export interface OperationSpec extends ErrorSubject {
	/** Where the Location ID goes; a path takes it as `{locationId}` in the URL. */
	location?: 'query' | 'body' | 'path';
	/** The version of the API that the operation asks for, whatever the credential chooses. */
	pinnedVersion?: ApiVersion;
	/** The version that the credential must choose, where the others do not have the operation. */
	requiredVersion?: ApiVersion;
	/** Ids in the URL: the placeholder in braces is the parameter's name, and its label is what the editor calls it. */
	ids?: Record<string, string>;
	/** Fields that hold a text: what the editor calls them, in quotes, by their paths in the query or the body. */
	texts?: Record<string, string>;
	/** Fields that are switches: what the editor calls them, in quotes, by the paths of their parameters. */
	toggles?: Record<string, string>;
	/** Checks and conversions of the query and body fields, by the API's name. */
	fields?: Record<string, Converter>;
	/** Resource locators whose value may have to be looked up before anything is sent. */
	lookups?: Lookups;
	/** A rule over several fields, or over the item's files. Throws a `ParameterError`. */
	check?: (job: ItemContext) => void | Promise<void>;
	/** Items with the same value in this body field go out one after the other, in the order of the input. */
	sequentialBy?: string;
	/**
	 * Decides on a checked item before the first of the run is sent: asks what it must know, and returns what stands
	 * between the item's turn and its requests. What it throws fails the item.
	 */
	middleware?: (job: ItemContext) => Promise<SendMiddleware | undefined>;
	/** How the request is carried out and what becomes of the reply. */
	response: ResponseHandler;
}

/** One item of one run: everything that a runner needs to send its requests. */
export interface ItemContext {
	method: IHttpRequestMethods;
	/** The values as they will be sent. */
	query: IDataObject;
	body: IDataObject;
	/** A parameter of the node by its path (`options.attachFiles`), undefined where the user did not set it. */
	parameter(path: string): unknown;
	context: IExecutePaginationFunctions;
	session: Session;
	spec: OperationSpec;
	itemIndex: number;
	/** The node's own options for requests, for those that do not go to HighLevel's API. */
	network: Pick<IHttpRequestOptions, 'timeout' | 'proxy' | 'skipSslCertificateValidation'>;
	/** The location that the item works on, where the operation has one. */
	locationId?: string;
	/** The same where only a step of it needs one. Throws a `ParameterError` where neither node nor credential names a location. */
	location(): string;
	/** What its results say beside HighLevel's reply. */
	extraOutput: IDataObject;
	/** Path under the base URL, ids filled in and encoded. */
	path: string;
	/** Tells the user about something that is no failure. */
	warn(message: string): void;
	/** What the user was told so far. */
	warnings: string[];
	/** Does a piece of work once for all items of the run that need its result, told by the key. */
	memoize<T>(key: string, work: () => Promise<T>): Promise<T>;
	/**
	 * Reads something on the way to the request that counts: a GET, repeated wherever a read may be. A failure is thrown as
	 * an `ApiError` that names the step.
	 */
	get(request: ReadRequest): Promise<ApiResponse>;
	/**
	 * Called in turn each time one of the item's own requests is about to leave, after all waits for uploads, the rate
	 * limit and `Retry-After`. Each returns the body to send; what it throws keeps the request from leaving.
	 */
	beforeSend: Array<(body: IDataObject) => IDataObject>;
	/**
	 * Does a piece of work that must not be done twice, told by the key: once over all tries of the node. It is done again
	 * only if it failed and surely had no effect.
	 */
	sendOnce<T>(key: string, work: () => Promise<T>): Promise<T>;
	/** Whether an earlier try of the node has done the work of `sendOnce` with this key, or may have. */
	wasSent(key: string): Promise<boolean>;
	/** The files that were uploaded for the item, with their addresses. */
	uploaded?: ReadonlyArray<{ fileName: string; url: string }>;
	/** Waits so many ms while other items go on. Rejects at once when the user presses Stop. */
	sleep(ms: number): Promise<void>;
	/** Sends one request of this job: paced, repeated where that is safe, any failure thrown as an `ApiError`. */
	request(request?: RequestOptions): Promise<ApiResponse>;
}

export interface RequestOptions {
	method?: IHttpRequestMethods;
	path?: string;
	query?: IDataObject;
	body?: IDataObject | FormData;
	/** What a good reply is: JSON unless said otherwise; 'stream' hands the bytes on as they come. */
	expect?: 'json' | 'stream' | 'anything';
	/** The last change to the body of an own request, after those of `beforeSend`. */
	prepare?: (body: IDataObject) => IDataObject;
	/** Takes a stream in, see `transmit`. */
	consume?: (reply: ApiResponse) => Promise<unknown>;
}

/** A read that is a step of an operation, which may need a scope of its own. */
export interface ReadRequest {
	/** For messages, e.g. "looking the contact up". */
	step: string;
	path: string;
	query: IDataObject;
	/** Null where the endpoint declares none. */
	scope: Scope | null;
	/** The version of the API that has it, whatever the credential chooses. */
	pinnedVersion?: RequestVersion;
}

/** How to find the ID for what a resource locator holds in one of its modes. */
export interface Lookup {
	mode: string;
	/** The ID for a value; called once for each value of a run. Throws a `ParameterError` where there is not exactly one. */
	find(job: ItemContext, value: string): Promise<string>;
}

/** By the parameter's name, which the body or the query has as well. */
export type Lookups = Record<string, Lookup>;

export type ResponseHandler = (job: ItemContext) => Promise<INodeExecutionData[]>;

/** What stands to be done at an item's turn. */
export interface SendAttempt {
	/** Sends it. What an earlier try of the node sent is returned, and not sent again. */
	next(): Promise<INodeExecutionData[]>;
	/** An earlier try has sent it, or may have. */
	alreadySent: boolean;
}

/** Carries out an item's turn: sends it, or returns items in the place of its results. */
export type SendMiddleware = (sending: SendAttempt) => Promise<INodeExecutionData[]>;

/** What rides in `requestOperations` beside n8n's own keys: the engine merges an operation's into the node's. */
export interface RequestOperationsWithSpec extends IN8nRequestOperations {
	spec?: OperationSpec;
	/** The node's own: what to say if there is no such operation. */
	unknownOperation?: (resource: unknown, operation: unknown) => string;
}

/**
 * Builds an operation's `routing`: n8n's own `request`, and the spec that the executor reads. The method decides on retries.
 * The URL may hold `{parameter}` placeholders, which are filled with checked and encoded ids.
 */
export function route(
	method: IHttpRequestMethods,
	url: string,
	spec: Omit<OperationSpec, 'retry'>,
): INodePropertyRouting {
	const operations: RequestOperationsWithSpec = { spec: { ...spec, retry: retryOf(method) } };
	return { request: { method, url }, send: { paginate: true }, operations };
}

/** The routing of an operation with more in its plan. */
export function planned(
	routing: INodePropertyRouting,
	more: Partial<Omit<OperationSpec, 'retry'>>,
): INodePropertyRouting {
	const { spec: plan, ...others } = (routing.operations ?? {}) as RequestOperationsWithSpec;
	const operations: RequestOperationsWithSpec = plan
		? { ...others, spec: { ...plan, ...more } }
		: others;
	return { ...routing, operations };
}

/** The request and the spec of an operation's routing. Throws if it was not built by `route`. */
export function requestOf(routing: INodePropertyRouting | undefined): {
	method: IHttpRequestMethods;
	url: string;
	spec: OperationSpec;
} {
	const { method, url } = routing?.request ?? {};
	const { spec } = (routing?.operations ?? {}) as RequestOperationsWithSpec;
	if (typeof method !== 'string' || typeof url !== 'string' || !spec) {
		throw new Error('The operation declares no request');
	}
	return { method: method as IHttpRequestMethods, url, spec };
}
