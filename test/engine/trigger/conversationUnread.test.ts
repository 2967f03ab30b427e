import type { Conversation } from '../../../sandbox';
import { REFUSED, SEARCH_PATH, upTo } from '../fixtures';
import { usePollingTrigger } from './pollingTrigger';

const { testEnv, mine, activated } = usePollingTrigger();
const event = 'conversationUnread';
const later = (ms = 1000) => Date.now() + ms;

const add = (more: Partial<Conversation> = {}) =>
	testEnv.sandbox.state.addConversation({
		locationId: testEnv.sandbox.locationId,
		contactId: mine.contactId,
		...more,
	});
const set = (conversation: Conversation, change: Partial<Conversation>) => {
	Object.assign(conversation, change);
	testEnv.sandbox.state.changed();
};
/** A message a moment after the conversation's last. */
const message = (conversation: Conversation, direction: 'inbound' | 'outbound') =>
	testEnv.sandbox.state.addMessage({
		conversationId: conversation.id,
		direction,
		dateAdded: Math.max(Date.now(), conversation.lastMessageDate + 1),
	});
const receive = (conversation: Conversation, unreadCount = 1) => {
	message(conversation, 'inbound');
	set(conversation, { unreadCount });
};
/** A message that comes in and is answered automatically, which reads nothing. */
const receiveAndReply = (conversation: Conversation, unreadCount = 1) => {
	receive(conversation, unreadCount);
	message(conversation, 'outbound');
};
const read = (conversation: Conversation) => set(conversation, { unreadCount: 0 });

