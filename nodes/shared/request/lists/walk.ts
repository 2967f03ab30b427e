import type { IDataObject } from 'n8n-workflow';
import type { Cursor, Position } from './cursors';
import type { Reply } from '../wire';

/** What a walk needs of its caller: a way to send a request, and to tell the user what is not quite right. */
export interface Listed {
	call(request: { query: IDataObject }): Promise<Reply>;
	warn(message: string): void;
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
	list: Listed,
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
		const { body } = await list.call({ query: { ...query, limit: asked, [cursor.param]: start } });
		const page = pass.read(body, asked, isNews);
		const records: IDataObject[] = [];
		for (const record of page.records) {
			// One look-up for both questions: exports hold a hundred thousand records.
			const known = seen.size;
			if (record.id !== undefined && seen.add(record.id).size === known) continue;
			if (records.length < missing) records.push(record);
		}
		missing -= records.length;
		yield { records, body };

		if (page.loss !== undefined) list.warn(page.loss);
		if (page.next === undefined || missing <= 0) return;
		if (passed.has(page.next)) {
			return list.warn(
				'HighLevel gave a cursor that it had given before, so paging stopped there: the list may not be complete.',
			);
		}
		const empty = records.length === 0;
		if (empty && (barren || typeof page.next === 'string')) {
			return list.warn(
				'HighLevel gave a page with nothing new on it, so paging stopped there: the list may not be complete.',
			);
		}
		barren = empty;
		start = page.next;
		overlap = page.overlap ?? 0;
	}
}
