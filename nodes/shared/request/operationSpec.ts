import type {
	IDataObject,
	IExecutePaginationFunctions,
	IHttpRequestMethods,
	IN8nRequestOperations,
	INodeExecutionData,
} from 'n8n-workflow';
import type { ApiVersion, RequestVersion } from '../../../credentials/shared/fields';
import type { Scope, ErrorSubject } from './errors';
import type { ValueRule } from './values';
import type { ApiResponse, FileAccess, Session } from './transport';

/** How an operation is executed, in addition to its request and its fields. */
export interface OperationSpec extends ErrorSubject {
	/**
	 * Where the Location ID is sent; in a path it replaces `{locationId}`. With 'bodyIfKnown' it is optional: the request is sent
	 * without it if neither the node nor the credential has one.
	 */
	location?: 'query' | 'body' | 'path' | 'bodyIfKnown';
	/** API version of the operation, regardless of the credential. */
	pinnedVersion?: ApiVersion;
	/** API version that the credential must have, because the other one does not support the operation. */
	requiredVersion?: ApiVersion;
	/** Labels of the IDs in the URL, in quotes, by parameter name. */
	ids: Record<string, string>;
	/** Rules for the values of the query. */
	query: ValueRule[];
	/** Rules for the values of the body. */
	body: ValueRule[];
	/** Labels of the boolean parameters, in quotes, by parameter path. */
	toggles: Record<string, string>;
	/** Resource locators whose value may have to be looked up first, by name in the query or the body. */
	lookups: Record<string, Lookup>;
	/** Checks that concern several fields, or the item's files. Throws a `ParameterError`. */
	check?: (item: ItemContext) => void | Promise<void>;
	/** Items with the same value in this body field are sent one after the other, in the order of the input. */
	sequentialBy?: string;
	/**
	 * Prepares an item that was checked, before any item of the run is sent, e.g. reads earlier messages. Returns a middleware
	 * for the item's send, or undefined to send it directly. Errors fail the item.
	 */
	middleware?: (item: ItemContext) => Promise<SendMiddleware | undefined>;
	/** Sends the item's requests and converts the responses to output items. */
	response: ResponseHandler;
}

/**
 * An item of a run: everything that a `ResponseHandler` needs to send its requests. To change a copy of it, use `itemWith`:
 * spreading it would lose its methods.
 */
export interface ItemContext {
	method: IHttpRequestMethods;
	/** The values to send, checked and converted. */
	query: IDataObject;
	body: IDataObject;
	/** A parameter by its path, e.g. `options.attachFiles`; undefined if it is not set. */
	parameter(path: string): unknown;
	context: IExecutePaginationFunctions;
	session: Session;
	spec: OperationSpec;
	itemIndex: number;
	/** Access to URLs outside of HighLevel's API. */
	fileAccess: FileAccess;
	/** The Location ID, if the operation sends one. */
	locationId?: string;
	/** The Location ID for a step. Throws a `ParameterError` if neither the node nor the credential has one. */
	requireLocationId(): string;
	/** Added to the JSON of the item's output. */
	extraOutput: IDataObject;
	/** Path under the base URL, with encoded IDs. */
	path: string;
	/** Adds a warning, and writes it to n8n's log. */
	warn(message: string): void;
	/** The warnings so far. */
	warnings: string[];
	/** Runs `work` once per key for all items of the run with the same credential, and returns its result. */
	memoize<T>(key: string, work: () => Promise<T>): Promise<T>;
	/**
	 * Sends a read before the actual request: a GET, or a POST that only reads. Retried like any request with its method. Throws
	 * an `ApiError` that names the step.
	 */
	get(request: ReadRequest): Promise<ApiResponse>;
	/**
	 * Called in this order immediately before each attempt of the item's own request, after all waits for uploads, the rate limit
	 * and `Retry-After`. Each returns the body to send; if one throws, the request is not sent.
	 */
	beforeSend: Array<(body: IDataObject) => IDataObject>;
	/**
	 * Runs a step that must not be repeated, identified by its key: once across all attempts of the node. It only runs again if
	 * it failed and certainly sent nothing.
	 */
	sendOnlyOnce<T>(key: string, work: () => Promise<T>): Promise<T>;
	/** Whether an earlier attempt of the node sent the step with this key, or may have. */
	wasSent(key: string): Promise<boolean>;
	/** The files that were uploaded for the item, with their URLs. */
	uploaded?: ReadonlyArray<{ fileName: string; url: string }>;
	/** Waits `ms` milliseconds while other items can run. Rejects as soon as the user presses Stop. */
	sleep(ms: number): Promise<void>;
	/** Sends a request within the rate limit, and retries it if that is safe. Throws an `ApiError`. */
	request(request?: RequestOptions): Promise<ApiResponse>;
}

/** A request of an item. Anything not set is that of the operation's own request. */
export interface RequestOptions {
	method?: IHttpRequestMethods;
	path?: string;
	query?: IDataObject;
	body?: IDataObject | FormData;
	/** The body that a successful response must have, by default JSON. */
	expect?: 'json' | 'stream' | 'anything';
	/** Changes the body of the operation's own request, after `beforeSend`. */
	prepare?: (body: IDataObject) => IDataObject;
	/** Reads a stream, see `TransportRequest`. */
	consume?: (response: ApiResponse) => Promise<unknown>;
}

/** A read that is a step of an operation. */
export interface ReadRequest {
	/** Name of the step in errors, e.g. "looking up the contact". */
	step: string;
	path: string;
	query: IDataObject;
	/** If set, the request is a POST. */
	body?: IDataObject;
	/** Scope that the endpoint requires; null if it declares none. */
	scope: Scope | null;
	/** API version of the endpoint, regardless of the credential. */
	pinnedVersion?: RequestVersion;
}

/** Finds the ID for the value of a resource locator in one of its modes, e.g. a contact by email. */
export interface Lookup {
	mode: string;
	/** Whether a value cannot be an ID. In tools, a model may enter such a value in any mode. */
	isNotAnId(value: string): boolean;
	/** Finds the ID, called once per value and run. Throws a `ParameterError` unless there is exactly one. */
	find(item: ItemContext, value: string): Promise<string>;
}

/** Sends the requests of an item and returns its output items. Throws an `ApiError` or a `ParameterError`. */
export type ResponseHandler = (item: ItemContext) => Promise<INodeExecutionData[]>;

/** The send of an item, as its middleware receives it. */
export interface SendAttempt {
	/** Sends the item. Returns the earlier result instead if a previous attempt of the node already sent it. */
	next(): Promise<INodeExecutionData[]>;
	/** Whether an earlier attempt of the node sent the item, or may have. */
	alreadySent: boolean;
}

/** Wraps the send of an item: calls `next`, or returns other output items instead of sending. */
export type SendMiddleware = (attempt: SendAttempt) => Promise<INodeExecutionData[]>;

/** n8n's `requestOperations` with the spec of an operation: n8n merges those of the operation into those of the node. */
export interface RequestOperationsWithSpec extends IN8nRequestOperations {
	spec?: OperationSpec;
	/** Set by the node: the error message for an operation that does not exist. */
	unknownOperation?: (resource: unknown, operation: unknown) => string;
}
