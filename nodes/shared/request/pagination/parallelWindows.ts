import type { IDataObject } from 'n8n-workflow';

/** How a list can be split by date, so that several cursors can read it in parallel. */
export interface WindowOptions {
	/** Name of the parameter with the number of parallel cursors. */
	parameter: string;
	/** Names of the query parameters with the ends of the date range. */
	from: string;
	to: string;
	/** The record's date field that the range filters by and the list is sorted by. */
	date: string;
	/** Whether the query's list starts with the oldest record. Undefined if it is not sorted by that date. */
	ascending(query: IDataObject): boolean | undefined;
}

/** A page of a window: its records, and the total number of records in the window if the response contains it. */
export interface WindowPage {
	records: IDataObject[];
	total?: number;
}

/** Reads a window page by page, in the order of the list. `from` and `to` are in ms since 1970. */
export type ReadWindow = (from: number, to: number) => AsyncIterable<WindowPage>;

/** A part of the date range. In the order of the list, `head` is its start and `tail` its end, in ms since 1970. */
interface WindowPart {
	head: number;
	tail: number;
	records: IDataObject[];
	/** Date of the last record read, ms since 1970. */
	at: number;
	/** Estimated number of records that have not been read yet. */
	remaining: number;
	/** Whether a cursor reads it, or has read it. */
	isStarted: boolean;
	isDone: boolean;
}

/** A list to read in parallel. */
export interface WindowedList {
	/** The date range, in ms since 1970. */
	from: number;
	to: number;
	/** Whether the list starts with the oldest record. */
	ascending: boolean;
	/** Max number of parallel cursors. */
	max: number;
	/** Records per request. Only parts with more unread records than this are split. */
	pageSize: number;
	/** Date of a record in ms since 1970, NaN if it has none. */
	dateOf(record: IDataObject): number;
	read: ReadWindow;
}

const newPart = (head: number, tail: number, remaining: number): WindowPart => ({
	head,
	tail,
	remaining,
	records: [],
	at: head,
	isStarted: false,
	isDone: false,
});

/**
 * Reads a list with several parallel cursors, each on a part of the date range, and returns the records in the order of
 * the list. It starts with one cursor; while it reads, parts with many records left are split, and an idle cursor takes
 * the new part. The API does not document whether a date range includes its ends, so neighbouring parts overlap by a
 * millisecond on both sides, and duplicates are removed by ID. Rejects if reading a window fails.
 */
export async function readInWindows(list: WindowedList): Promise<IDataObject[]> {
	const direction = list.ascending ? 1 : -1;
	const [listHead, listTail] = list.ascending ? [list.from, list.to] : [list.to, list.from];
	const parts: WindowPart[] = [newPart(listHead, listTail, Number.POSITIVE_INFINITY)];
	const idleCursors: Array<() => void> = [];
	let hasFailed = false;
	const wakeIdleCursors = () => {
		for (const resolve of idleCursors.splice(0)) resolve();
	};

	/** Splits the unread rest of a part into `count` parts: the first stays in it, the others are inserted behind it. */
	const splitPart = (part: WindowPart, count: number): void => {
		const { at, tail } = part;
		const lengthMs = (tail - at) / count;
		if (!(Math.abs(lengthMs) >= 2)) return;
		const remaining = part.remaining / count;
		const edges = Array.from({ length: count - 1 }, (_, index) =>
			Math.round(at + lengthMs * (index + 1)),
		);
		part.tail = edges[0];
		part.remaining = remaining;
		const added = edges.map((edge, index) => newPart(edge, edges[index + 1] ?? tail, remaining));
		parts.splice(parts.indexOf(part) + 1, 0, ...added);
		wakeIdleCursors();
	};

	/** Reads a part up to its tail, which `splitPart` may move meanwhile. */
	const readPart = async (part: WindowPart): Promise<void> => {
		// The outer ends stay as the user entered them; inner ends reach one millisecond into the neighbouring part.
		const reachHead = part.head === listHead ? listHead : part.head - direction;
		const reachTail = part.tail === listTail ? listTail : part.tail + direction;
		const range = list.ascending
			? ([reachHead, reachTail] as const)
			: ([reachTail, reachHead] as const);
		let isFirst = true;
		for await (const { records, total } of list.read(...range)) {
			for (const record of records) part.records.push(record);
			const last = records.length > 0 ? list.dateOf(records[records.length - 1]) : Number.NaN;
			if (Number.isFinite(last)) part.at = last;
			if (isFirst && total !== undefined) part.remaining = total;
			part.remaining -= records.length;
			// A full page although none was expected: the estimate was too low.
			if (part.remaining <= 0 && records.length >= list.pageSize)
				part.remaining = 2 * list.pageSize;
			if (hasFailed) return;
			// Another cursor reads the records behind the tail.
			if ((part.at - part.tail) * direction >= 0 && part.tail !== listTail) break;
			if (isFirst && parts.length === 1 && part.remaining > list.pageSize)
				splitPart(part, list.max);
			isFirst = false;
			wakeIdleCursors();
		}
		part.isDone = true;
		wakeIdleCursors();
	};

	/** Of the parts that can be split, the one with the most unread records. */
	const largestPart = (): WindowPart | undefined => {
		const candidates = parts.filter(
			({ isStarted, isDone, remaining, at, head }) =>
				isStarted && !isDone && at !== head && remaining > list.pageSize,
		);
		return candidates.reduce<WindowPart | undefined>(
			(largest, part) => (largest && largest.remaining >= part.remaining ? largest : part),
			undefined,
		);
	};

	/** Reads one part after the other. If all have started, splits the largest one, or waits until one can be split. */
	const runCursor = async (): Promise<void> => {
		while (!hasFailed) {
			const unread = parts.find(({ isStarted }) => !isStarted);
			if (unread) {
				unread.isStarted = true;
				await readPart(unread);
				continue;
			}
			if (parts.every(({ isDone }) => isDone)) return;
			const largest = largestPart();
			const countBefore = parts.length;
			if (largest) splitPart(largest, 2);
			if (parts.length === countBefore)
				await new Promise<void>((resolve) => idleCursors.push(resolve));
		}
	};
	const stopAllOnError = async () =>
		await runCursor().catch((error: unknown) => {
			hasFailed = true;
			wakeIdleCursors();
			throw error;
		});
	await Promise.all(Array.from({ length: list.max }, stopAllOnError));

	const seen = new Set<unknown>();
	const merged: IDataObject[] = [];
	for (const { records } of parts) {
		for (const record of records) {
			if (record.id !== undefined && seen.has(record.id)) continue;
			seen.add(record.id);
			merged.push(record);
		}
	}
	return merged;
}
