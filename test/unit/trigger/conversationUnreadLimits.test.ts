import type { IDataObject } from 'n8n-workflow';

import { conversationUnread } from '../../../nodes/HighLevelConversationsTrigger/events/conversationUnread';
import { PollTimeout } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';
import { pollOver, refused, saved } from './lists';
import type { Stored } from './lists';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 0, 2);
const conversation = (id: string, at: number): IDataObject => ({
	...{ id, contactId: `k-${id}`, unreadCount: 1, lastMessageDate: NOW + at },
	lastMessageDirection: 'inbound',
});

/** A workflow over these conversations: what its polls emit and request. */
async function start(conversations: IDataObject[]) {
	const stored: Stored & { conversations: IDataObject[] } = { conversations, threads: {} };
	let state = saved(await conversationUnread.start(pollOver(stored, { now: NOW }).poll));
	const poll = async (now = NOW, parameters: IDataObject = {}, requests = Infinity) => {
		const opened = pollOver(stored, { now, parameters, requests });
		const result = await conversationUnread.poll(opened.poll, state);
		state = saved(result.state);
		const items = result.starts.flatMap((each) => each.items);
		return { ids: items.map(({ id }) => id), items, asked: opened.asked };
	};
	const tracked = () => state as { seen: object; untrackedUntil: number | null };
	return { stored, poll, tracked };
}

it('remembers at most 1,000, and distinguishes new messages from conversations that move up', async () => {
	const all = Array.from({ length: 1_010 }, (_, index) => conversation(`c${index}`, index));
	const { poll } = await start(all);
	expect((await poll()).ids).toEqual([]);
	all[5].lastMessageDate = NOW + 5_000;
	expect((await poll()).ids).toEqual(['c5']);
	// Two are read: the next ones below the watched part move up, with nothing new.
	all[500].unreadCount = 0;
	all[501].unreadCount = 0;
	expect((await poll()).ids).toEqual([]);
});

it('keeps the 1,000 latest conversations of a list that was not read to its end', async () => {
	const all = Array.from({ length: 999 }, (_, index) => conversation(`c${index}`, index));
	const { stored, poll, tracked } = await start(all);
	expect(tracked().untrackedUntil).toBeNull();
	for (let n = 0; n < 150; n++) stored.conversations.push(conversation(`n${n}`, 5_000 + n));
	expect((await poll(NOW, {}, 1)).ids).toHaveLength(100);
	expect(Object.keys(tracked().seen)).toHaveLength(1_000);
	expect(tracked().seen).toHaveProperty('c99');
	expect(tracked().untrackedUntil).toBe(NOW + 98);
	expect((await poll()).ids).toHaveLength(50);
});

it('checks a conversation again if the time of the poll was over', async () => {
	const { stored, poll } = await start([conversation('a', 1)]);
	const message = { id: 'm', direction: 'inbound', messageType: 'TYPE_SMS', dateAdded: NOW + 2 };
	stored.threads = { a: [message] };
	Object.assign(stored.conversations[0], {
		...{ lastMessageDate: NOW + 9, lastMessageDirection: 'outbound' },
	});
	stored.before = (path) => {
		if (path.endsWith('/messages')) throw new PollTimeout();
	};
	expect((await poll()).ids).toEqual([]);
	delete stored.before;
	expect((await poll()).ids).toEqual(['a']);
});

it('returns a conversation that was not listed before only if it is new', async () => {
	const all = Array.from({ length: 1_000 }, (_, index) => conversation(`c${index}`, index));
	const { stored, poll } = await start(all);
	all[500].unreadCount = 0;
	stored.conversations.push(conversation('old', 0), conversation('new', 1));
	all[501].unreadCount = 0;
	expect((await poll()).ids).toEqual(['new']);
});

it('returns a conversation that was read and is marked unread again', async () => {
	const { stored, poll } = await start([conversation('a', 1), conversation('b', 2)]);
	stored.conversations[0].unreadCount = 0;
	expect((await poll()).ids).toEqual([]);
	stored.conversations[0].unreadCount = 1;
	expect((await poll()).ids).toEqual(['a']);
});

it('looks for a message of the contact on more than one page', async () => {
	const { stored, poll } = await start([conversation('a', 1)]);
	Object.assign(stored.conversations[0], {
		...{ lastMessageDate: NOW + 500, lastMessageDirection: 'outbound' },
	});
	const message = (at: number, direction: string) => ({
		...{
			id: `m${at}`,
			direction,
			messageType: 'TYPE_SMS',
			dateAdded: new Date(NOW + at).toISOString(),
		},
	});
	const sent = Array.from({ length: 120 }, (_, index) => message(500 - index, 'outbound'));
	stored.threads = { a: [...sent, message(300, 'inbound'), message(0, 'inbound')] };
	expect((await poll()).ids).toEqual(['a']);
});

describe('if the last messages cannot be read', () => {
	const parameters = { 'options.lastMessages': 1 };
	const failing = async () => {
		const { stored, poll } = await start([]);
		stored.conversations.push(conversation('a', 1));
		stored.threads = { a: [{ id: 'm1' }] };
		stored.before = (path) => {
			if (path.endsWith('/messages')) throw refused(500);
		};
		expect((await poll(NOW, parameters)).ids).toEqual([]);
		return { stored, poll };
	};

	it('looks for a conversation that was read in the meantime only when it is due', async () => {
		const { stored, poll } = await failing();
		delete stored.before;
		stored.conversations[0].unreadCount = 0;
		const early = await poll(NOW + MINUTE_MS - 1, parameters);
		expect([early.ids, early.asked.some(({ query }) => query.id === 'a')]).toEqual([[], false]);
		expect((await poll(NOW + MINUTE_MS, parameters)).ids).toEqual(['a']);
		expect((await poll(NOW + DAY_MS, parameters)).ids).toEqual([]);
	});

	it('leaves them out after a day', async () => {
		const { poll } = await failing();
		const { items } = await poll(NOW + DAY_MS, parameters);
		expect(items).toMatchObject([{ id: 'a', lastMessages: [], hint: expect.any(String) }]);
	});
});
