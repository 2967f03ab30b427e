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

/** A page of part window: its records, and the total number of records in the window if the response contains it. */
export interface WindowPage {
	records: IDataObject[];
	total?: number;
}

/** Reads part window page by page, in the order of the list. `from` and `to` are in ms since 1970. */
export type ReadWindow = (from: number, to: number) => AsyncIterable<WindowPage>;

/** A part of the date range. In the order of the list, `head` is its start and `tail` its end, in ms since 1970. */
interface WindowPart {
	head: number;
	tail: number;
	records: IDataObject[];
	/** Date of the last record read. */
	at: number;
	/** Estimated number of records that have not been read yet. */
	left: number;
	isStarted: boolean;
	isDone: boolean;
}

export interface WindowedList {
	from: number;
	to: number;
	ascending: boolean;
	/** Max number of parallel cursors. */
	max: number;
	/** Records per request. A part with more records left than this is worth splitting. */
	pageSize: number;
	dateOf(record: IDataObject): number;
	read: ReadWindow;
}

const newPart = (head: number, tail: number, left: number): WindowPart => ({
	head,
	tail,
	left,
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
	const [head, tail] = list.ascending ? [list.from, list.to] : [list.to, list.from];
	const parts: WindowPart[] = [newPart(head, tail, Number.POSITIVE_INFINITY)];
	const wake: Array<() => void> = [];
	let failed = false;
	const notify = () => {
		for (const resolve of wake.splice(0)) resolve();
	};

	/** Splits the unread rest of a part into `count` parts: the first stays in it, the others are inserted behind it. */
	const splitPart = (whole: WindowPart, count: number): void => {
		const rest = (whole.tail - whole.at) / count;
		if (!(Math.abs(rest) >= 2)) return;
		const { tail: end } = whole;
		const left = whole.left / count;
		const edges = Array.from({ length: count - 1 }, (_, index) =>
			Math.round(whole.at + rest * (index + 1)),
		);
		whole.tail = edges[0];
		whole.left = left;
		const added = edges.map((edge, index) => newPart(edge, edges[index + 1] ?? end, left));
		parts.splice(parts.indexOf(whole) + 1, 0, ...added);
		notify();
	};

	const run = async (part: WindowPart): Promise<void> => {
		// The outer ends stay as the user entered them; inner ends reach one millisecond into the neighbouring part.
		const reachHead = part.head === head ? head : part.head - direction;
		const reachTail = part.tail === tail ? tail : part.tail + direction;
		const range = list.ascending
			? ([reachHead, reachTail] as const)
			: ([reachTail, reachHead] as const);
		let first = true;
		for await (const { records, total } of list.read(...range)) {
			for (const record of records) part.records.push(record);
			const last = records.length > 0 ? list.dateOf(records[records.length - 1]) : Number.NaN;
			if (Number.isFinite(last)) part.at = last;
			if (first && total !== undefined) part.left = total;
			part.left -= records.length;
			// A full page although none was expected: the estimate was too low.
			if (part.left <= 0 && records.length >= list.pageSize) part.left = 2 * list.pageSize;
			if (failed) return;
			// Another cursor reads the records behind the tail.
			if ((part.at - part.tail) * direction >= 0 && part.tail !== tail) break;
			if (first && parts.length === 1 && part.left > list.pageSize) splitPart(part, list.max);
			first = false;
			notify();
		}
		part.isDone = true;
		notify();
	};

	const largestPart = (): WindowPart | undefined => {
		const heavy = parts.filter(
			({ isStarted: begun, isDone: done, left, at, head: from }) =>
				begun && !done && at !== from && left > list.pageSize,
		);
		return heavy.reduce<WindowPart | undefined>(
			(max, part) => (max && max.left >= part.left ? max : part),
			undefined,
		);
	};

	const cursor = async (): Promise<void> => {
		while (!failed) {
			const waiting = parts.find(({ isStarted: begun }) => !begun);
			if (waiting) {
				waiting.isStarted = true;
				await run(waiting);
				continue;
			}
			if (parts.every(({ isDone: done }) => done)) return;
			const heavy = largestPart();
			const before = parts.length;
			if (heavy) splitPart(heavy, 2);
			if (parts.length === before) await new Promise<void>((resolve) => wake.push(resolve));
		}
	};
	const guarded = async () =>
		await cursor().catch((error: unknown) => {
			failed = true;
			notify();
			throw error;
		});
	await Promise.all(Array.from({ length: list.max }, guarded));

	const seen = new Set<unknown>();
	const whole: IDataObject[] = [];
	for (const { records } of parts) {
		for (const record of records) {
			if (record.id !== undefined && seen.has(record.id)) continue;
			seen.add(record.id);
			whole.push(record);
		}
	}
	return whole;
}
