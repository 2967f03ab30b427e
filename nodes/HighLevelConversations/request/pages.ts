import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Cursor, Position } from './cursors';
import { FieldIssue } from './failure';
import type { Job, Runner } from './plan';
import { itemOf, picked } from './replies';
import { warn } from './warn';

/** n8n's engine takes one item's results as the arguments of one call; V8 takes about 125,000 arguments. */
const MOST_ITEMS = 110_000;

/** A request for each record of a page, e.g. for the bodies that a list leaves out. */
export interface Follow {
	/** The parameter that switches it on. */
	parameter: string;
	/** Paths to request for a record. */
	paths(record: IDataObject): string[];
	/** The key under which the replies are added to the record. */
	as: string;
}

export interface PagesOptions {
	cursor: Cursor;
	/** Fields kept by Simplify. */
	simplify: readonly string[];
	follow?: Follow;
	/** A second list that belongs to the whole, asked for by a parameter and merged in order. */
	alsoWith?: AlsoWith;
}

export interface AlsoWith {
	/** The parameter that switches it on. */
	parameter: string;
	/** Query values of the second pass. A query that already sets one of them needs no second pass. */
	query: IDataObject;
	/** The record's field by which the passes are merged, for a query. */
	mergeBy(query: IDataObject): { field: string; descending: boolean };
}

/** What a pass through a list hands on, page by page. */
export interface Batch {
	/** Records that no earlier page had, no more than wanted. */
	records: IDataObject[];
	/** The reply as it came. */
	body: unknown;
}

/**
 * Goes through a list page by page, filters on every page, up to `wanted` records (Infinity for all).
 * Drops records that come twice. A cursor that repeats itself or a page without news ends the pass with a warning,
 * after one wasted request at most.
 */
export async function* walk(
	job: Job,
	cursor: Cursor,
	wanted: number,
	query: IDataObject,
): AsyncGenerator<Batch, void, void> {
	const seen = new Set<unknown>();
	const isNews = (record: IDataObject) => record.id === undefined || !seen.has(record.id);
	const passed = new Set<Position>();
	const pass = cursor.begin(query);
	let start = query[cursor.param] as Position | undefined;
	let missing = wanted;
	let overlap = 0;
	let barren = false;

	while (missing > 0) {
		if (start !== undefined) passed.add(start);
		const asked = Math.min(cursor.largest, Math.max(cursor.least, missing + overlap));
		const { body } = await job.call({ query: { ...query, limit: asked, [cursor.param]: start } });
		const page = pass.read(body, asked, isNews);
		const records: IDataObject[] = [];
		for (const record of page.records) {
			if (!isNews(record)) continue;
			seen.add(record.id);
			if (records.length < missing) records.push(record);
		}
		missing -= records.length;
		yield { records, body };

		if (page.loss !== undefined) warn(job, page.loss);
		if (page.next === undefined || missing <= 0) return;
		if (passed.has(page.next)) {
			return warn(
				job,
				'HighLevel gave a cursor that it had given before, so paging stopped there: the list may not be complete.',
			);
		}
		const empty = records.length === 0;
		if (empty && (barren || typeof page.next === 'string')) {
			return warn(
				job,
				'HighLevel gave a page with nothing new on it, so paging stopped there: the list may not be complete.',
			);
		}
		barren = empty;
		start = page.next;
		overlap = page.overlap ?? 0;
	}
}

async function followed(job: Job, follow: Follow, record: IDataObject): Promise<IDataObject> {
	const paths = follow.paths(record);
	if (paths.length === 0) return record;
	const replies = await Promise.all(paths.map(async (path) => await job.call({ path, query: {} })));
	return { ...record, [follow.as]: replies.map(({ body }) => body as IDataObject) };
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
export function wantedBy(job: Job): number {
	if (job.parameter('returnAll') === true) return Number.POSITIVE_INFINITY;
	const limit = Number(job.parameter('limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1) {
		throw new FieldIssue(`'Limit' must be a whole number of 1 or more`);
	}
	return limit;
}

/** Fails before n8n would, with a message that says what to do. */
export function assertFits(count: number): void {
	if (count <= MOST_ITEMS) return;
	throw new FieldIssue(
		`n8n cannot take more than ${MOST_ITEMS.toLocaleString('en')} results from one input item`,
		'Split the range with start and end dates, one input item a slice: each slice is paged on its own.',
	);
}

async function collect(job: Job, options: PagesOptions, wanted: number): Promise<IDataObject[]> {
	const { cursor, follow, alsoWith } = options;
	const passes: IDataObject[] = [job.query];
	if (
		alsoWith &&
		job.parameter(alsoWith.parameter) === true &&
		Object.keys(alsoWith.query).every((name) => job.query[name] === undefined)
	) {
		passes.push({ ...job.query, ...alsoWith.query, [cursor.param]: undefined });
	}
	const follows = follow !== undefined && job.parameter(follow.parameter) === true;
	const lists: IDataObject[][] = [];
	for (const query of passes) {
		const found: IDataObject[] = [];
		for await (const { records } of walk(job, cursor, wanted, query)) {
			const whole = follows
				? await Promise.all(records.map(async (record) => await followed(job, follow, record)))
				: records;
			for (const record of whole) found.push(record);
			assertFits(found.length);
		}
		lists.push(found);
	}
	if (alsoWith === undefined || lists.length === 1) return lists[0];
	return merged(lists[0], lists[1], alsoWith.mergeBy(job.query)).slice(0, wanted);
}

/** Runs a list: one item a record; with Simplify off, the replies as they came, one item a page. */
export const pages =
	(options: PagesOptions): Runner =>
	async (job) => {
		const wanted = wantedBy(job);
		const items: INodeExecutionData[] = [];
		if (job.parameter('simplify') === false) {
			for await (const { body } of walk(job, options.cursor, wanted, job.query)) {
				items.push(itemOf(job, body as IDataObject));
			}
			return items;
		}
		const kept = options.follow ? [...options.simplify, options.follow.as] : options.simplify;
		for (const record of await collect(job, options, wanted))
			items.push(itemOf(job, picked(record, kept)));
		assertFits(items.length);
		return items;
	};
