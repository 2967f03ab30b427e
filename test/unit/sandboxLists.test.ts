import { SEED, startSandbox, type Sandbox } from '../../sandbox';
import { clientOf, type SeenMessage } from './sandboxClient';

let sandbox: Sandbox;
let call: ReturnType<typeof clientOf>;
beforeAll(async () => {
	sandbox = await startSandbox({ rateLimit: false });
	call = clientOf(sandbox);
});
afterEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const MAX_PAGES = 200;

interface SearchPage {
	conversations: Array<{ id: string; sort: number[]; unreadCount: number; assignedTo: unknown }>;
	total: number;
}
interface ExportPage {
	messages: SeenMessage[];
	nextCursor: string | null;
	total: number;
}
interface MessagesPage {
	messages: { messages: SeenMessage[]; lastMessageId: string | null; nextPage: boolean };
}

const search = async (query: string) => {
	const path = `/conversations/search?locationId=${SEED.locationId}&${query}`;
	return await call<SearchPage>('GET', path);
};
const exportPage = async (query: string) => {
	const path = `/conversations/messages/export?locationId=${SEED.locationId}&${query}`;
	return await call<ExportPage>('GET', path);
};

/** Follows the export's cursor to the end. */
async function exportAll(query: string): Promise<SeenMessage[]> {
	const all: SeenMessage[] = [];
	let cursor: string | null = '';
	for (let page = 0; page < MAX_PAGES && cursor !== null; page += 1) {
		const next: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
		const { json } = await exportPage(query + next);
		all.push(...json.messages);
		cursor = json.nextCursor;
	}
	expect(cursor).toBeNull();
	return all;
}

const dates = (messages: SeenMessage[]) => messages.map(({ dateAdded }) => Date.parse(dateAdded));
const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
const stored = () => [...sandbox.state.messages.values()];

