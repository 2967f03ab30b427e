import { SEED } from '../../../sandbox';
import { addConversations, getConversation, SEARCH_PATH } from '../fixtures';
import { useTestEnv } from '../harness';
import { expectHeaders } from './runCase';

const testEnv = useTestEnv();

const { locationId, conversationId } = SEED;

/** Loads all pages of a list, at most 50. Returns the IDs in order. */
async function scrolled(filter?: string): Promise<string[]> {
	const ids: string[] = [];
	let token: string | undefined;
	for (let page = 0; page < 50; page++) {
		const given = { parameters: getConversation(), filter, token };
		const { results, paginationToken } = await testEnv.listSearch('searchConversations', given);
		ids.push(...results.map(({ value }) => String(value)));
		if (paginationToken === undefined) return ids;
		token = String(paginationToken);
	}
	throw new Error('The list does not end');
}

describe('list of conversations', () => {
	test('shows contact and last message, newest first, with a link to the HighLevel app', async () => {
		const { results, requests } = await testEnv.listSearch('searchConversations', {
			parameters: getConversation(),
		});
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({ method: 'GET', path: SEARCH_PATH });
		expect(requests[0].query).toStrictEqual({ limit: '50', locationId });
		expectHeaders(requests[0], testEnv.sandbox.token);
		expect(results).toContainEqual({
			name: expect.stringMatching(/^Ana Ferreira: ./),
			value: conversationId,
			url: `https://app.gohighlevel.com/v2/location/${locationId}/conversations/conversations/${conversationId}`,
		});
		const { conversations } = testEnv.sandbox.state;
		const dates = results.map(({ value }) => conversations.get(String(value))!.lastMessageDate);
		expect(dates).toEqual([...dates].sort((a, b) => b - a));
	});

	test('is also used by the memory node', async () => {
		const type = 'highLevelConversationsMemory';
		const { results } = await testEnv.listSearch('searchConversations', { type });
		expect(results.map(({ value }) => value)).toContain(conversationId);
	});

	test('searches with HighLevel', async () => {
		const { results, requests } = await testEnv.listSearch('searchConversations', {
			parameters: getConversation(),
			filter: 'Okafor & Söhne',
		});
		expect(requests[0].query).toStrictEqual({ limit: '50', locationId, query: 'Okafor & Söhne' });
		expect(results).toEqual([]);
		expect(await scrolled('okafor')).toEqual([SEED.emailConversationId]);
	});

	test('loads all pages, each conversation once, also with equal times at page boundaries', async () => {
		const before = await scrolled();
		const added = addConversations(
			testEnv.sandbox,
			Array.from({ length: 130 }, (_, index) => Math.floor(index / 7)),
		);
		const ids = await scrolled();
		expect(ids).toHaveLength(new Set(ids).size);
		expect([...ids].sort()).toEqual([...before, ...added].sort());
	});

	test('continues after more conversations with the same time than fit on a page', async () => {
		const [older] = addConversations(testEnv.sandbox, [0]);
		addConversations(
			testEnv.sandbox,
			Array.from({ length: 70 }, () => 1),
		);
		expect(await scrolled()).toContain(older);
	});

	test("uses the node's own location if it is set", async () => {
		const parameters = {
			resource: 'conversation',
			operation: 'update',
			locationId: SEED.otherLocationId,
		};
		const { results } = await testEnv.listSearch('searchConversations', {
			parameters,
			credentials: { accessToken: testEnv.sandbox.tokens.otherLocation },
		});
		expect(results.map(({ value }) => value)).toEqual([SEED.otherConversationId]);
	});

	test('says that a location is missing, and sends nothing', async () => {
		const before = testEnv.sandbox.requests.length;
		const search = testEnv.listSearch('searchConversations', {
			parameters: getConversation(),
			credentials: { locationId: '' },
		});
		await expect(search).rejects.toThrow("'Location ID' is not set");
		expect(testEnv.sandbox.requests).toHaveLength(before);
	});

	test('says why HighLevel rejected the request', async () => {
		const search = testEnv.listSearch('searchConversations', {
			parameters: getConversation(),
			credentials: { accessToken: 'wrong' },
		});
		await expect(search).rejects.toThrow('HighLevel rejected the access token');
	});
});

describe('list of subtypes', () => {
	const parameters = { resource: 'preference', operation: 'updateSubtype' };

	test('shows their names', async () => {
		const { results, requests } = await testEnv.listSearch('searchSubtypes', { parameters });
		expect(requests[0].query).toStrictEqual({ locationId });
		expect(results).toEqual([
			{ name: 'Newsletter', value: SEED.newsletterSubtypeId },
			{ name: 'Check-up reminders', value: SEED.remindersSubtypeId },
		]);
	});

	test('filters by what is typed, ignoring case', async () => {
		const { results } = await testEnv.listSearch('searchSubtypes', { parameters, filter: ' NEWS' });
		expect(results.map(({ name }) => name)).toEqual(['Newsletter']);
	});

	test('accepts IDs under another name', async () => {
		testEnv.sandbox.faults.add({ body: { data: [{ _id: 'a' }, { _id: 'b', name: 'B' }] } });
		const { results } = await testEnv.listSearch('searchSubtypes', { parameters });
		expect(results).toEqual([
			{ name: 'a', value: 'a' },
			{ name: 'B', value: 'b' },
		]);
	});
});

describe('list of users', () => {
	const parameters = { resource: 'conversation', operation: 'handOver' };

	test('shows the users of the location, and filters by what is typed', async () => {
		const { results, requests } = await testEnv.listSearch('searchUsers', { parameters });
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({ method: 'GET', path: '/users/', query: { locationId } });
		expectHeaders(requests[0], testEnv.sandbox.token, '2021-07-28');
		expect(results).toEqual([
			{ name: 'Mia Lopez', value: SEED.userId },
			{ name: 'Tom Nguyen', value: SEED.secondUserId },
		]);
		const narrowed = await testEnv.listSearch('searchUsers', { parameters, filter: ' TOM' });
		expect(narrowed.results.map(({ value }) => value)).toEqual([SEED.secondUserId]);
	});

	test('omits deleted users, and accepts names in parts', async () => {
		const users = [{ id: 'a', firstName: 'Ann', lastName: 'Bo' }, { id: 'b', deleted: true }, {}];
		testEnv.sandbox.faults.add({ body: { users } });
		const { results } = await testEnv.listSearch('searchUsers', { parameters });
		expect(results).toEqual([{ name: 'Ann Bo', value: 'a' }]);
	});
});
