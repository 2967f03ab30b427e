import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Cursor } from './cursors';
import { ParameterError, isNotFound, withHint } from '../errors';
import type { ItemContext, ResponseHandler } from '../operationSpec';
import { itemOf, pickFields, unwrapRecord } from '../responses';
import { paginate } from './paginate';
import { readInWindows } from './parallelWindows';
import type { WindowOptions } from './parallelWindows';

/** n8n's engine takes one item's results as the arguments of one call; V8 takes about 125,000 arguments. */
const MAX_ITEMS = 110_000;
const MAX_CURSORS = 10;
const sayResumed =
	"HighLevel's cursor had ended, so the list went on by date: its pages may hold some records twice.";

/** A request for each record of a page, e.g. for the bodies that a list leaves out. */
export interface Follow {
	/** The parameter that switches it on. */
	parameter: string;
	/** Paths to request for a record. */
	paths(record: IDataObject): string[];
	/** The key under which a reply may wrap its record. */
	unwrap?: string;
	/** The key under which the replies are added to the record. */
	as: string;
	/** What HighLevel may not have any more, as a warning names it. */
	missing: string;
}

export interface PagesOptions {
	cursor: Cursor;
	/** Fields kept by Simplify. */
	simplify: readonly string[];
	follow?: Follow;
	/** A second list that belongs to the whole, asked for by a parameter and merged in order. */
	alsoWith?: AlsoWith;
	/** Adds to the items of the records, e.g. files. */
	complete?(item: ItemContext, items: INodeExecutionData[]): Promise<INodeExecutionData[]>;
	/** How the list can be read through several cursors at a time. */
	windows?: WindowOptions;
}

export interface AlsoWith {
	/** The parameter that switches it on. */
	parameter: string;
	/** Query values of the second pass. A query that already sets one of them needs no second pass. */
	query: IDataObject;
	/** The record's field by which the passes are merged, for a query. */
	mergeBy(query: IDataObject): { field: string; descending: boolean };
}

async function followed(
	item: ItemContext,
	follow: Follow,
	record: IDataObject,
	kept: readonly string[],
): Promise<IDataObject> {
	const read = async (path: string) =>
		await item.request({ path, query: {} }).then(
			({ body }) => unwrapRecord(body, follow.unwrap),
			(error: unknown) => {
				if (!isNotFound(error)) throw error;
				item.warn(`${follow.missing} of ${String(record.id)} is not there and is left out.`);
				return undefined;
			},
		);
	const paths = follow.paths(record);
	const simplified = pickFields(record, kept);
	if (paths.length === 0) return simplified;
	const replies = await Promise.all(paths.map(read));
	return { ...simplified, [follow.as]: replies.filter((reply) => reply !== undefined) };
}

/** The query of the second pass, where the user wants one and the first does not cover it. */
function secondQuery(
	item: ItemContext,
	cursor: Cursor,
	{ parameter, query }: AlsoWith,
): IDataObject | undefined {
	if (item.parameter(parameter) !== true) return undefined;
	if (Object.keys(query).some((name) => item.query[name] !== undefined)) return undefined;
	return { ...item.query, ...query, [cursor.param]: undefined };
}

/** Two lists in one order by a date field; within equal dates the first list's records come first. */
export function merged(
	first: IDataObject[],
	second: IDataObject[],
	by: { field: string; descending: boolean },
): IDataObject[] {
	const time = (record: IDataObject) => Date.parse(String(record[by.field])) || 0;
	const sign = by.descending ? -1 : 1;
	// Array.prototype.sort is stable.
	return [...first, ...second].sort((a, b) => sign * (time(a) - time(b)));
}

