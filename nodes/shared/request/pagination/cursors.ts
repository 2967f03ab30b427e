import type { IDataObject } from 'n8n-workflow';

export type Position = string | number;

/** One page, as read from a reply. */
export interface Page {
	records: IDataObject[];
	/** Where the next page starts; undefined after the last. */
	next?: Position;
	/** How many records the next page will bring a second time, so that it can ask for as many more. */
	overlap?: number;
	/** Records that no cursor can reach any more, in words for the user. */
	loss?: string;
}

/** One pass through a list. Keeps what it must remember from page to page. */
export interface Walk {
	/** Reads a reply to a request for `asked` records. `isNews` tells which were not on an earlier page. */
	read(body: unknown, asked: number, isNews: (record: IDataObject) => boolean): Page;
}

/** A way of paging: the query parameter that says where a page starts, and the page sizes that the endpoint takes. */
export interface Cursor {
	param: string;
	readonly largest: number;
	least: number;
	/** A size that the endpoint surely takes, where `largest` may be refused; `remember` makes it the largest from then on. */
	safe?: { size: number; remember(): void };
	/**
	 * The query that goes on behind a record without a cursor, for cursors that end after a while. May bring again what
	 * was read before. Undefined where there is no such query.
	 */
	resume?(query: IDataObject, last: IDataObject | undefined): IDataObject | undefined;
	/** `readBefore`: how many records were read by earlier passes, where this one goes on. */
	begin(query: IDataObject, readBefore?: number): Walk;
}

const asObject = (value: unknown): IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: {};

const recordsIn = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? (value as IDataObject[]) : [];

const position = (value: unknown): Position | undefined =>
	(typeof value === 'string' && value !== '') || typeof value === 'number' ? value : undefined;

/** Messages of a conversation. Live replies nest the list under a second `messages`; the official file shows it flat. */
export const messageCursor: Cursor = {
	param: 'lastMessageId',
	largest: 100,
	least: 1,
	begin: () => ({
		read(body) {
			const outer = asObject(body);
			const inner = Array.isArray(outer.messages) ? outer : asObject(outer.messages);
			const records = recordsIn(inner.messages);
			// lastMessageId stands on the last page too: nextPage alone says whether there is more.
			const next =
				inner.nextPage === true ? position(inner.lastMessageId ?? records.at(-1)?.id) : undefined;
			return { records, next };
		},
	}),
};

/** HighLevel's documentation of August 2026 says 1,000 a page, its older files 500: what it takes is remembered for the process. */
let exportPageSize = 1000;
const SAFE_EXPORT_PAGE_SIZE = 500;

/**
 * Goes on by date where an export's cursor has ended: HighLevel keeps one for two minutes after its last request.
 * A millisecond is read again, for HighLevel does not say whether the dates of a range belong to it.
 * The order of updates has no such range: there the export begins anew, unless it began at a cursor of the user's.
 */
function resumedExport(query: IDataObject, last: IDataObject | undefined): IDataObject | undefined {
	const at = Date.parse(String(last?.dateAdded));
	if (query.sortBy === 'updatedAt' || !Number.isFinite(at)) {
		return query.cursor === undefined ? query : undefined;
	}
	const fresh = { ...query, cursor: undefined };
	const iso = (ms: number) => new Date(ms).toISOString();
	if (query.sortOrder === 'asc') {
		const from = Date.parse(String(query.startDate));
		return { ...fresh, startDate: iso(Math.max(at - 1, Number.isFinite(from) ? from : at - 1)) };
	}
	const to = Date.parse(String(query.endDate));
	return { ...fresh, endDate: iso(Math.min(at + 1, Number.isFinite(to) ? to : at + 1)) };
}

/** The export of a location's messages. Its last page has a `nextCursor` that is null, empty or absent. */
export const exportCursor: Cursor = {
	param: 'cursor',
	get largest() {
		return exportPageSize;
	},
	least: 10,
	safe: {
		size: SAFE_EXPORT_PAGE_SIZE,
		remember() {
			exportPageSize = SAFE_EXPORT_PAGE_SIZE;
		},
	},
	resume: resumedExport,
	begin: () => ({
		read(body) {
			const { messages, nextCursor } = asObject(body);
			return { records: recordsIn(messages), next: position(nextCursor) };
		},
	}),
};

const SEARCH_LOSS = {
	ignored:
		"HighLevel's search did not go on where it was asked to, so paging stopped there: the list may not be complete.",
	unsorted:
		"HighLevel's search gave no sort value to go on from, so paging stopped there: the list may not be complete.",
	crowded:
		"More than 99 conversations share one sort value, and HighLevel's search cannot page inside it: some of them may be missing.",
};

const fewerThan = (total: number, read: number) =>
	`HighLevel's search counts ${total} conversations and gave ${read}: the list may not be complete.`;

const sortValueOf = (record: IDataObject | undefined): number | undefined => {
	const [value] = recordsIn(record?.sort) as unknown[];
	return typeof value === 'number' ? value : undefined;
};

/**
 * The search for conversations. It continues strictly after the last sort value and gives no tie-breaker, so records
 * that share that value would be lost at a page's edge. Each page therefore starts one unit earlier; what comes twice
 * is dropped. Only when a page brings nothing new does the next start at the exact value.
 * A page shorter than asked is the last one, unless `total` says that there are more: servers may give fewer a page.
 */
export const searchCursor: Cursor = {
	param: 'startAfterDate',
	largest: 100,
	least: 1,
	begin(query, readBefore = 0) {
		const backwards = query.sort === 'asc' ? -1 : 1;
		// Where the list began elsewhere, its total counts records that this pass never sees.
		const fromTop = query.startAfterDate === undefined;
		let start: number | undefined;
		let edge: number | undefined;
		let seenAtEdge = 0;
		let exact = false;
		let read = readBefore;
		let total = Number.POSITIVE_INFINITY;
		let lossTold = false;
		return {
			read(body, asked, isNews) {
				const reply = asObject(body);
				const records = recordsIn(reply.conversations);
				const first = sortValueOf(records[0]);
				const last = sortValueOf(records.at(-1));
				// Where the user starts, nothing is known yet of how the records are sorted.
				const ignored =
					start !== undefined && first !== undefined && (first - start) * backwards > 0;
				if (ignored) return { records, loss: SEARCH_LOSS.ignored };

				const news = records.filter(isNews);
				read += news.length;
				// The lowest: what is added meanwhile comes in at the top, behind the pass.
				total = Math.min(total, typeof reply.total === 'number' ? reply.total : 0);
				const missing = total - read;
				if (records.length < asked && missing <= 0) return { records };
				const stuck = news.length === 0;
				if (stuck && exact && records.length >= asked) return { records, next: edge };
				if (records.length === 0 || (stuck && exact)) {
					const silent = lossTold || !fromTop || missing <= 0;
					return { records, loss: silent ? undefined : fewerThan(total, read) };
				}
				if (last === undefined) return { records, loss: SEARCH_LOSS.unsorted };

				const newsAtEdge = news.filter((record) => sortValueOf(record) === last).length;
				seenAtEdge = last === edge ? seenAtEdge + newsAtEdge : newsAtEdge;
				edge = last;
				// As many as fill a page share the value: starting before it would bring the same page again.
				const crowded = seenAtEdge >= searchCursor.largest;
				exact = stuck || crowded;
				start = exact ? last : last + backwards;
				if (!exact) return { records, next: start, overlap: seenAtEdge };
				lossTold ||= crowded;
				return { records, next: start, loss: crowded ? SEARCH_LOSS.crowded : undefined };
			},
		};
	},
};
