import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Cursor } from './cursors';
import { ParameterError, isNotFound, withHint } from '../errors';
import type { ItemContext, ResponseHandler } from '../operationSpec';
import { outputItem, pickFields, unwrapRecord } from '../responses';
import { paginate } from './paginate';
import { readInWindows } from './parallelWindows';
import type { WindowOptions } from './parallelWindows';

/** n8n passes the items of one input item as the arguments of one call; V8 accepts about 125,000 arguments. */
const MAX_ITEMS = 110_000;
const MAX_CURSORS = 10;
const RESUMED_WARNING =
	'The export cursor expired, so the export continued by date. The pages may contain duplicates.';

/** A request for each record of a page, e.g. for the email bodies that a list does not contain. */
export interface DetailOptions {
	/** Name of the parameter that turns it on. */
	parameter: string;
	/** Paths to request for a record. */
	paths(record: IDataObject): string[];
	/** The key under which a response may wrap its record. */
	unwrap?: string;
	/** The key under which the responses are added to the record. */
	as: string;
	/** What is missing if HighLevel does not find it, for the warning, e.g. "Email body". */
	missing: string;
}

/** How a list is read and converted to items. */
export interface PaginatedOptions {
	cursor: Cursor;
	/** Fields kept by Simplify. */
	simplify: readonly string[];
	/** Requests for the details of each record. */
	details?: DetailOptions;
	/** A second list to merge with the first, turned on by a parameter. */
	secondList?: SecondList;
	/** Adds to the items, e.g. files. */
	complete?(item: ItemContext, items: INodeExecutionData[]): Promise<INodeExecutionData[]>;
	/** How the list can be read through several cursors at a time. */
	windows?: WindowOptions;
}

/** A second list of the same endpoint, whose records are merged with those of the first. */
export interface SecondList {
	/** Name of the parameter that turns it on. */
	parameter: string;
	/** Query parameters of the second list. If the query already sets one of them, there is no second list. */
	query: IDataObject;
	/** The record's date field by which the lists are merged, for a query. */
	mergeBy(query: IDataObject): { field: string; descending: boolean };
}

/** Adds the responses for the detail paths of a record to it. Of its own fields, only `fields` are kept. */
async function fetchDetails(
	item: ItemContext,
	details: DetailOptions,
	record: IDataObject,
	fields: readonly string[],
): Promise<IDataObject> {
	const readDetail = async (path: string) =>
		await item.request({ path, query: {} }).then(
			({ body }) => unwrapRecord(body, details.unwrap),
			(error: unknown) => {
				if (!isNotFound(error)) throw error;
				item.warn(`${details.missing} not found for message ${String(record.id)}; skipped.`);
				return undefined;
			},
		);
	const paths = details.paths(record);
	const simplified = pickFields(record, fields);
	if (paths.length === 0) return simplified;
	const responses = await Promise.all(paths.map(readDetail));
	return { ...simplified, [details.as]: responses.filter((response) => response !== undefined) };
}

/** The query of the second list, if the user asks for it and the first list does not include it. */
function secondQuery(
	item: ItemContext,
	cursor: Cursor,
	{ parameter, query }: SecondList,
): IDataObject | undefined {
	if (item.parameter(parameter) !== true) return undefined;
	if (Object.keys(query).some((name) => item.query[name] !== undefined)) return undefined;
	return { ...item.query, ...query, [cursor.param]: undefined };
}

/** Merges two lists by a date field. Of records with the same date, those of the first list come first. */
export function merged(
	first: IDataObject[],
	second: IDataObject[],
	by: { field: string; descending: boolean },
): IDataObject[] {
	const time = (record: IDataObject) => Date.parse(String(record[by.field])) || 0;
	const sign = by.descending ? -1 : 1;
	return [...first, ...second].sort((a, b) => sign * (time(a) - time(b)));
}