/** How many records the user wants of a list. */
export function limitOf(item: ItemContext): number {
	if (item.parameter('returnAll') === true) return Number.POSITIVE_INFINITY;
	const limit = Number(item.parameter('limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1) {
		throw new ParameterError(`'Limit' must be a whole number of 1 or more`);
	}
	return limit;
}

/** Fails before n8n would, with a message that says what to do. */
export function assertFits(count: number): void {
	if (count <= MAX_ITEMS) return;
	throw new ParameterError(
		`n8n cannot take more than ${MAX_ITEMS.toLocaleString('en')} results from one input item`,
		'Split the range with start and end dates, one input item a slice: each slice is paged on its own.',
	);
}

/** The number of cursors that the user wants at a time; 1 where the list cannot be cut. */
function cursorsFor(
	item: ItemContext,
	windows: WindowOptions | undefined,
	query: IDataObject,
	wanted: number,
): number {
	if (!windows || Number.isFinite(wanted) || windows.ascending(query) === undefined) return 1;
	const most = Number(item.parameter(windows.parameter) ?? 1);
	if (!Number.isInteger(most) || most < 1 || most > MAX_CURSORS) {
		throw new ParameterError(`'Parallel Windows' must be a whole number from 1 to ${MAX_CURSORS}`);
	}
	return most;
}

/** Reads one pass of a list, in the list's order, and keeps of each record what is wanted of it. */
async function readPass(
	item: ItemContext,
	{ cursor, windows }: PagesOptions,
	query: IDataObject,
	wanted: number,
	keep: (records: IDataObject[]) => Promise<IDataObject[]>,
): Promise<IDataObject[]> {
	let count = 0;
	async function* read(part: IDataObject) {
		for await (const { records, body } of paginate(item, cursor, wanted, part)) {
			assertFits((count += records.length));
			yield { records: await keep(records), total: (body as { total?: number }).total };
		}
	}
	const most = cursorsFor(item, windows, query, wanted);
	const [from, to] = windows
		? [windows.from, windows.to].map((end) => Date.parse(String(query[end])))
		: [];
	if (windows && most > 1 && from < to) {
		return await readInWindows({
			from,
			to,
			most,
			ascending: windows.ascending(query) === true,
			pageSize: cursor.largest,
			dateOf: (record) => Date.parse(String(record[windows.date])),
			read: (start, end) =>
				read({
					...query,
					[windows.from]: new Date(start).toISOString(),
					[windows.to]: new Date(end).toISOString(),
				}),
		});
	}
	const whole: IDataObject[] = [];
	for await (const { records } of read(query)) for (const record of records) whole.push(record);
	return whole;
}

async function collect(
	item: ItemContext,
	options: PagesOptions,
	wanted: number,
): Promise<IDataObject[]> {
	const { follow, alsoWith } = options;
	const follows = follow !== undefined && item.parameter(follow.parameter) === true;
	const mergeBy = alsoWith?.mergeBy(item.query);
	const kept = [...new Set([...options.simplify, ...(mergeBy ? [mergeBy.field] : [])])];
	const keep = async (records: IDataObject[]) =>
		follows
			? await Promise.all(records.map(async (record) => await followed(item, follow, record, kept)))
			: records.map((record) => pickFields(record, kept));

	const first = await readPass(item, options, item.query, wanted, keep);
	const second = alsoWith && secondQuery(item, options.cursor, alsoWith);
	if (!second || !mergeBy) return first;
	return merged(first, await readPass(item, options, second, wanted, keep), mergeBy).slice(
		0,
		wanted,
	);
}

/** Runs a list: one item a record; with Simplify off, the replies as they came, one item a page. */
export const paginatedResponse =
	(options: PagesOptions): ResponseHandler =>
	async (item) => {
		const wanted = limitOf(item);
		const items: INodeExecutionData[] = [];
		if (item.parameter('simplify') === false) {
			for await (const { body, resumed } of paginate(item, options.cursor, wanted, item.query)) {
				if (resumed) item.warn(sayResumed);
				items.push(itemOf(item, body as IDataObject));
			}
			return withHint(items, item.warnings);
		}
		for (const record of await collect(item, options, wanted)) items.push(itemOf(item, record));
		assertFits(items.length);
		const completed = options.complete ? await options.complete(item, items) : items;
		return withHint(completed, item.warnings);
	};
