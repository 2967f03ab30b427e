import type { IDataObject } from 'n8n-workflow';
import { isRefusedWith } from '../errors';
import type { Cursor, Position } from './cursors';
import type { ApiResponse } from '../transport';

/** What a walk needs of its caller: a way to send a request, and to tell the user what is not quite right. */
export interface Listed {
	request(request: { query: IDataObject }): Promise<ApiResponse>;
	warn(message: string): void;
}

/** What a pass through a list hands on, page by page. */
export interface Batch {
	/** Records that no earlier page had, no more than wanted. */
	records: IDataObject[];
	/** The reply as it came. */
	body: unknown;
	/** The page was read again by date, because its cursor had ended: the reply may hold records of earlier pages. */
	resumed: boolean;
}

/** How a page size is refused. */
const SIZE_REFUSED = [400, 422];
/** How HighLevel says that a cursor has ended is not known: any of these, where the page before went through. */
const CURSOR_ENDED = [400, 404, 410, 422];

interface Request {
	query: IDataObject;
	limit: number;
	start?: Position;
}

/** Asks for a page; where the size is refused, for one of a size that is surely taken. Returns the reply and the size. */
async function ask(
	list: Listed,
	cursor: Cursor,
	{ query, limit, start }: Request,
	isFirst: boolean,
): Promise<{ reply: ApiResponse; limit: number }> {
	const sized = async (size: number) => ({
		reply: await list.request({ query: { ...query, limit: size, [cursor.param]: start } }),
		limit: size,
	});
	const { safe } = cursor;
	if (!isFirst || !safe || limit <= safe.size) return await sized(limit);
	return await sized(limit).catch(async (error: unknown) => {
		if (!isRefusedWith(error, SIZE_REFUSED)) throw error;
		const answer = await sized(safe.size);
		safe.remember();
		return answer;
	});
}

/**
 * Goes through a list page by page, filters on every page, up to `wanted` records (Infinity for all).
 * Drops records that come twice. A cursor that repeats itself or a page without news ends the pass with a warning,
 * after one wasted request at most; a cursor that has ended is replaced, where the list can go on without it.
 * Throws what `list.call` throws.
 */
export async function* paginate(
	list: Listed,
	cursor: Cursor,
	wanted: number,
	query: IDataObject,
): AsyncGenerator<Batch, void, void> {
	const seen = new Set<unknown>();
	const isNews = (record: IDataObject) => record.id === undefined || !seen.has(record.id);
	const passed = new Set<Position>();
	const pass = cursor.begin(query);
	let current = query;
	let start = query[cursor.param] as Position | undefined;
	let last: IDataObject | undefined;
	let missing = wanted;
	let overlap = 0;
	let barren = false;
	let pages = 0;
	/** Pages that may bring nothing new, because the pass has gone on behind a cursor that had ended. */
	let catchingUp = 0;

	/** The next page, by its cursor; where that has ended, once by the list's own order. */
	const turn = async () => {
		const limit = Math.min(cursor.largest, Math.max(cursor.least, missing + overlap));
		const request = { query: current, limit, start };
		return await ask(list, cursor, request, pages === 0).then(
			(answer) => ({ ...answer, resumed: false }),
			async (error: unknown) => {
				const behind = start === undefined || pages === 0 || catchingUp > 0;
				const next = behind ? undefined : cursor.resume?.(query, last);
				if (next === undefined || !isRefusedWith(error, CURSOR_ENDED)) throw error;
				current = next;
				passed.clear();
				catchingUp = pages + 1;
				const answer = await ask(list, cursor, { query: next, limit }, false);
				return { ...answer, resumed: true };
			},
		);
	};

	while (missing > 0) {
		if (start !== undefined) passed.add(start);
		const { reply, limit, resumed } = await turn();
		pages++;
		const page = pass.read(reply.body, limit, isNews);
		const records: IDataObject[] = [];
		for (const record of page.records) {
			// One look-up for both questions: exports hold a hundred thousand records.
			const known = seen.size;
			if (record.id !== undefined && seen.add(record.id).size === known) continue;
			if (records.length < missing) records.push(record);
		}
		missing -= records.length;
		last = records.at(-1) ?? last;
		yield { records, body: reply.body, resumed };

		if (page.loss !== undefined) list.warn(page.loss);
		if (page.next === undefined || missing <= 0) return;
		if (passed.has(page.next)) {
			return list.warn(
				'HighLevel gave a cursor that it had given before, so paging stopped there: the list may not be complete.',
			);
		}
		const empty = records.length === 0;
		catchingUp = empty ? Math.max(0, catchingUp - 1) : 0;
		if (empty && catchingUp === 0 && (barren || typeof page.next === 'string')) {
			return list.warn(
				'HighLevel gave a page with nothing new on it, so paging stopped there: the list may not be complete.',
			);
		}
		barren = empty;
		start = page.next;
		overlap = page.overlap ?? 0;
	}
}