describe('Conversation Unread', () => {
	it('returns conversations that become unread, and each further unread message', async () => {
		const old = add({ unreadCount: 3 });
		const conversation = add();
		const workflow = await activated({ event });
		expect(await workflow.poll()).toEqual([]);
		receive(conversation);
		await workflow.poll();
		workflow.restart();
		await workflow.poll();
		expect(workflow.ids).toEqual([conversation.id]);
		receive(conversation, 2);
		await workflow.poll();
		receive(old, 4);
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual([conversation.id, conversation.id, old.id]);
	});

	it('returns one again after it was read, seen by a poll or not', async () => {
		const conversation = add();
		const workflow = await activated({ event });
		receive(conversation);
		await workflow.poll();
		read(conversation);
		await workflow.poll();
		receive(conversation);
		await workflow.poll();
		read(conversation);
		receive(conversation);
		await workflow.poll();
		await workflow.poll();
		expect(workflow.emitted).toHaveLength(3);
	});

	it('ignores outbound messages, and fewer unread messages', async () => {
		const conversation = add({ unreadCount: 3, lastMessageDirection: 'inbound' });
		const workflow = await activated({ event });
		set(conversation, { lastMessageDate: later(), lastMessageDirection: 'outbound' });
		await workflow.poll();
		set(conversation, { unreadCount: 1 });
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
	});

	it('returns conversations beyond the limit later, oldest first', async () => {
		const workflow = await activated({ event, options: { limitPerPoll: 100 } });
		const ids = upTo(250).map(
			(index) => add({ unreadCount: 1, lastMessageDate: Date.now() + index }).id,
		);
		expect(await workflow.poll()).toHaveLength(100);
		for (const size of [100, 50, 0]) expect(await workflow.poll()).toHaveLength(size);
		expect(new Set(workflow.ids)).toEqual(new Set(ids));
		expect(workflow.emitted).toHaveLength(250);
	});

	it('does not return one as new that moved across a page boundary', async () => {
		const conversations = upTo(150).map((index) =>
			add({ unreadCount: 1, lastMessageDate: Date.now() - 1000 * index }),
		);
		const workflow = await activated({ event });
		const moving = conversations[120];
		testEnv.sandbox.faults.add({
			path: SEARCH_PATH,
			// Between two pages something goes out, and the conversation moves to the top.
			map: (json) => {
				set(moving, { lastMessageDate: later(), lastMessageDirection: 'outbound' });
				return json;
			},
		});
		await workflow.poll();
		await workflow.poll();
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
	});

	it('tracks the 1,000 newest, and does not return as new what moves up among them', async () => {
		const conversations = upTo(1050).map((index) =>
			add({ unreadCount: 1, lastMessageDate: Date.now() - 1000 * index }),
		);
		const workflow = await activated({ event });
		expect(JSON.stringify(workflow.saved).length).toBeLessThan(100_000);
		for (const each of conversations.slice(0, 20)) read(each);
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
		receive(conversations[1040], 2);
		await workflow.poll();
		expect(workflow.ids).toEqual([conversations[1040].id]);
	});

	it('logs a rejection, also at the activation', async () => {
		add({ unreadCount: 1 });
		testEnv.sandbox.faults.add({ path: SEARCH_PATH, times: 11, ...REFUSED });
		const workflow = await activated({ event });
		await workflow.poll();
		const { id } = add({ unreadCount: 1, lastMessageDate: later() });
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
		expect(workflow.errors).toEqual([]);
	});

	it('returns a conversation that was read and written to again, even if a reply was last', async () => {
		const conversation = add();
		const workflow = await activated({ event });
		receiveAndReply(conversation);
		await workflow.poll();
		for (const unread of [1, 1, 3, 1]) {
			read(conversation);
			receiveAndReply(conversation, unread);
			await workflow.poll();
			await workflow.poll();
		}
		expect(workflow.emitted).toHaveLength(5);
	});

	it('remembers what was read at the previous poll, across pages', async () => {
		const conversations = upTo(160).map((index) =>
			add({ unreadCount: 1, lastMessageDate: Date.now() - 1000 * index }),
		);
		const workflow = await activated({ event });
		const one = conversations[130];
		read(one);
		await workflow.poll();
		set(one, { unreadCount: 1 });
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual([one.id]);
	});

	it('returns a conversation that was read before a restart that lost the state', async () => {
		const conversation = add();
		const workflow = await activated({ event });
		receive(conversation);
		await workflow.poll();
		read(conversation);
		await workflow.poll();
		workflow.restart();
		receiveAndReply(conversation);
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual([conversation.id, conversation.id]);
	});

	/** The first page of a list has no cursor to continue from. */
	const breakOff = () =>
		testEnv.sandbox.faults.add({
			path: SEARCH_PATH,
			map: (json) => ({
				...(json as object),
				conversations: (json as { conversations: object[] }).conversations.map((record) => ({
					...record,
					sort: null,
				})),
			}),
		});

	it.each([
		['at the start', (poll: number) => poll === 0],
		['later', (poll: number) => poll === 1],
		['always', () => true],
	])('does not return as new what an incomplete list omitted %s', async (_, isIncomplete) => {
		const conversations = upTo(251).map((index) =>
			add({ unreadCount: 1, lastMessageDate: Date.now() - 1000 * index }),
		);
		if (isIncomplete(0)) breakOff();
		const workflow = await activated({ event });
		const news = [conversations[50], conversations[200]];
		for (const poll of upTo(4)) {
			if (isIncomplete(poll + 1)) breakOff();
			if (poll === 1) for (const each of news) receive(each, 2);
			await workflow.poll();
		}
		expect(workflow.ids.sort()).toEqual(news.map(({ id }) => id).sort());
	});

	it('requires one scope, and says what that scope limits', async () => {
		const conversation = add();
		const workflow = await activated({ event });
		receive(conversation);
		await workflow.poll();
		message(conversation, 'outbound');
		const body = { statusCode: 401, message: 'The token is not authorized for this scope.' };
		testEnv.sandbox.faults.add({ path: /messages$/, status: 401, body });
		await workflow.poll();
		expect(workflow.emitted).toHaveLength(1);
		expect(workflow.errors).toEqual([]);
		expect(testEnv.logs.join('\n')).toMatch(/missing the scope conversations\/message.readonly/);
	});
});
