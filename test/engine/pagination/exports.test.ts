import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';
import { addMessages, EXPORT_PATH, exportMessages, upTo } from '../fixtures';
import { useTestEnv } from '../harness';
import { idsOf, warningOf, type Outcome } from '../errors/outcomes';

const START = Date.UTC(2026, 0, 1);

const testEnv = useTestEnv({ sandbox: { seed: false } });

const run = async (options: INodeParameters = {}, more: INodeParameters = {}) =>
	await testEnv.run({ parameters: exportMessages({ returnAll: true, options, ...more }) });

const limits = ({ requests }: Outcome) => requests.map(({ query }) => query.limit);

/** Messages, many with equal dates. */
function addCrowded(count: number, messageType = 'TYPE_SMS'): void {
	const { state, locationId } = testEnv.sandbox;
	const { id: contactId } = state.addContact({ locationId });
	const { id: conversationId } = state.addConversation({ locationId, contactId });
	state.addMessages(
		upTo(count).map((n) => ({ conversationId, messageType, dateAdded: START + (n >> 8) * 500 })),
	);
}

/** Answers requests with a cursor, after a number of them. */
const onCursor = (fault: Fault, skip = 0) =>
	testEnv.sandbox.faults.add({
		path: EXPORT_PATH,
		when: ({ query }) => query.cursor !== undefined,
		skip,
		...fault,
	});

it('requests 1,000 per page', async () => {
	const { ids } = addMessages(testEnv.sandbox, 2_100);
	const result = await run();
	expect(idsOf(result)).toEqual(ids);
	expect(limits(result)).toEqual(['1000', '1000', '1000']);
});

describe('an expired cursor', () => {
	const orders = ['asc', 'desc'].flatMap((sortOrder) =>
		(['inclusive', 'exclusive', 'half-open'] as const).map((edges) => [sortOrder, edges] as const),
	);

	it.each(orders)('is replaced by dates, %s, with dates as %s', async (sortOrder, edges) => {
		addCrowded(3_500);
		testEnv.sandbox.state.exportDates = edges;
		const whole = await run({ sortOrder });
		expect(whole.requests).toHaveLength(4);
		testEnv.sandbox.state.cursorTtlMs = -1;
		const resumed = await run({ sortOrder });
		expect(resumed.error).toBeUndefined();
		expect(idsOf(resumed)).toEqual(idsOf(whole));
		expect(warningOf(resumed)).toBe('');
	});

	it('is replaced by dates within the period that is set', async () => {
		addCrowded(3_000);
		const filters = {
			startDate: new Date(START + 500).toISOString(),
			endDate: new Date(START + 5_000).toISOString(),
		};
		for (const sortOrder of ['asc', 'desc']) {
			testEnv.sandbox.state.cursorTtlMs = 60_000;
			const whole = await run({ sortOrder }, { filters });
			testEnv.sandbox.state.cursorTtlMs = -1;
			const resumed = await run({ sortOrder }, { filters });
			expect(idsOf(resumed)).toEqual(idsOf(whole));
		}
	});

	it('is replaced with emails and in parallel windows', async () => {
		addCrowded(4_000);
		addCrowded(2_500, 'TYPE_EMAIL');
		const filters = {
			startDate: new Date(START).toISOString(),
			endDate: new Date(START + 60_000).toISOString(),
		};
		const whole = await run({ includeEmail: true }, { filters });
		expect(whole.json).toHaveLength(6_500);
		testEnv.sandbox.state.cursorTtlMs = -1;
		const resumed = await run({ includeEmail: true, parallelWindows: 4 }, { filters });
		expect(resumed.error).toBeUndefined();
		expect(idsOf(resumed)).toEqual(idsOf(whole));
	});

	it('restarts an export sorted by update once', async () => {
		addCrowded(3_500);
		const whole = await run({ sortBy: 'updatedAt' });
		onCursor({ status: 410 }, 1);
		const resumed = await run({ sortBy: 'updatedAt' });
		expect(idsOf(resumed)).toEqual(idsOf(whole));
		expect(resumed.requests).toHaveLength(3 + 4);
	});

	it.each([400, 404, 410, 422])('is recognized by status %i', async (status) => {
		addCrowded(2_500);
		onCursor({ status }, 1);
		const { json, error, requests } = await run();
		expect(error).toBeUndefined();
		expect(json).toHaveLength(2_500);
		expect(requests.map(({ query }) => query.cursor !== undefined)).toEqual([
			...[false, true, true],
			false,
		]);
	});

	it('adds a hint to raw pages that some records may be returned twice', async () => {
		addCrowded(2_500);
		onCursor({ status: 400 });
		const result = await run({}, { simplify: false });
		const ids = result.json.flatMap(({ messages }) => (messages as IDataObject[]).map((m) => m.id));
		expect(new Set(ids).size).toBe(2_500);
		expect(warningOf(result)).toMatch(/continued by date/);
	});

	it('is an error if the page is also rejected without it', async () => {
		addCrowded(2_500);
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, skip: 1, times: 9, status: 400 });
		const { error, requests } = await run();
		expect(error).toMatchObject({ httpCode: '400' });
		expect(requests).toHaveLength(3);
	});

	it('is an error if the user has set it', async () => {
		addCrowded(50);
		testEnv.sandbox.state.cursorTtlMs = -1;
		const [page] = (await run({}, { returnAll: false, limit: 10, simplify: false })).json;
		const { error, requests } = await run({ cursor: page.nextCursor as string });
		expect(error?.description).toMatch(/Cursor has expired/);
		expect(new Set(requests.map(({ query }) => query.cursor))).toEqual(new Set([page.nextCursor]));
	});

	it.each([401, 403, 409])('is not assumed for status %i', async (status) => {
		addCrowded(2_500);
		onCursor({ status });
		const { error, requests } = await run();
		expect(error).toMatchObject({ httpCode: String(status) });
		expect(requests).toHaveLength(2);
	});
});

// Last, because the process remembers the page size.
describe('a rejected page size', () => {
	beforeEach(() => {
		testEnv.sandbox.state.exportPageSize = 500;
	});

	it('is not assumed for other errors', async () => {
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, times: 2, status: 422 });
		const refused = await run();
		expect(refused.error).toMatchObject({ httpCode: '422' });
		expect(limits(refused)).toEqual(['1000', '500']);
	});

	it('is replaced by 500, also for later exports of the process', async () => {
		const { ids } = addMessages(testEnv.sandbox, 1_200);
		const first = await run();
		expect(idsOf(first)).toEqual(ids);
		expect(limits(first)).toEqual(['1000', '500', '500', '500']);
		const second = await run();
		expect(idsOf(second)).toEqual(ids);
		expect(limits(second)).toEqual(['500', '500', '500']);
	});
});
