import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const MAX_PAGES = 200;

interface SearchPage {
	conversations: Array<{ id: string; sort: number[]; unreadCount: number; assignedTo: unknown }>;
	total: number;
}

const search = async (query: string) => {
	const path = `/conversations/search?locationId=${SEED.locationId}&${query}`;
	return await call<SearchPage>('GET', path);
};

describe('search', () => {
	test('requires a location', async () => {
		const { status, json } = await call('GET', '/conversations/search');
		expect(status).toBe(422);
		expect(json.message).toContain('locationId should not be empty');
	});

	test.each(['asc', 'desc'])('continues strictly after startAfterDate, %s', async (order) => {
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

	test('loses records with equal sort values at a page boundary, like the live API', async () => {
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
		['unassigned conversations', 'assignedTo=unassigned', 12],
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

	test('filters by read and unread, inbound and outbound', async () => {
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

	test('sorts by score if requested', async () => {
		const { json } = await search(
			`sortBy=score_profile&sortScoreProfile=${SEED.scoreProfileId}&limit=3`,
		);
		expect(json.conversations.map(({ sort }) => sort)).toEqual([[91], [82], [64]]);
	});

	test('returns undocumented fields, and nulls', async () => {
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