describe('messages of a conversation', () => {
	const path = `/conversations/${SEED.conversationId}/messages`;

	test('pages to the end, newest first, each message once', async () => {
		const all: SeenMessage[] = [];
		let next = '';
		let hasMore = true;
		for (let page = 0; page < MAX_PAGES && hasMore; page += 1) {
			const { messages } = (await call<MessagesPage>('GET', `${path}?limit=30${next}`)).json;
			all.push(...messages.messages);
			hasMore = messages.nextPage;
			expect(messages.lastMessageId).toBe(messages.messages.at(-1)?.id);
			next = `&lastMessageId=${messages.lastMessageId}`;
		}
		const expected = stored().filter((m) => m.conversationId === SEED.conversationId);
		expect(all.length).toBeGreaterThan(60);
		expect(new Set(all.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
		expect(dates(all)).toEqual(sorted(dates(all)).reverse());
	});

	test('gives 20 a page by default and never more than 100', async () => {
		const { id } = sandbox.state.addConversation({
			locationId: SEED.locationId,
			contactId: SEED.newContactId,
		});
		const many = Array.from({ length: 130 }, (_, i) => ({
			conversationId: id,
			dateAdded: 1e12 + i,
		}));
		sandbox.state.addMessages(many);
		const lengths: number[] = [];
		for (const query of ['', '?limit=100', '?limit=500']) {
			const { json } = await call<MessagesPage>('GET', `/conversations/${id}/messages${query}`);
			lengths.push(json.messages.messages.length);
		}
		expect(lengths).toEqual([20, 100, 100]);
	});

	test('filters by several types and knows no foreign cursor', async () => {
		const { json } = await call<MessagesPage>(
			'GET',
			`${path}?limit=100&type=TYPE_CALL,TYPE_ACTIVITY_APPOINTMENT`,
		);
		const types = json.messages.messages.map(({ messageType }) => messageType);
		expect(types).toEqual(['TYPE_CALL', 'TYPE_CALL', 'TYPE_ACTIVITY_APPOINTMENT']);
		expect((await call('GET', `${path}?lastMessageId=unknown`)).status).toBe(400);
	});

	test('shows no email body, but the way to it', async () => {
		const { json } = await call<MessagesPage>(
			'GET',
			`/conversations/${SEED.emailConversationId}/messages?limit=100`,
		);
		const oldest = json.messages.messages.at(-1);
		expect(oldest?.body).toBeUndefined();
		expect(oldest?.meta?.email?.messageIds).toEqual([SEED.emailMessageId]);
		const email = await call('GET', `/conversations/messages/email/${SEED.emailMessageId}`);
		expect(email.json).toMatchObject({ id: SEED.emailMessageId, contentType: 'text/html' });
		expect(email.json.body).toContain('<p>');
	});
});

describe('the export', () => {
	test('leaves email out without a channel, and gives only email for it', async () => {
		const rest = await exportAll('limit=50');
		const email = await exportAll('limit=10&channel=Email');
		expect(rest.some(({ messageType }) => messageType === 'TYPE_EMAIL')).toBe(false);
		expect(new Set(email.map(({ messageType }) => messageType))).toEqual(new Set(['TYPE_EMAIL']));
		const own = stored().filter(({ locationId }) => locationId === SEED.locationId);
		expect(rest.length + email.length).toBe(own.length);
		expect(new Set([...rest, ...email].map(({ id }) => id)).size).toBe(own.length);
	});

	test('sorts both ways', async () => {
		const down = await exportAll('limit=37');
		const up = await exportAll('limit=41&sortOrder=asc');
		expect(dates(down)).toEqual(sorted(dates(down)).reverse());
		expect(up.map(({ id }) => id)).toEqual(down.map(({ id }) => id).reverse());
	});

	test('loses nothing among equal dates, and stays put when messages arrive', async () => {
		const at = Date.now() + 1000;
		const tied = Array.from({ length: 25 }, () => ({
			conversationId: SEED.conversationId,
			dateAdded: at,
		}));
		const ids = sandbox.state.addMessages(tied).map(({ id }) => id);
		const first = (await exportPage('limit=10')).json;
		sandbox.state.addMessage({ conversationId: SEED.conversationId, dateAdded: at + 5 });
		const cursor = encodeURIComponent(first.nextCursor ?? '');
		const second = (await exportPage(`limit=15&cursor=${cursor}`)).json;
		const seen = [...first.messages, ...second.messages].map(({ id }) => id);
		expect(seen).toEqual(ids.reverse());
	});

	test.each([
		['inclusive', 3],
		['half-open', 2],
		['exclusive', 1],
	] as const)('with %s dates', async (edges, count) => {
		sandbox.state.exportDates = edges;
		const base = Date.UTC(2026, 0, 1);
		sandbox.state.addMessages(
			[0, 1000, 2000].map((ms) => ({ conversationId: SEED.conversationId, dateAdded: base + ms })),
		);
		const [startDate, endDate] = [base, base + 2000].map((ms) => new Date(ms).toISOString());
		const { json } = await exportPage(`startDate=${startDate}&endDate=${endDate}`);
		expect(json.messages).toHaveLength(count);
		expect(json.total).toBe(count);
	});

	test('filters by channel, contact and conversation', async () => {
		const calls = await exportAll(`channel=Call&contactId=${SEED.contactId}`);
		expect(calls.map(({ id }) => id).sort()).toEqual(
			[SEED.callMessageId, SEED.unrecordedCallMessageId].sort(),
		);
		const one = await exportAll(`conversationId=${SEED.reviewConversationId}`);
		expect(one.map(({ messageType }) => messageType)).toEqual(['TYPE_REVIEW', 'TYPE_REVIEW']);
	});

	test('refuses odd limits, channels, dates and stale cursors', async () => {
		for (const query of ['limit=9', 'limit=501', 'channel=Fax', 'startDate=yesterday']) {
			expect((await exportPage(query)).status).toBe(422);
		}
		expect((await exportPage('limit=500')).status).toBe(200);
		expect((await exportPage('cursor=abc')).status).toBe(400);
		const { nextCursor } = (await exportPage('limit=10')).json;
		sandbox.state.cursorTtlMs = -1;
		const stale = await exportPage(`cursor=${encodeURIComponent(nextCursor ?? '')}`);
		expect(stale.status).toBe(400);
	});
});

describe('the search', () => {
	test('needs a location', async () => {
		const { status, json } = await call('GET', '/conversations/search');
		expect(status).toBe(422);
		expect(json.message).toContain('locationId should not be empty');
	});

	test.each(['asc', 'desc'])('pages strictly after startAfterDate, %s', async (order) => {
		const ids: string[] = [];
		let after = '';
		for (let page = 0; page < MAX_PAGES; page += 1) {
			const { conversations } = (await search(`limit=4&sort=${order}${after}`)).json;
			ids.push(...conversations.map(({ id }) => id));
			if (conversations.length < 4) break;
			after = `&startAfterDate=${conversations.at(-1)?.sort[0]}`;
		}
		const all = (await search(`limit=100&sort=${order}`)).json;
		expect(all.total).toBe(15);
		expect(ids).toEqual(all.conversations.map(({ id }) => id));
	});

	test('loses ties across a page edge, as the live API does', async () => {
		const lastMessageDate = Date.now() + 60_000;
		for (let i = 0; i < 3; i += 1) {
			sandbox.state.addConversation({
				locationId: SEED.locationId,
				contactId: SEED.newContactId,
				lastMessageDate,
			});
		}
		const first = (await search('limit=2')).json.conversations;
		const second = (await search(`limit=2&startAfterDate=${first[1].sort[0]}`)).json.conversations;
		expect(first.map(({ sort }) => sort)).toEqual([[lastMessageDate], [lastMessageDate]]);
		expect(second[0].sort[0]).toBeLessThan(lastMessageDate);
	});

	test.each([
		['contactId', `contactId=${SEED.contactId}`, 1],
		['id', `id=${SEED.emailConversationId}`, 1],
		['assignedTo', `assignedTo=${SEED.userId}`, 2],
		['assignedTo several', `assignedTo=${SEED.userId},${SEED.secondUserId}`, 3],
		['assignedTo nobody', 'assignedTo=unassigned', 12],
		['followers', `followers=${SEED.secondUserId}`, 1],
		['mentions', `mentions=${SEED.userId}`, 1],
		['query by name', 'query=okafor', 1],
		['lastMessageType', 'lastMessageType=TYPE_EMAIL', 2],
		['starred', 'status=starred', 2],
		['score', `scoreProfile=${SEED.scoreProfileId}&scoreProfileMin=60&scoreProfileMax=90`, 2],
		['end of dateAdded', 'endDate=1000', 0],
		['start of dateAdded', 'startDate=1000', 15],
	])('filters by %s', async (_name, query, count) => {
		const { json } = await search(query);
		expect(json.conversations).toHaveLength(count);
		expect(json.total).toBe(count);
	});

	test('tells read from unread, and inbound from outbound', async () => {
		for (const [one, other] of [
			['status=read', 'status=unread'],
			['lastMessageDirection=inbound', 'lastMessageDirection=outbound'],
			['lastMessageAction=manual', 'lastMessageAction=automated'],
		]) {
			const totals = [(await search(one)).json.total, (await search(other)).json.total];
			expect(Math.min(...totals)).toBeGreaterThan(0);
			expect(totals[0] + totals[1]).toBe(15);
		}
	});

	test('sorts by score when asked to', async () => {
		const { json } = await search(
			`sortBy=score_profile&sortScoreProfile=${SEED.scoreProfileId}&limit=3`,
		);
		expect(json.conversations.map(({ sort }) => sort)).toEqual([[91], [82], [64]]);
	});

	test('shows more than documented, and nulls', async () => {
		const { json } = await search(`id=${SEED.emailConversationId}`);
		expect(json.conversations[0]).toMatchObject({
			type: 'TYPE_EMAIL',
			lastMessageType: 'TYPE_EMAIL',
			fullName: 'Ben Okafor',
			profilePhoto: null,
			tags: [],
			scoring: [{ id: SEED.scoreProfileId, score: 55 }],
		});
	});
});
