import type { IDataObject } from 'n8n-workflow';

import {
	addConversations,
	addMessages,
	byId,
	EXPORT_PATH,
	exportMessages,
	getMessages,
	searchConversations,
	upTo,
} from '../fixtures';
import { useTestEnv } from '../harness';
import { idsOf, warningOf, type Outcome } from '../errors/outcomes';

const testEnv = useTestEnv({ sandbox: { seed: false } });

const asked = ({ requests }: Outcome, name: string) => requests.map(({ query }) => query[name]);

describe('Get Many of messages', () => {
	const all = (conversationId: string, more: object = {}) =>
		testEnv.run({
			parameters: getMessages({ conversationId: byId(conversationId), returnAll: true, ...more }),
		});

	it('returns all in order, 100 per page', async () => {
		const { conversationId, ids } = addMessages(testEnv.sandbox, 250);
		const result = await all(conversationId);
		expect(idsOf(result)).toEqual(ids);
		expect(asked(result, 'limit')).toEqual(['100', '100', '100']);
		expect(asked(result, 'lastMessageId')).toEqual([undefined, ids[99], ids[199]]);
		expect(warningOf(result)).toBe('');
	});

	it('accepts flat responses, too', async () => {
		const { conversationId, ids } = addMessages(testEnv.sandbox, 150);
		testEnv.sandbox.faults.add({ times: 9, map: (json) => (json as IDataObject).messages });
		expect(idsOf(await all(conversationId))).toEqual(ids);
	});

	it('requests no more than the limit', async () => {
		const { conversationId, ids } = addMessages(testEnv.sandbox, 250);
		const result = await all(conversationId, { returnAll: false, limit: 130 });
		expect(idsOf(result)).toEqual(ids.slice(0, 130));
		expect(asked(result, 'limit')).toEqual(['100', '30']);
		const one = await all(conversationId, { returnAll: false, limit: 1 });
		expect(asked(one, 'limit')).toEqual(['1']);
	});

	it('keeps the filter on every page, and starts at the cursor that is set', async () => {
		const { conversationId, ids } = addMessages(testEnv.sandbox, 250);
		const result = await all(conversationId, {
			filters: { type: ['TYPE_SMS', 'TYPE_CALL'] },
			options: { lastMessageId: ids[19] },
		});
		expect(idsOf(result)).toEqual(ids.slice(20));
		expect(new Set(asked(result, 'type'))).toEqual(new Set(['TYPE_SMS,TYPE_CALL']));
		expect(result.requests).toHaveLength(3);
	});

	it('adds the bodies of emails if selected', async () => {
		const { conversationId } = addMessages(testEnv.sandbox, 3, 'TYPE_EMAIL');
		const { messages } = testEnv.sandbox.state;
		for (const message of [...messages.values()].slice(0, 2)) {
			testEnv.sandbox.state.addEmail(message, {
				subject: `About ${message.body}`,
				body: '<p>Hi</p>',
			});
		}
		const result = await all(conversationId, { options: { includeEmailBodies: true } });
		expect(result.json.map(({ emails }) => emails)).toEqual([
			undefined,
			[expect.objectContaining({ subject: 'About Message 1', body: '<p>Hi</p>' })],
			[expect.objectContaining({ subject: 'About Message 0' })],
		]);
		expect(result.requests).toHaveLength(3);
	});
});

