import type { IDataObject } from 'n8n-workflow';

/** How a list can be cut by date, for several cursors to run at a time. */
export interface WindowOptions {
	/** The parameter with the number of cursors at a time. */
	parameter: string;
	/** The query's names of the range's two ends. */
	from: string;
	to: string;
	/** The record's field that the range is about, and that the list is in the order of. */
	date: string;
	/** Whether a query's list begins with the oldest. Undefined where its order is not that of the dates. */
	ascending(query: IDataObject): boolean | undefined;
}

/** A page of one window: its records, and how many the window's query finds in all, where the reply says it. */
export interface WindowPage {
	records: IDataObject[];
	total?: number;
}

/** Reads one window, page by page, in the order of the list. `from` and `to` in ms since 1970. */
export type ReadWindow = (from: number, to: number) => AsyncIterable<WindowPage>;

/** A stretch of the range, in the list's order: `head` comes first in it, `tail` last. */
interface Stretch {
	head: number;
	tail: number;
	records: IDataObject[];
	/** Date of the last record read. */
	at: number;
	/** Records still to come, as far as known. */
	left: number;
	begun: boolean;
	done: boolean;
}

export interface WindowedList {
	from: number;
	to: number;
	ascending: boolean;
	/** Cursors at a time. */
	most: number;
	/** Records that one request brings: what is left of a stretch is worth cutting above that. */
	pageSize: number;
	dateOf(record: IDataObject): number;
	read: ReadWindow;
}

const stretch = (head: number, tail: number, left: number): Stretch => ({
	head,
	tail,
	left,
	records: [],
	at: head,
	begun: false,
	done: false,
});

/**
 * Reads a list through several cursors at a time, each on a stretch of its own, and returns it in its one order.
 * Begins with one; what turns out heavy is cut while it is being read, and the part not yet reached goes to an idle
 * cursor. The API does not say whether its dates include their edges: neighbours overlap by a millisecond on both
 * sides, and what comes twice is dropped by id.
 */
export async function readInWindows(list: WindowedList): Promise<IDataObject[]> {
	const direction = list.ascending ? 1 : -1;
	const [head, tail] = list.ascending ? [list.from, list.to] : [list.to, list.from];
	const stretches: Stretch[] = [stretch(head, tail, Number.POSITIVE_INFINITY)];
	const wake: Array<() => void> = [];
	let failed = false;
	const notify = () => {
		for (const resolve of wake.splice(0)) resolve();
	};

	/** Cuts what a stretch has not reached into `parts`; all but the first become stretches of their own, right behind it. */
	const cut = (whole: Stretch, parts: number): void => {
		const rest = (whole.tail - whole.at) / parts;
		if (!(Math.abs(rest) >= 2)) return;
		const { tail: end } = whole;
		const left = whole.left / parts;
		const edges = Array.from({ length: parts - 1 }, (_, index) =>
			Math.round(whole.at + rest * (index + 1)),
		);
		whole.tail = edges[0];
		whole.left = left;
		const added = edges.map((edge, index) => stretch(edge, edges[index + 1] ?? end, left));
		stretches.splice(stretches.indexOf(whole) + 1, 0, ...added);
		notify();
	};

	const run = async (one: Stretch): Promise<void> => {
		// The range's own ends stay as the user gave them; where two stretches meet, each reaches a millisecond over.
		const reachHead = one.head === head ? head : one.head - direction;
		const reachTail = one.tail === tail ? tail : one.tail + direction;
		const range = list.ascending
			? ([reachHead, reachTail] as const)
			: ([reachTail, reachHead] as const);
		let first = true;
		for await (const { records, total } of list.read(...range)) {
			for (const record of records) one.records.push(record);
			const last = records.length > 0 ? list.dateOf(records[records.length - 1]) : Number.NaN;
			if (Number.isFinite(last)) one.at = last;
			if (first && total !== undefined) one.left = total;
			one.left -= records.length;
			// A full page where none was expected: the estimate was too low.
			if (one.left <= 0 && records.length >= list.pageSize) one.left = 2 * list.pageSize;
			if (failed) return;
			// Another cursor has taken what lies behind the tail.
			if ((one.at - one.tail) * direction >= 0 && one.tail !== tail) break;
			if (first && stretches.length === 1 && one.left > list.pageSize) cut(one, list.most);
			first = false;
			notify();
		}
		one.done = true;
		notify();
	};

	const heaviest = (): Stretch | undefined => {
		const heavy = stretches.filter(
			({ begun, done, left, at, head: from }) =>
				begun && !done && at !== from && left > list.pageSize,
		);
		return heavy.reduce<Stretch | undefined>(
			(most, one) => (most && most.left >= one.left ? most : one),
			undefined,
		);
	};

	const cursor = async (): Promise<void> => {
		while (!failed) {
			const waiting = stretches.find(({ begun }) => !begun);
			if (waiting) {
				waiting.begun = true;
				await run(waiting);
				continue;
			}
			if (stretches.every(({ done }) => done)) return;
			const heavy = heaviest();
			const before = stretches.length;
			if (heavy) cut(heavy, 2);
			if (stretches.length === before) await new Promise<void>((resolve) => wake.push(resolve));
		}
	};
	const guarded = async () =>
		await cursor().catch((error: unknown) => {
			failed = true;
			notify();
			throw error;
		});
	await Promise.all(Array.from({ length: list.most }, guarded));

	const seen = new Set<unknown>();
	const whole: IDataObject[] = [];
	for (const { records } of stretches) {
		for (const record of records) {
			if (record.id !== undefined && seen.has(record.id)) continue;
			seen.add(record.id);
			whole.push(record);
		}
	}
	return whole;
}
