import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import {
	exportCursor,
	messageCursor,
	searchCursor,
	type Cursor,
} from '../../../../nodes/shared/request/pagination/cursors';
import { paginate } from '../../../../nodes/shared/request/pagination/paginate';
import { propertyRuns } from '../../../support/propertyRuns';

type Answer = (query: IDataObject) => unknown;

/** Reads a list. Returns the IDs of its records, the queries and the warnings. Throws after 1,000 requests. */
async function readAll(cursor: Cursor, answer: Answer, limit = Infinity, query: IDataObject = {}) {
	const queries: IDataObject[] = [];
	const warnings: string[] = [];
	const list = {
		async request(request: { query: IDataObject }) {
			queries.push(request.query);
			if (queries.length > 1000) throw new Error('The pagination does not end');
			return { status: 200, headers: {}, body: answer(request.query) };
		},
		warn: (message: string) => warnings.push(message),
	};
	const ids: unknown[] = [];
	for await (const { records } of paginate(list, cursor, limit, query)) {
		ids.push(...records.map(({ id }) => id));
	}
	return { ids, queries, warnings };
}

const upTo = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ id: String(index) }));
const idsOf = (records: Array<{ id: string }>) => records.map(({ id }) => id);

/** Pages of messages: nested as in the live API, or flat as in its documentation. */
const messagesOf =
	(all: Array<{ id: string }>, flat: boolean): Answer =>
	({ lastMessageId, limit }) => {
		const start = all.findIndex(({ id }) => id === lastMessageId) + 1;
		const messages = all.slice(start, start + Number(limit));
		const nextPage = start + messages.length < all.length;
		// The last page has a lastMessageId as well.
		const list = { messages, lastMessageId: messages.at(-1)?.id, nextPage };
		return flat ? { ...list, traceId: 't' } : { messages: list, traceId: 't' };
	};

describe.each([
	['nested', false],
	['flat', true],
])('messages of a conversation in %s pages', (_, flat) => {
	test.each([0, 1, 99, 100, 101, 250])('%i of them', async (count) => {
		const all = upTo(count);
		const { ids, queries, warnings } = await readAll(messageCursor, messagesOf(all, flat));
		expect(ids).toEqual(idsOf(all));
		expect(queries).toHaveLength(Math.max(1, Math.ceil(count / 100)));
		expect(warnings).toEqual([]);
	});

	test('requests no more than the limit', async () => {
		const { ids, queries } = await readAll(messageCursor, messagesOf(upTo(250), flat), 120);
		expect(ids).toHaveLength(120);
		expect(queries.map(({ limit }) => limit)).toEqual([100, 20]);
	});
});

test.each([[null], [''], [undefined]])('ends an export with the cursor %p', async (end) => {
	const pages = [
		{ messages: upTo(500), nextCursor: 'second' },
		{ messages: [{ id: 'last' }], nextCursor: end },
	];
	const { ids, queries, warnings } = await readAll(
		exportCursor,
		({ cursor }) => pages[cursor ? 1 : 0],
	);
	expect(ids).toHaveLength(501);
	expect(queries.map(({ cursor }) => cursor)).toEqual([undefined, 'second']);
	expect(warnings).toEqual([]);
});

test('ends an export with a repeated cursor, with a warning', async () => {
	let id = 0;
	const answer = () => ({ messages: [{ id: String(id++) }], nextCursor: 'same' });
	const { queries, warnings } = await readAll(exportCursor, answer);
	expect(queries).toHaveLength(2);
	expect(warnings).toEqual([expect.stringContaining('same cursor twice')]);
});

test('ends an export with the same page under new cursors, with a warning', async () => {
	let page = 0;
	const answer = () => ({ messages: upTo(3), nextCursor: `cursor-${page++}` });
	const { ids, queries, warnings } = await readAll(exportCursor, answer);
	expect(ids).toHaveLength(3);
	expect(queries).toHaveLength(2);
	expect(warnings).toEqual([expect.stringContaining('without new records')]);
});

/** A search that continues after a sort value without a tie-breaker, like the live API. */
const searchOf = (values: number[], order: 'asc' | 'desc'): Answer => {
	const direction = order === 'asc' ? 1 : -1;
	const all = values
		.map((value, index) => ({ id: String(index), sort: [value] }))
		.sort((a, b) => (a.sort[0] - b.sort[0]) * direction);
	return ({ startAfterDate, limit }) => {
		const left =
			startAfterDate === undefined
				? all
				: all.filter(({ sort }) => (sort[0] - Number(startAfterDate)) * direction > 0);
		return { conversations: left.slice(0, Number(limit)), total: all.length };
	};
};

test('returns every conversation of a search once, even if many have the same sort value', async () => {
	// Few values for many records, so most pages end between records with the same value.
	const values = fc
		.tuple(fc.integer({ min: 0, max: 450 }), fc.integer({ min: 8, max: 60 }), fc.nat())
		.map(([count, kinds, seed]) =>
			Array.from({ length: count }, (_, index) => ((index * 7919 + seed) % 104_729) % kinds),
		)
		.filter((list) => maxOccurrences(list) < 90);
	await fc.assert(
		fc.asyncProperty(
			values,
			fc.constantFrom('asc' as const, 'desc' as const),
			async (list, sort) => {
				const { ids, warnings } = await readAll(searchCursor, searchOf(list, sort), Infinity, {
					sort,
				});
				expect(warnings).toEqual([]);
				expect(ids).toHaveLength(list.length);
				expect(new Set(ids).size).toBe(list.length);
				const order = ids.map((id) => list[Number(id)] * (sort === 'asc' ? 1 : -1));
				expect(order).toEqual([...order].sort((a, b) => a - b));
			},
		),
		{ numRuns: propertyRuns(60) },
	);
});

/** The number of occurrences of the most frequent value. */
function maxOccurrences(list: number[]): number {
	const counts = new Map<number, number>();
	for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
	return Math.max(0, ...counts.values());
}

test('warns that records may be missing if a page has only one sort value', async () => {
	const values = [...Array.from({ length: 150 }, () => 5), 4, 3];
	const { ids, warnings } = await readAll(searchCursor, searchOf(values, 'desc'));
	expect(warnings).toEqual([expect.stringContaining('Some conversations may be missing')]);
	expect(ids).toEqual(expect.arrayContaining(['150', '151']));
});

test('ends a search without sort values after a full page, with a warning', async () => {
	const answer: Answer = () => ({ conversations: upTo(100), total: 900 });
	const { ids, queries, warnings } = await readAll(searchCursor, answer);
	expect(ids).toHaveLength(100);
	expect(queries).toHaveLength(1);
	expect(warnings).toEqual([expect.stringContaining('returned no sort value')]);
});

test.each<[string, Cursor]>([
	['messages', messageCursor],
	['export', exportCursor],
	['search', searchCursor],
])('%s: treats another format as an empty list', async (_, cursor) => {
	for (const body of [null, [], 'text', {}, { messages: null }, { conversations: {} }]) {
		const { ids, queries } = await readAll(cursor, () => body);
		expect(ids).toEqual([]);
		expect(queries).toHaveLength(1);
	}
});