describe('Export', () => {
	const run = (more: object = {}) =>
		testEnv.run({ parameters: exportMessages({ returnAll: true, ...more }) });

	it('returns all in order', async () => {
		const { ids } = addMessages(testEnv.sandbox, 2100);
		const result = await run();
		expect(idsOf(result)).toEqual(ids);
		expect(asked(result, 'limit')).toEqual(['1000', '1000', '1000']);
	});

	it('requests at least ten and cuts to the limit', async () => {
		const { ids } = addMessages(testEnv.sandbox, 1100);
		const five = await run({ returnAll: false, limit: 5 });
		expect(idsOf(five)).toEqual(ids.slice(0, 5));
		expect(asked(five, 'limit')).toEqual(['10']);
		const more = await run({ returnAll: false, limit: 1003 });
		expect(idsOf(more)).toEqual(ids.slice(0, 1003));
		expect(asked(more, 'limit')).toEqual(['1000', '10']);
	});

	it.each([null, '', undefined])('ends with a next cursor of %j', async (nextCursor) => {
		const { ids } = addMessages(testEnv.sandbox, 1100);
		testEnv.sandbox.faults.add({
			path: EXPORT_PATH,
			skip: 1,
			map: (json) => ({ ...(json as object), nextCursor }),
		});
		const result = await run();
		expect(idsOf(result)).toEqual(ids);
		expect(result.requests).toHaveLength(2);
		expect(warningOf(result)).toBe('');
	});

	it('keeps the filters on every page', async () => {
		addMessages(testEnv.sandbox, 30);
		const { contactId, ids } = addMessages(testEnv.sandbox, 1200);
		const filters = { contactId, startDate: '2026-01-01T00:00:00Z' };
		const result = await run({ filters, options: { sortOrder: 'asc' } });
		expect(idsOf(result)).toEqual([...ids].reverse());
		for (const { query } of result.requests) {
			const { locationId } = testEnv.sandbox;
			expect(query).toMatchObject({ contactId, sortOrder: 'asc', locationId });
			expect(query.startDate).toBe('2026-01-01T00:00:00.000Z');
		}
	});

	it.each(['desc', 'asc'])('merges emails by date, %sending', async (sortOrder) => {
		const sms = addMessages(testEnv.sandbox, 1020).ids;
		const emails = addMessages(testEnv.sandbox, 30, 'TYPE_EMAIL').ids;
		const result = await run({ options: { includeEmail: true, sortOrder } });
		const { messages } = testEnv.sandbox.state;
		const dates = result.json.map(({ id }) => messages.get(String(id))!.dateAdded);
		const sorted = [...dates].sort((a, b) => (sortOrder === 'asc' ? a - b : b - a));
		expect(dates).toEqual(sorted);
		expect(new Set(idsOf(result))).toEqual(new Set([...sms, ...emails]));
		expect(result.json).toHaveLength(1050);
		expect(asked(result, 'channel')).toEqual([undefined, undefined, 'Email']);
		const limited = await run({
			returnAll: false,
			limit: 40,
			options: { includeEmail: true, sortOrder },
		});
		expect(idsOf(limited)).toEqual(idsOf(result).slice(0, 40));
	});
});

describe('Search', () => {
	const run = (more: object = {}) =>
		testEnv.run({ parameters: searchConversations({ returnAll: true, ...more }) });

	it.each([
		['desc', (ids: string[]) => [...ids].reverse()],
		['asc', (ids: string[]) => ids],
	])('returns all in order, %sending', async (sort, ordered) => {
		const ids = addConversations(
			testEnv.sandbox,
			upTo(250).map((n) => n * 1000),
		);
		const result = await run({ options: { sort } });
		expect(idsOf(result)).toEqual(ordered(ids));
		expect(new Set(asked(result, 'limit'))).toEqual(new Set(['100']));
		expect(result.requests).toHaveLength(3);
	});

	it.each(['desc', 'asc'])(
		'loses none with the same sort value at a page boundary, %sending',
		async (sort) => {
			for (const size of [2, 3, 7, 60, 99]) {
				testEnv.sandbox.reset();
				const ids = addConversations(
					testEnv.sandbox,
					upTo(310).map((n) => Math.floor(n / size)),
				);
				const result = await run({ options: { sort } });
				expect(idsOf(result)).toHaveLength(310);
				expect(new Set(idsOf(result))).toEqual(new Set(ids));
				expect(warningOf(result)).toBe('');
			}
		},
	);

	it('adds a hint if more records share a sort value than fit on a page', async () => {
		addConversations(testEnv.sandbox, [...upTo(120).map(() => 5000), ...upTo(30)]);
		const result = await run();
		expect(new Set(idsOf(result)).size).toBe(result.json.length);
		expect(result.json.length).toBe(130);
		expect(warningOf(result)).toMatch(/same sort value/);
	});

	it('keeps the filters and the limit on every page', async () => {
		addConversations(
			testEnv.sandbox,
			upTo(250).map((n) => n * 1000),
		);
		const given = { filters: { status: 'read', assignedTo: ['unassigned', 'x'] } };
		const result = await run({ ...given, returnAll: false, limit: 120 });
		expect(result.json).toHaveLength(120);
		expect(result.requests.map(({ query }) => query)).toEqual([
			expect.objectContaining({ status: 'read', assignedTo: 'unassigned,x', limit: '100' }),
			expect.objectContaining({ status: 'read', assignedTo: 'unassigned,x', limit: '21' }),
		]);
	});
});
