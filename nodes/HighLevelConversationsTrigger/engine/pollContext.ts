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

/** A poll takes no longer than this, whatever n8n allows, ms. */
export const MAX_POLL_MS = 30 * SECOND_MS;
/** n8n's own limit for a poll when its scheduler does not hold a lease for it, ms. */
const UNLEASED_BUDGET_MS = 5 * MINUTE_MS;
/** The part of the time after which a poll starts nothing more, so that what is in flight can finish. */
const READING_FRACTION = 2 / 3;
/** The part of n8n's budget that a poll uses, so that the rest is left to start executions. */
const BUDGET_FRACTION = 0.9;

/** What an event works with: HighLevel at the node's location, the node's parameters, and the time that is left. */
export interface PollContext extends LocationReader {
	/** Identifies the workflow's node in this process. */
	owner: string;
	/** Whether this is a test in the editor. */
	isEditorTest: boolean;
	/** The workflow's time zone, an IANA name. */
	timezone: string;
	/** A parameter by its path (`options.overlap`); a locator's own value; undefined if it is empty. */
	parameter(path: string): unknown;
	/** A number parameter, `preset` if it is not set. Throws a `ParameterError` for anything but a whole number from `min` on. */
	integer(path: string, label: string, preset: number, min: number): number;
	/** A toggle, also given as the text "true" or "false". Throws a `ParameterError` for anything else. */
	boolean(path: string, label: string, preset: boolean): boolean;
	/** One of several values. Throws a `ParameterError` that names the value and the choices. */
	choice<T extends string>(path: string, label: string, choices: readonly T[], preset: T): T;
	/** Several texts, as a list or one text with commas; `preset` if it is not set. Throws a `ParameterError`. */
	stringList(path: string, label: string, preset?: readonly string[]): string[];
	/**
	 * Downloads a file into n8n's binary store, no more than `maxBytes` of it. Throws what `downloadAttachment` throws, and
	 * `OutOfTime`.
	 */
	download(address: string, maxBytes: number): Promise<DownloadedFile>;
	/** The binary fields of items, by their JSON. */
	files: WeakMap<IDataObject, IBinaryKeyData>;
	/** Writes a warning to n8n's log. */
	warn(message: string): void;
	/** Whether a poll should start no more requests and hand on what it has. */
	timeIsUp(): boolean;
}

/** The time of a poll is over while a request was in flight. The next poll repeats the request. */
export class PollTimeout extends ApiError {
	constructor() {
		super({ kind: 'connectionLost', text: 'the time of this poll was over' });
	}
}

/** Identifies the workflow's node in this process. */
export const nodeKeyOf = (context: IPollFunctions): string =>
	`${context.getWorkflow().id} ${context.getNode().id}`;

/** Whether n8n polls for a test in the editor. */
export const isEditorTest = (context: IPollFunctions): boolean => context.getMode() === 'manual';

/** n8n's budget for the poll, ms. Versions before 2.36 have none. */
const pollBudgetMs = (context: IPollFunctions): number => {
	const { getPollBudgetMs } = context as Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;
	return getPollBudgetMs?.call(context) ?? UNLEASED_BUDGET_MS;
};

/**
 * Whether n8n's durable scheduler runs the poll under a lease: it then makes a new context for each poll and keeps the
 * node's static data in its database alone. The shorter budget is all that a node can see of it.
 */
export const isLeased = (context: IPollFunctions): boolean =>
	pollBudgetMs(context) < UNLEASED_BUDGET_MS;

/** Rejects with `OutOfTime` if the work takes longer than `ms`. */
async function withTimeout<T>(ms: number, work: Promise<T>): Promise<T> {
	const timer = new AbortController();
	const timeUp = sleep(Math.max(0, ms), timer.signal).then(
		() => {
			throw new PollTimeout();
		},
		// The timer was stopped: the work has settled the race.
		async () => await work,
	);
	try {
		return await Promise.race([work, timeUp]);
	} finally {
		timer.abort();
	}
}

/**
 * Opens what an event works with. `startedAt` is when n8n started the poll, by `performance.now()`, for it may have waited
 * since. Throws what `openReader` throws.
 */
