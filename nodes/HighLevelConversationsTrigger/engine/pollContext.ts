import { isResourceLocatorValue } from 'n8n-workflow';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { ParameterError, openReader, paginate } from '../../shared/request';
import type { Cursor, Reader } from '../../shared/request';

/** A minute leaves time for what else a poll does, whatever n8n allows. */
const MOST_READING_MS = 60_000;

/** What an event reads from: HighLevel, at the node's location, and the node's own parameters. */
export interface Source extends Reader {
	/** Names the workflow's node, for what is remembered in this process. */
	owner: string;
	/** Whether this is a test in the editor. */
	testing: boolean;
	/** A parameter by its path (`options.overlap`); a locator's own value; undefined where it is empty. */
	parameter(path: string): unknown;
	/** A parameter that counts something, `preset` where it is not set. Throws a `FieldIssue` for anything below `least`. */
	count(path: string, label: string, preset: number, least: number): number;
	/** Tells in n8n's log what the user may want to know. */
	warn(message: string): void;
	/** True once a poll has read for so long that it should hand on what it has. */
	late(): boolean;
}

/** Names the workflow's node in this process. */
export const ownerOf = (context: IPollFunctions): string =>
	`${context.getWorkflow().id} ${context.getNode().id}`;

/** Whether n8n polls for a test in the editor. */
export const isTest = (context: IPollFunctions): boolean => context.getMode() === 'manual';

/** Throws what `openReader` throws. */
export async function openSource(context: IPollFunctions): Promise<Source> {
	const parameter = (path: string): unknown => {
		// Without a fallback n8n throws where a collection's member is not set.
		const value = context.getNodeParameter(path, null) as unknown;
		// Only where there is one: n8n looks it up among the properties shown, and throws where it finds none.
		const found = isResourceLocatorValue(value)
			? (context.getNodeParameter(path, null, { extractValue: true }) as unknown)
			: value;
		const plain = typeof found === 'string' ? found.trim() : found;
		return plain === null || plain === '' ? undefined : plain;
	};
	const startedAt = Date.now();
	return {
		...(await openReader(context, parameter('locationId'))),
		owner: ownerOf(context),
		testing: isTest(context),
		parameter,
		count(path, label, preset, least) {
			const value = Number(parameter(path) ?? preset);
			if (Number.isInteger(value) && value >= least) return value;
			throw new ParameterError(`'${label}' must be a whole number of ${least} or more`);
		},
		warn: (message) => context.logger.warn(`${context.getNode().name}: ${message}`),
		late: () => Date.now() - startedAt > MOST_READING_MS,
	};
}

export interface ListRequest {
	path: string;
	cursor: Cursor;
	query: IDataObject;
	/** Records at most; all of them unless told. */
	wanted?: number;
}

/**
 * Reads a list page by page until `take` returns true for a page.
 * Returns whether the whole list was read. Throws an `ApiFailure`.
 */
export async function readList(
	source: Source,
	{ path, cursor, query, wanted = Infinity }: ListRequest,
	take: (records: IDataObject[]) => boolean | void,
): Promise<boolean> {
	let whole = true;
	const list = {
		request: async (request: { query: IDataObject }) => await source.get(path, request.query),
		warn(message: string) {
			whole = false;
			source.warn(message);
		},
	};
	for await (const { records } of paginate(list, cursor, wanted, query)) {
		if (take(records)) return false;
	}
	return whole;
}
