import {
	addConversations,
	EXPORT_PATH,
	exportMessages,
	getMessages,
	SEARCH_PATH,
	searchConversations,
	upTo,
} from '../fixtures';
import { useTestEnv } from '../harness';
import { idsOf, warningOf } from '../errors/outcomes';

const testEnv = useTestEnv({ sandbox: { seed: false } });

describe('Search with fewer records per page than requested', () => {
	const capped = (most: number) =>
		testEnv.sandbox.faults.add({
			path: SEARCH_PATH,
			times: 99,
			map: (json) => {
				const { conversations, ...rest } = json as { conversations: object[] };
				return { ...rest, conversations: conversations.slice(0, most) };
			},
		});
	const run = async (more: object = {}) =>
		await testEnv.run({ parameters: searchConversations({ returnAll: true, ...more }) });

	it.each(['asc', 'desc'])('returns all, %sending', async (sort) => {
		const values = upTo(500).map((n) => n >> 1);
		const ids = addConversations(testEnv.sandbox, values);
		capped(50);
		const result = await run({ options: { sort } });
		expect(result.json).toHaveLength(500);
		expect(new Set(idsOf(result))).toEqual(new Set(ids));
		expect(warningOf(result)).toBe('');
		expect(result.requests.length).toBeLessThanOrEqual(12);
	});

	it('adds a hint if more records share a sort value than fit on a page', async () => {
		addConversations(testEnv.sandbox, [...upTo(70).map(() => 5000), ...upTo(30)]);
		capped(50);
		const result = await run();
		expect(result.json).toHaveLength(80);
		expect(warningOf(result)).toMatch(/reports 100 conversations but returned 80/);
	});

	it('ends with an empty page, whatever the total', async () => {
		addConversations(testEnv.sandbox, upTo(30));
		testEnv.sandbox.faults.add({
			path: SEARCH_PATH,
			times: 99,
			map: (json) => ({ ...(json as object), total: 31 }),
		});
		const result = await run();
		expect(result.json).toHaveLength(30);
		expect(result.requests).toHaveLength(3);
		expect(warningOf(result)).toMatch(/reports 31 conversations but returned 30/);
	});

	it('adds no hint about records before the start that is set', async () => {
		addConversations(testEnv.sandbox, upTo(30));
		const startAfterDate = String(Date.UTC(2026, 0, 1) + 20);
		const result = await run({ options: { startAfterDate } });
		expect(result.json).toHaveLength(20);
		expect(warningOf(result)).toBe('');
	});
});

describe('a broken cursor', () => {
	const records = (count: number) => upTo(count).map((n) => ({ id: `m${n}` }));
	const replies = (path: string | RegExp, bodies: object[]) => {
		for (const body of bodies) testEnv.sandbox.faults.add({ path, body });
	};

	it('ends a message list that returns the same page again', async () => {
		const page = { lastMessageId: 'x', nextPage: true, messages: records(100) };
		replies(
			/messages$/,
			upTo(9).map(() => ({ messages: page })),
		);
		const result = await testEnv.run({ parameters: getMessages({ returnAll: true }) });
		expect(idsOf(result)).toEqual(upTo(100).map((n) => `m${n}`));
		expect(result.requests).toHaveLength(2);
		expect(warningOf(result)).toMatch(/same cursor twice/);
	});

	it('ends an export if it returns to an earlier one', async () => {
		const cursors = ['a', 'b', 'a', 'b', 'a'];
		replies(
			EXPORT_PATH,
			cursors.map((nextCursor, n) => ({ messages: [{ id: `m${n}` }], nextCursor })),
		);
		const result = await testEnv.run({ parameters: exportMessages({ returnAll: true }) });
		expect(idsOf(result)).toEqual(['m0', 'm1', 'm2']);
		expect(warningOf(result)).toMatch(/same cursor twice/);
	});

	it('ends an export with the first page without new records', async () => {
		replies(
			EXPORT_PATH,
			upTo(9).map((n) => ({ messages: records(3), nextCursor: `c${n}` })),
		);
		const result = await testEnv.run({ parameters: exportMessages({ returnAll: true }) });
		expect(result.json).toHaveLength(3);
		expect(result.requests).toHaveLength(2);
		expect(warningOf(result)).toMatch(/without new records/);
	});

	it('ends a search that does not continue from the cursor', async () => {
		const conversations = upTo(100).map((n) => ({ id: `c${n}`, sort: [5000 - n] }));
		replies(
			SEARCH_PATH,
			upTo(9).map(() => ({ conversations, total: 500 })),
		);
		const result = await testEnv.run({ parameters: searchConversations({ returnAll: true }) });
		expect(result.json).toHaveLength(100);
		expect(result.requests).toHaveLength(2);
		expect(warningOf(result)).toMatch(/ignored the search cursor/);
	});

	it('ends a search without sort values, with a hint', async () => {
		replies(SEARCH_PATH, [{ conversations: records(100), total: 500 }]);
		const result = await testEnv.run({ parameters: searchConversations({ returnAll: true }) });
		expect(result.json).toHaveLength(100);
		expect(result.requests).toHaveLength(1);
		expect(warningOf(result)).toMatch(/returned no sort value/);
	});
});
