import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../errors';

export type Position = string | number;

/** One page of a list. */
export interface Page {
	records: IDataObject[];
	/** Where the next page starts; undefined after the last page. */
	next?: Position;
	/** Number of records of this page that the next page will contain again, so that it can request as many more. */
	duplicates?: number;
	/** A warning for the user that some records cannot be read. */
	warning?: string;
}

/** Reads the pages of one list in turn. Keeps what it needs to remember between pages. */
export interface PageReader {
	/** Reads the response to a request for `limit` records. `isNew` returns whether a record was on no earlier page. */
	read(body: unknown, limit: number, isNew: (record: IDataObject) => boolean): Page;
}

/** A type of pagination: the query parameter with the start of a page, and the page sizes that the endpoint accepts. */
export interface Cursor {
	param: string;
	readonly maxPageSize: number;
	minPageSize: number;
	/** A size that is always accepted, if `maxPageSize` may be rejected. `remember` makes it the maximum from then on. */
	fallback?: { size: number; remember(): void };
	/**
	 * For cursors that expire: the query that continues after a record without a cursor. It may return records again that
	 * were already read. Undefined if there is no such query.
	 */
	resumeQuery?(query: IDataObject, last: IDataObject | undefined): IDataObject | undefined;
	/** Starts a list. `readBefore`: number of records that were read earlier, if this list continues another. */
	createReader(query: IDataObject, readBefore?: number): PageReader;
}

/** The value if it is an object, otherwise an empty one. */
const asObject = (value: unknown): IDataObject => (isObject(value) ? value : {});

const recordsIn = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? (value as IDataObject[]) : [];

const positionOf = (value: unknown): Position | undefined =>
	(typeof value === 'string' && value !== '') || typeof value === 'number' ? value : undefined;

/** Messages of a conversation. The live API nests the list under a second `messages`; its OpenAPI file does not. */
export const messageCursor: Cursor = {
	param: 'lastMessageId',
	maxPageSize: 100,
	minPageSize: 1,
	createReader: () => ({
		read(body) {
			const outer = asObject(body);
			const inner = Array.isArray(outer.messages) ? outer : asObject(outer.messages);
			const records = recordsIn(inner.messages);
			// The last page has a lastMessageId as well: only nextPage says whether there are more.
			const next =
				inner.nextPage === true ? positionOf(inner.lastMessageId ?? records.at(-1)?.id) : undefined;
			return { records, next };
		},
	}),
};

/** HighLevel's documentation of August 2026 says 1,000 per page, its OpenAPI file 500. What was accepted is remembered. */
let exportPageSize = 1000;
const FALLBACK_EXPORT_PAGE_SIZE = 500;

/**
 * Continues an export by date after its cursor expired (two minutes after its last request). One millisecond is read
 * again: HighLevel does not document whether a date range includes its ends. If the export is sorted by update time,
 * there is no such range: it starts again, unless it started at the user's cursor.
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
	get maxPageSize() {
		return exportPageSize;
	},
	minPageSize: 10,
	fallback: {
		size: FALLBACK_EXPORT_PAGE_SIZE,
		remember() {
			exportPageSize = FALLBACK_EXPORT_PAGE_SIZE;
		},
	},
	resumeQuery: resumedExport,
	createReader: () => ({
		read(body) {
			const { messages, nextCursor } = asObject(body);
			return { records: recordsIn(messages), next: positionOf(nextCursor) };
		},
	}),
};

const SEARCH_WARNINGS = {
	ignored:
		'The list may be incomplete: HighLevel ignored the search cursor, so pagination stopped.',
	unsorted:
		"The list may be incomplete: HighLevel's search returned no sort value to continue from.",
	crowded:
		'Some conversations may be missing: more than 99 have the same sort value, and HighLevel cannot paginate within one.',
};

const incompleteWarning = (total: number, read: number) =>
	`The list may be incomplete: HighLevel reports ${total} conversations but returned ${read}.`;

const sortValueOf = (record: IDataObject | undefined): number | undefined => {
	const [value] = recordsIn(record?.sort) as unknown[];
	return typeof value === 'number' ? value : undefined;
};

/**
 * The search for conversations. Its cursor is the last sort value, and it continues after that value. Records with the
 * same value could therefore be lost between two pages, so each page starts one unit earlier and duplicates are removed.
 * Only if a page contains nothing new does the next one start at the exact value. A page shorter than requested is the
 * last one, unless `total` says that there are more.
 */
export const searchCursor: Cursor = {
	param: 'startAfterDate',
	maxPageSize: 100,
	minPageSize: 1,
	createReader(query, readBefore = 0) {
		const stepBack = query.sort === 'asc' ? -1 : 1;
		// If the list starts at a cursor, `total` also counts the records before it.
		const startsAtTop = query.startAfterDate === undefined;
		/** Sort value that this page was requested after. */
		let start: number | undefined;
		/** Last sort value of the page before, and the number of records read so far that have it. */
		let edgeValue: number | undefined;
		let countAtEdge = 0;
		/** Whether this page starts at the exact value instead of one unit before. */
		let isExact = false;
		let readCount = readBefore;
		let total = Number.POSITIVE_INFINITY;
		let hasWarned = false;
		return {
			read(body, limit, isNew) {
				const response = asObject(body);
				const records = recordsIn(response.conversations);
				const first = sortValueOf(records[0]);
				const last = sortValueOf(records.at(-1));
				// The first page has nothing to compare with: the sort order is not known yet.
				const isIgnored =
					start !== undefined && first !== undefined && (first - start) * stepBack > 0;
				if (isIgnored) return { records, warning: SEARCH_WARNINGS.ignored };

				const newRecords = records.filter(isNew);
				readCount += newRecords.length;
				// The lowest total: conversations that are added meanwhile appear on pages that were already read.
				total = Math.min(total, typeof response.total === 'number' ? response.total : 0);
				const missing = total - readCount;
				if (records.length < limit && missing <= 0) return { records };
				const isStuck = newRecords.length === 0;
				if (isStuck && isExact && records.length >= limit) return { records, next: edgeValue };
				if (records.length === 0 || (isStuck && isExact)) {
					const isComplete = hasWarned || !startsAtTop || missing <= 0;
					return { records, warning: isComplete ? undefined : incompleteWarning(total, readCount) };
				}
				if (last === undefined) return { records, warning: SEARCH_WARNINGS.unsorted };

				const newAtEdge = newRecords.filter((record) => sortValueOf(record) === last).length;
				countAtEdge = last === edgeValue ? countAtEdge + newAtEdge : newAtEdge;
				edgeValue = last;
				// A full page of records has the same value: starting before it would return the same page again.
				const isCrowded = countAtEdge >= searchCursor.maxPageSize;
				isExact = isStuck || isCrowded;
				start = isExact ? last : last + stepBack;
				if (!isExact) return { records, next: start, duplicates: countAtEdge };
				hasWarned ||= isCrowded;
				return { records, next: start, warning: isCrowded ? SEARCH_WARNINGS.crowded : undefined };
			},
		};
	},
};
