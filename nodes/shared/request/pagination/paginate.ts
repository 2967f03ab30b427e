import type { IDataObject } from 'n8n-workflow';
import { isRejectedWith } from '../errors';
import type { Cursor, Position } from './cursors';
import type { ApiResponse } from '../transport';

/** What `paginate` needs: a way to send requests and to warn the user. */
export interface ListClient {
	request(request: { query: IDataObject }): Promise<ApiResponse>;
	warn(message: string): void;
}

/** One page of a list, as `paginate` returns it. */
export interface PageBatch {
	/** Records that were on no earlier page, at most as many as still requested. */
	records: IDataObject[];
	/** The response body as received. */
	body: unknown;
	/** The cursor had expired, so this page was read by date: the body may contain records of earlier pages. */
	isResumed: boolean;
	/** Whether the list ends here, or as many records as requested were read. */
	isLast: boolean;
}

/** Statuses that may mean "page size too large". */
const SIZE_REJECTED = [400, 422];
/** Statuses that may mean "cursor expired" after a successful page: HighLevel does not document which one it is. */
const CURSOR_EXPIRED = [400, 404, 410, 422];

interface PageQuery {
	query: IDataObject;
	limit: number;
	start?: Position;
}

/** Requests a page; if the size is rejected, again with a size that is always accepted. Returns response and size. */
async function requestPage(
	list: ListClient,
	cursor: Cursor,
	{ query, limit, start }: PageQuery,
	isFirst: boolean,
): Promise<{ response: ApiResponse; limit: number }> {
	const requestWithSize = async (size: number) => ({
		response: await list.request({ query: { ...query, limit: size, [cursor.param]: start } }),
		limit: size,
	});
	const { fallback } = cursor;
	if (!isFirst || !fallback || limit <= fallback.size) return await requestWithSize(limit);
	return await requestWithSize(limit).catch(async (error: unknown) => {
		if (!isRejectedWith(error, SIZE_REJECTED)) throw error;
		const result = await requestWithSize(fallback.size);
		fallback.remember();
		return result;
	});
}

/**
 * Reads a list page by page, with the same filters on every page, up to `max` records (Infinity for all). Duplicates are
 * removed. Stops with a warning, after at most one wasted request, if a cursor repeats or a page contains nothing new. If
 * a cursor expires and the list can continue without it, it does. Throws what `list.request` throws.
 */
export async function* paginate(
	list: ListClient,
	cursor: Cursor,
	max: number,
	query: IDataObject,
): AsyncGenerator<PageBatch, void, void> {
	const seen = new Set<unknown>();
	const isNew = (record: IDataObject) => record.id === undefined || !seen.has(record.id);
	const usedPositions = new Set<Position>();
	const reader = cursor.createReader(query);
	let current = query;
	let start = query[cursor.param] as Position | undefined;
	let lastRecord: IDataObject | undefined;
	let remaining = max;
	let duplicates = 0;
	let noNewRecords = false;
	let pages = 0;
	/** Number of pages that may contain nothing new, because the list was read again from its start or by date. */
	let allowedEmptyPages = 0;

	/** Requests the next page, by its cursor or, once after the cursor expired, by date. */
	const nextPage = async () => {
		const limit = Math.min(
			cursor.maxPageSize,
			Math.max(cursor.minPageSize, remaining + duplicates),
		);
		const request = { query: current, limit, start };
		return await requestPage(list, cursor, request, pages === 0).then(
			(page) => ({ ...page, isResumed: false }),
			async (error: unknown) => {
				const cannotResume = start === undefined || pages === 0 || allowedEmptyPages > 0;
				const next = cannotResume ? undefined : cursor.resumeQuery?.(query, lastRecord);
				if (next === undefined || !isRejectedWith(error, CURSOR_EXPIRED)) throw error;
				current = next;
				usedPositions.clear();
				allowedEmptyPages = pages + 1;
				const page = await requestPage(list, cursor, { query: next, limit }, false);
				return { ...page, isResumed: true };
			},
		);
	};

	while (remaining > 0) {
		if (start !== undefined) usedPositions.add(start);
		const { response, limit, isResumed } = await nextPage();
		pages++;
		const page = reader.read(response.body, limit, isNew);
		const records: IDataObject[] = [];
		for (const record of page.records) {
			// Add and compare sizes instead of has() and add(): exports contain a hundred thousand records.
			const sizeBefore = seen.size;
			if (record.id !== undefined && seen.add(record.id).size === sizeBefore) continue;
			if (records.length < remaining) records.push(record);
		}
		remaining -= records.length;
		lastRecord = records.at(-1) ?? lastRecord;
		const isLast = page.next === undefined || remaining <= 0;
		yield { records, body: response.body, isResumed, isLast };

		if (page.warning !== undefined) list.warn(page.warning);
		if (page.next === undefined || isLast) return;
		if (usedPositions.has(page.next)) {
			return list.warn(
				'The list may be incomplete: HighLevel returned the same cursor twice, so pagination stopped.',
			);
		}
		const isEmpty = records.length === 0;
		allowedEmptyPages = isEmpty ? Math.max(0, allowedEmptyPages - 1) : 0;
		if (isEmpty && allowedEmptyPages === 0 && (noNewRecords || typeof page.next === 'string')) {
			return list.warn(
				'The list may be incomplete: HighLevel returned a page without new records, so pagination stopped.',
			);
		}
		noNewRecords = isEmpty;
		start = page.next;
		duplicates = page.duplicates ?? 0;
	}
}
