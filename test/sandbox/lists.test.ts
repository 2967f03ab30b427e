import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf, type SeenMessage } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const MAX_PAGES = 200;

interface ExportPage {
	messages: SeenMessage[];
	nextCursor: string | null;
	total: number;
}
interface MessagesPage {
	messages: { messages: SeenMessage[]; lastMessageId: string | null; nextPage: boolean };
}

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

	test('returns every message once in pages, newest first', async () => {
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
		expect(all).toHaveLength(expected.length);
		expect(new Set(all.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
		expect(dates(all)).toEqual(sorted(dates(all)).reverse());
	});

	test('returns 20 per page by default and 100 at most', async () => {
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

	test('filters by several types and rejects a foreign cursor', async () => {
		const { json } = await call<MessagesPage>(
			'GET',
			`${path}?limit=100&type=TYPE_CALL,TYPE_ACTIVITY_APPOINTMENT`,
		);
		const types = json.messages.messages.map(({ messageType }) => messageType);
		expect(types).toEqual(['TYPE_CALL', 'TYPE_CALL', 'TYPE_ACTIVITY_APPOINTMENT']);
		expect((await call('GET', `${path}?lastMessageId=unknown`)).status).toBe(400);
	});

	test('does not contain email bodies, but their IDs', async () => {
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

describe('export', () => {
	test('omits emails without a channel, and returns only emails for it', async () => {
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

	test('loses nothing among equal dates, or when messages arrive meanwhile', async () => {
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

	test('rejects invalid limits, channels, dates and expired cursors', async () => {
		for (const query of ['limit=9', 'limit=1001', 'channel=Fax', 'startDate=yesterday']) {
			expect((await exportPage(query)).status).toBe(422);
		}
		expect((await exportPage('limit=1000')).status).toBe(200);
		expect((await exportPage('cursor=abc')).status).toBe(400);
		const { nextCursor } = (await exportPage('limit=10')).json;
		sandbox.state.cursorTtlMs = -1;
		const stale = await exportPage(`cursor=${encodeURIComponent(nextCursor ?? '')}`);
		expect(stale.status).toBe(400);
	});
});
