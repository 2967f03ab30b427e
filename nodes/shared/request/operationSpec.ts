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

/** What the executor knows about an operation, beside its request and its fields. */
export interface OperationSpec extends ErrorSubject {
	/**
	 * Where the Location ID goes; a path takes it as `{locationId}` in the URL. With 'bodyIfKnown' the request does without one if
	 * neither node nor credential names a location.
	 */
	location?: 'query' | 'body' | 'path' | 'bodyIfKnown';
	/** The version of the API that the operation asks for, whatever the credential chooses. */
	pinnedVersion?: ApiVersion;
	/** The version that the credential must choose, where the others do not have the operation. */
	requiredVersion?: ApiVersion;
	/** The labels of the IDs in the URL, in quotes, by the names of their parameters. */
	ids: Record<string, string>;
	/** Checks and conversions of the values in the query. */
	query: ValueRule[];
	/** Those of the values in the body. */
	body: ValueRule[];
	/** The labels of the switches, in quotes, by the paths of their parameters. */
	toggles: Record<string, string>;
	/** Resource locators whose value may have to be looked up before anything is sent, by their names in the query or the body. */
	lookups: Record<string, Lookup>;
	/** A rule over several fields, or over the item's files. Throws a `ParameterError`. */
	check?: (item: ItemContext) => void | Promise<void>;
	/** Items with the same value in this body field go out one after the other, in the order of the input. */
	sequentialBy?: string;
	/**
	 * Decides on a checked item before the first of the run is sent: asks what it must know, and returns what stands
	 * between the item's turn and its requests. What it throws fails the item.
	 */
	middleware?: (item: ItemContext) => Promise<SendMiddleware | undefined>;
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
	/** How to reach addresses outside of HighLevel's API. */
	fileAccess: FileAccess;
	/** The location that the item works on, where the operation has one. */
	locationId?: string;
	/** The same where only a step of it needs one. Throws a `ParameterError` where neither node nor credential names a location. */
	requireLocationId(): string;
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
	 * Reads something before the request that counts: a GET, retried like any read, or a POST that only reads. A failure is thrown as
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
	sendOnlyOnce<T>(key: string, work: () => Promise<T>): Promise<T>;
	/** Whether an earlier try of the node has done the work of `sendOnlyOnce` with this key, or may have. */
	wasSent(key: string): Promise<boolean>;
	/** The files that were uploaded for the item, with their addresses. */
	uploaded?: ReadonlyArray<{ fileName: string; url: string }>;
	/** Waits so many ms while other items go on. Rejects at once when the user presses Stop. */
	sleep(ms: number): Promise<void>;
	/** Sends one request of this item: paced, repeated where that is safe, any failure thrown as an `ApiError`. */
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
	/** For messages, e.g. "looking up the contact". */
	step: string;
	path: string;
	query: IDataObject;
	/** Makes it a POST that only reads. */
	body?: IDataObject;
	/** Null if the endpoint declares none. */
	scope: Scope | null;
	/** The version of the API that has it, whatever the credential chooses. */
	pinnedVersion?: RequestVersion;
}

/** How to find the ID for what a resource locator holds in one of its modes. */
export interface Lookup {
	mode: string;
	/** Whether a value is surely not an ID. A model fills in what it has, whatever mode the tool is set to. */
	isNotAnId(value: string): boolean;
	/** The ID for a value; called once for each value of a run. Throws a `ParameterError` where there is not exactly one. */
	find(item: ItemContext, value: string): Promise<string>;
}

export type ResponseHandler = (item: ItemContext) => Promise<INodeExecutionData[]>;

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
