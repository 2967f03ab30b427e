import { isResourceLocatorValue, sleep } from 'n8n-workflow';
import type { IBinaryKeyData, IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import {
	ApiError,
	ParameterError,
	downloadAttachment,
	openLocationReader,
	paginate,
	converters,
} from '../../shared/request';
import type {
	ApiResponse,
	Cursor,
	DownloadedFile,
	FileClient,
	LocationReader,
} from '../../shared/request';
import { MINUTE_MS, SECOND_MS } from '../../shared/time';

/** Maximum duration of a poll, even if n8n allows more, ms. */
export const MAX_POLL_MS = 30 * SECOND_MS;
/** n8n's time limit for a poll that does not run under a lease, ms. */
const UNLEASED_BUDGET_MS = 5 * MINUTE_MS;
/** After this fraction of its time, a poll starts no more requests, so that those in flight can finish. */
const READING_FRACTION = 2 / 3;
/** The fraction of n8n's time limit that a poll uses; the rest remains for starting executions. */
const BUDGET_FRACTION = 0.9;

/** What an event uses during a poll: requests to HighLevel, the node's parameters, and the time limit. */
export interface PollContext extends LocationReader {
	/** Whether this is a test in the editor. */
	isEditorTest: boolean;
	/** The workflow's time zone, an IANA name. */
	timezone: string;
	/** A parameter by its path, e.g. `options.overlap`; of a resource locator, its value. Undefined if it is empty. */
	parameter(path: string): unknown;
	/** A whole number of at least `min`; `fallback` if it is not set. Throws a `ParameterError` for any other value. */
	integer(path: string, label: string, fallback: number, min: number): number;
	/** A boolean, also as the text "true" or "false"; `fallback` if it is not set. Throws a `ParameterError` for any other value. */
	boolean(path: string, label: string, fallback: boolean): boolean;
	/** One of several values; `fallback` if it is not set. Throws a `ParameterError` for any other value. */
	choice<T extends string>(path: string, label: string, choices: readonly T[], fallback: T): T;
	/** Several texts, given as a list or separated by commas; empty if it is not set. Throws a `ParameterError`. */
	stringList(path: string, label: string): string[];
	/**
	 * Downloads a file of at most `maxBytes` into n8n's binary storage. Throws what `downloadAttachment` throws, and a
	 * `PollTimeout`.
	 */
	download(address: string, maxBytes: number): Promise<DownloadedFile>;
	/** The files of items, by the items' JSON. */
	files: WeakMap<IDataObject, IBinaryKeyData>;
	/** Writes a warning to n8n's log. */
	warn(message: string): void;
	/** Whether the poll should start no more requests, and emit what it has read. */
	timeIsUp(): boolean;
}

/** Thrown if the time of a poll ends while a request is in flight. The next poll repeats the request. */
export class PollTimeout extends ApiError {
	constructor() {
		super({ kind: 'connectionLost', text: 'the time of this poll was over' });
	}
}

/** Identifies a node of a workflow, for what this process remembers. */
export const nodeKeyOf = (context: IPollFunctions): string =>
	`${context.getWorkflow().id} ${context.getNode().id}`;

/** Whether a poll is a test in the editor. */
export const isEditorTest = (context: IPollFunctions): boolean => context.getMode() === 'manual';

/** n8n's time limit for the poll, ms. Versions of n8n before 2.36 do not tell it. */
const pollBudgetMs = (context: IPollFunctions): number => {
	const { getPollBudgetMs } = context as Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;
	return getPollBudgetMs?.call(context) ?? UNLEASED_BUDGET_MS;
};

/**
 * Whether n8n's durable scheduler runs the poll under a lease. n8n then creates a new context for each poll, and keeps the node's
 * static data only in its database. A node can tell this only by the shorter time limit.
 */
export const isLeased = (context: IPollFunctions): boolean =>
	pollBudgetMs(context) < UNLEASED_BUDGET_MS;

/** Rejects with a `PollTimeout` if the work takes longer than `ms`. */
async function withTimeout<T>(ms: number, work: Promise<T>): Promise<T> {
	const timer = new AbortController();
	const timeUp = sleep(Math.max(0, ms), timer.signal).then(
		() => {
			throw new PollTimeout();
		},
		// The timer was aborted because the work is done.
		async () => await work,
	);
	try {
		return await Promise.race([work, timeUp]);
	} finally {
		timer.abort();
	}
}

/**
 * Creates the context of a poll. `startedAt` is when n8n started the poll, by `performance.now()`: the poll may have waited for
 * another one since. Throws what `openReader` throws.
 */
export async function openPoll(context: IPollFunctions, startedAt: number): Promise<PollContext> {
	const elapsed = () => performance.now() - startedAt;
	const budgetMs = Math.min(MAX_POLL_MS, pollBudgetMs(context) * BUDGET_FRACTION);
	const parameter = (path: string): unknown => {
		// The fallback is needed: otherwise n8n throws if an option of a collection is not set.
		const value = context.getNodeParameter(path, null) as unknown;
		// Only for resource locators: `extractValue` throws for parameters that the editor does not show.
		const extracted = isResourceLocatorValue(value)
			? (context.getNodeParameter(path, null, { extractValue: true }) as unknown)
			: value;
		const trimmed = typeof extracted === 'string' ? extracted.trim() : extracted;
		return trimmed === null || trimmed === '' ? undefined : trimmed;
	};
	const timezone = context.getTimezone();
	const reader = await openLocationReader(context, parameter('locationId'));
	return {
		...reader,
		async get(path: string, query: IDataObject): Promise<ApiResponse> {
			return await withTimeout(budgetMs - elapsed(), reader.get(path, query));
		},
		async download(address, maxBytes) {
			const aborter = new AbortController();
			const client: FileClient = {
				helpers: context.helpers,
				network: {},
				baseUrl: reader.baseUrl,
				signal: aborter.signal,
				requestLocation: async (path) => await reader.get(path, {}),
				sleep: async (ms) => await sleep(ms, aborter.signal),
			};
			const file = downloadAttachment(client, address, maxBytes);
			return await withTimeout(budgetMs - elapsed(), file).catch((error: unknown) => {
				aborter.abort();
				throw error;
			});
		},
		files: new WeakMap(),
		isEditorTest: isEditorTest(context),
		timezone,
		parameter,
		integer(path, label, fallback, min) {
			const value = Number(parameter(path) ?? fallback);
			if (Number.isInteger(value) && value >= min) return value;
			throw new ParameterError(`'${label}' must be a whole number of at least ${min}`);
		},
		boolean(path, label, fallback) {
			const value = converters.boolean(parameter(path), { label: `'${label}'`, timezone });
			return (value ?? fallback) as boolean;
		},
		choice(path, label, choices, fallback) {
			const value = String(parameter(path) ?? fallback);
			const found = choices.find((choice) => choice === value);
			if (found !== undefined) return found;
			throw new ParameterError(
				`'${label}' has an unknown value: ${value.slice(0, 100)}`,
				`Supported values: ${choices.join(', ')}.`,
			);
		},
		stringList(path, label) {
			const value = parameter(path);
			if (value === undefined) return [];
			return converters.stringList(value, { label: `'${label}'`, timezone }) as string[];
		},
		warn: (message) => context.logger.warn(`${context.getNode().name}: ${message}`),
		timeIsUp: () => elapsed() > budgetMs * READING_FRACTION,
	};
}

/** The items for n8n, with their files. */
export const executionDataFrom = (
	{ files }: PollContext,
	items: readonly IDataObject[],
): INodeExecutionData[] =>
	items.map((json) => {
		const binary = files.get(json);
		return binary === undefined ? { json } : { json, binary };
	});

/** A request for the pages of a list. */
export interface PageRequest {
	path: string;
	cursor: Cursor;
	query: IDataObject;
	/** Maximum number of records; all by default. */
	limit?: number;
}

/**
 * Reads a list page by page, until `onPage` returns true or the time of the poll is over. Returns whether the whole list was read.
 * `onPage` also gets whether the page is the last one. Throws an `ApiError`; a `PollTimeout` only if not even the first page was read
 * in time.
 */
export async function readList(
	poll: PollContext,
	{ path, cursor, query, limit = Infinity }: PageRequest,
	onPage: (records: IDataObject[], isLast: boolean) => boolean | void,
): Promise<boolean> {
	let isComplete = true;
	let pages = 0;
	const list = {
		request: async (request: { query: IDataObject }) => await poll.get(path, request.query),
		warn(message: string) {
			isComplete = false;
			poll.warn(message);
		},
	};
	const readAll = async () => {
		for await (const { records, isLast } of paginate(list, cursor, limit, query)) {
			pages++;
			if (onPage(records, isLast)) return false;
		}
		return isComplete;
	};
	return await readAll().catch((error: unknown) => {
		if (!(error instanceof PollTimeout) || pages === 0) throw error;
		return false;
	});
}