export async function openPoll(context: IPollFunctions, startedAt: number): Promise<PollContext> {
	const elapsed = () => performance.now() - startedAt;
	const budget = Math.min(MAX_POLL_MS, pollBudgetMs(context) * BUDGET_FRACTION);
	const parameter = (path: string): unknown => {
		// Without a fallback n8n throws if a collection's member is not set.
		const value = context.getNodeParameter(path, null) as unknown;
		// Only if there is one: n8n looks it up among the properties shown, and throws if it finds none.
		const found = isResourceLocatorValue(value)
			? (context.getNodeParameter(path, null, { extractValue: true }) as unknown)
			: value;
		const plain = typeof found === 'string' ? found.trim() : found;
		return plain === null || plain === '' ? undefined : plain;
	};
	const timezone = context.getTimezone();
	const reader = await openLocationReader(context, parameter('locationId'));
	return {
		...reader,
		async get(path: string, query: IDataObject): Promise<ApiResponse> {
			return await withTimeout(budget - elapsed(), reader.get(path, query));
		},
		async download(address, maxBytes) {
			const ending = new AbortController();
			const client: FileClient = {
				helpers: context.helpers,
				network: {},
				baseUrl: reader.baseUrl,
				signal: ending.signal,
				requestLocation: async (path) => await reader.get(path, {}),
				sleep: async (ms) => await sleep(ms, ending.signal),
			};
			const file = downloadAttachment(client, address, maxBytes);
			return await withTimeout(budget - elapsed(), file).catch((error: unknown) => {
				ending.abort();
				throw error;
			});
		},
		files: new WeakMap(),
		owner: nodeKeyOf(context),
		isEditorTest: isEditorTest(context),
		timezone,
		parameter,
		integer(path, label, preset, min) {
			const value = Number(parameter(path) ?? preset);
			if (Number.isInteger(value) && value >= min) return value;
			throw new ParameterError(`'${label}' must be a whole number of at least ${min}`);
		},
		boolean(path, label, preset) {
			const value = converters.boolean(parameter(path), { label: `'${label}'`, timezone });
			return (value ?? preset) as boolean;
		},
		choice(path, label, choices, preset) {
			const value = String(parameter(path) ?? preset);
			const found = choices.find((choice) => choice === value);
			if (found !== undefined) return found;
			throw new ParameterError(
				`'${label}' has an unknown value: ${value.slice(0, 100)}`,
				`Supported values: ${choices.join(', ')}.`,
			);
		},
		stringList(path, label, preset = []) {
			const value = parameter(path);
			if (value === undefined) return [...preset];
			return converters.stringList(value, { label: `'${label}'`, timezone }) as string[];
		},
		warn: (message) => context.logger.warn(`${context.getNode().name}: ${message}`),
		timeIsUp: () => elapsed() > budget * READING_FRACTION,
	};
}

/** n8n's items for what an event hands on: each with its files. */
export const executionDataFrom = (
	{ files }: PollContext,
	items: readonly IDataObject[],
): INodeExecutionData[] =>
	items.map((json) => {
		const binary = files.get(json);
		return binary === undefined ? { json } : { json, binary };
	});

export interface PageRequest {
	path: string;
	cursor: Cursor;
	query: IDataObject;
	/** Max number of records; all of them by default. */
	limit?: number;
}

/**
 * Reads a list page by page until `take` returns true for a page, or the time of the poll is over.
 * Returns whether the whole list was read. Throws an `ApiError`; `OutOfTime` only if no page came in time.
 */
export async function readList(
	poll: PollContext,
	{ path, cursor, query, limit = Infinity }: PageRequest,
	take: (records: IDataObject[]) => boolean | void,
): Promise<boolean> {
	let whole = true;
	let pages = 0;
	const list = {
		request: async (request: { query: IDataObject }) => await poll.get(path, request.query),
		warn(message: string) {
			whole = false;
			poll.warn(message);
		},
	};
	const readAll = async () => {
		for await (const { records } of paginate(list, cursor, limit, query)) {
			pages++;
			if (take(records)) return false;
		}
		return whole;
	};
	return await readAll().catch((error: unknown) => {
		if (!(error instanceof PollTimeout) || pages === 0) throw error;
		return false;
	});
}
