import type { IDataObject } from 'n8n-workflow';

import {
	readUnread,
	unreadConversationOf,
} from '../../../nodes/HighLevelConversationsTrigger/events/unreadConversations';
import { pollOver, refused } from './lists';

const conversations = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ id: `c${index}`, lastMessageDate: index }));
const read = async (given: ReturnType<typeof pollOver>, wanted = 1_000) => {
	const { conversations: listed, isComplete } = await readUnread(given.poll, wanted);
	return { ids: listed.map(({ id }) => id), isComplete };
};

it('keeps the needed fields of a record', () => {
	const record = { id: 5, unreadCount: '3', lastMessageDate: '1970-01-01T00:00:01Z' };
	expect(unreadConversationOf(record)).toEqual({ id: '5', count: 3, at: 1_000, record });
	expect(unreadConversationOf({ id: 'a' })).toMatchObject({ count: 1, at: 0 });
});

it('reads one page of unread conversations, newest first, once', async () => {
	const given = pollOver({
		conversations: [...conversations(3), { id: 'r', unreadCount: 0, lastMessageDate: 9 }],
	});
	expect(await read(given)).toEqual({ ids: ['c2', 'c1', 'c0'], isComplete: true });
	expect(given.asked).toEqual([
		{
			path: '/conversations/search',
			query: expect.objectContaining({ status: 'unread', sort: 'desc' }) as IDataObject,
		},
	]);
});

it('returns no more than the limit', async () => {
	const { ids } = await read(pollOver({ conversations: conversations(5) }), 2);
	expect(ids).toEqual(['c4', 'c3']);
});

it('finds one that moves up while several pages are read', async () => {
	const stored = { conversations: conversations(150), before: jest.fn() };
	stored.before.mockImplementation(() => {
		// Before the second page: the one that it would show first becomes the newest.
		if (stored.before.mock.calls.length === 2) stored.conversations[49].lastMessageDate = 1_000;
	});
	const given = pollOver(stored);
	const { ids } = await read(given);
	expect([ids.length, ids[0]]).toEqual([150, 'c49']);
	// Of the second pass one page is enough: it shows what was below the first one of the first pass.
	const starts = given.asked.map(({ query }) => query.startAfterDate);
	expect(starts.lastIndexOf(undefined)).toBe(starts.length - 1);
});

it('is complete if the second pass reads to the end', async () => {
	let asked = 0;
	const stored = {
		conversations: conversations(150),
		before() {
			if (++asked === 3) stored.conversations = [{ id: 'n', lastMessageDate: 10_000 }];
		},
	};
	const { isComplete, ids } = await read(pollOver(stored));
	expect([isComplete, ids.length, ids[0]]).toEqual([true, 151, 'n']);
});

it.each([
	[1, 1, 100],
	[2, 2, 150],
])('may be incomplete if the time is over after %d requests', async (requests, asked, count) => {
	const given = pollOver({ conversations: conversations(250) }, { requests });
	const { ids, isComplete } = await read(given);
	expect([given.asked.length, ids.length >= count, isComplete]).toEqual([asked, true, false]);
});

it('may be incomplete if the time is over during the second pass', async () => {
	let asked = 0;
	const stored = {
		conversations: conversations(150),
		before() {
			if (++asked === 3) stored.conversations = conversations(600).slice(300);
		},
	};
	const given = pollOver(stored, { requests: 3 });
	expect((await read(given)).isComplete).toBe(false);
	expect(given.asked).toHaveLength(3);
});

it('is incomplete if pagination stopped in the first pass', async () => {
	let asked = 0;
	const stored = {
		conversations: conversations(150),
		before(_path: string, query: IDataObject) {
			// The second page is answered from the top again.
			if (++asked === 2) delete query.startAfterDate;
		},
	};
	const given = pollOver(stored);
	expect((await read(given)).isComplete).toBe(false);
	expect([given.asked.length, given.warnings.length]).toEqual([3, 1]);
});

it("throws HighLevel's errors", async () => {
	const before = () => {
		throw refused(500);
	};
	await expect(read(pollOver({ before }))).rejects.toThrow('No');
});