/** The max number of records to return, from 'Return All' and 'Limit'. Throws a `ParameterError`. */
export function limitOf(item: ItemContext): number {
	if (item.parameter('returnAll') === true) return Number.POSITIVE_INFINITY;
	const limit = Number(item.parameter('limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1) {
		throw new ParameterError("'Limit' must be a whole number of at least 1");
	}
	return limit;
}

/** Throws a `ParameterError` if there are more items than n8n can handle: it would fail without an explanation. */
export function assertFits(count: number): void {
	if (count <= MAX_ITEMS) return;
	throw new ParameterError(
		`Too many results: n8n supports at most ${MAX_ITEMS.toLocaleString('en')} per input item`,
		'Split the list by date, with one input item per date range.',
	);
}

/** The number of parallel cursors that the user set; 1 if the list cannot be split. Throws a `ParameterError`. */
function cursorsFor(
	item: ItemContext,
	windows: WindowOptions | undefined,
	query: IDataObject,
	limit: number,
): number {
	if (!windows || Number.isFinite(limit) || windows.ascending(query) === undefined) return 1;
	const max = Number(item.parameter(windows.parameter) ?? 1);
	if (!Number.isInteger(max) || max < 1 || max > MAX_CURSORS) {
		throw new ParameterError(`'Parallel Exports' must be a whole number from 1 to ${MAX_CURSORS}`);
	}
	return max;
}

/** Reads all records of one query, in the order of the list. `convert` is applied to the records of each page. */
async function readAll(
	item: ItemContext,
	{ cursor, windows }: PaginatedOptions,
	query: IDataObject,
	limit: number,
	convert: (records: IDataObject[]) => Promise<IDataObject[]>,
): Promise<IDataObject[]> {
	let count = 0;
	async function* readPages(partQuery: IDataObject) {
		for await (const { records, body } of paginate(item, cursor, limit, partQuery)) {
			assertFits((count += records.length));
			yield { records: await convert(records), total: (body as { total?: number }).total };
		}
	}
	const cursorCount = cursorsFor(item, windows, query, limit);
	const [from, to] = windows
		? [windows.from, windows.to].map((end) => Date.parse(String(query[end])))
		: [];
	if (windows && cursorCount > 1 && from < to) {
		return await readInWindows({
			from,
			to,
			max: cursorCount,
			ascending: windows.ascending(query) === true,
			pageSize: cursor.maxPageSize,
			dateOf: (record) => Date.parse(String(record[windows.date])),
			read: (start, end) =>
				readPages({
					...query,
					[windows.from]: new Date(start).toISOString(),
					[windows.to]: new Date(end).toISOString(),
				}),
		});
	}
	const all: IDataObject[] = [];
	for await (const { records } of readPages(query)) for (const record of records) all.push(record);
	return all;
}

/** Reads the records of an item's list, with their details and the second list if the user asks for them. */
async function collect(
	item: ItemContext,
	options: PaginatedOptions,
	limit: number,
): Promise<IDataObject[]> {
	const { details, secondList } = options;
	const hasDetails = details !== undefined && item.parameter(details.parameter) === true;
	const mergeBy = secondList?.mergeBy(item.query);
	const fields = [...new Set([...options.simplify, ...(mergeBy ? [mergeBy.field] : [])])];
	const convert = async (records: IDataObject[]) =>
		hasDetails
			? await Promise.all(
					records.map(async (record) => await fetchDetails(item, details, record, fields)),
				)
			: records.map((record) => pickFields(record, fields));

	const first = await readAll(item, options, item.query, limit, convert);
	const second = secondList && secondQuery(item, options.cursor, secondList);
	if (!second || !mergeBy) return first;
	return merged(first, await readAll(item, options, second, limit, convert), mergeBy).slice(
		0,
		limit,
	);
}

/** Reads a list: returns one item per record, or with Simplify off one item per page with the response as received. */
export const paginatedResponse =
	(options: PaginatedOptions): ResponseHandler =>
	async (item) => {
		const limit = limitOf(item);
		const items: INodeExecutionData[] = [];
		if (item.parameter('simplify') === false) {
			for await (const { body, isResumed } of paginate(item, options.cursor, limit, item.query)) {
				if (isResumed) item.warn(RESUMED_WARNING);
				items.push(outputItem(item, body as IDataObject));
			}
			return withHint(items, item.warnings);
		}
		for (const record of await collect(item, options, limit)) items.push(outputItem(item, record));
		assertFits(items.length);
		const completed = options.complete ? await options.complete(item, items) : items;
		return withHint(completed, item.warnings);
	};
