import type { IDataObject } from 'n8n-workflow';

import { REFUSED, SEARCH_PATH, upTo } from './fixtures';
import { watching } from './watching';

const { world, mine, activated } = watching();
const add = (more: IDataObject = {}) =>
	world.sandbox.state.addConversation({
		locationId: world.sandbox.locationId,
		contactId: mine.contactId,
		...more,
	});
const later = (ms = 1000) => Date.now() + ms;

describe('New Conversation', () => {
	const event = 'newConversation';

	it('starts on each that is created from now on, once, oldest first', async () => {
		add({ dateAdded: Date.now() - 5000 });
		const workflow = await activated({ event });
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
		const second = add({ dateAdded: later(2000), lastMessageDate: later(2000) });
		const first = add({ dateAdded: later(1000), lastMessageDate: later(9000) });
		await workflow.poll();
		workflow.restart();
		await workflow.poll();
		expect(workflow.ids).toEqual([first.id, second.id]);
		expect(workflow.handed[0]).toHaveProperty('dateAdded');
		expect(workflow.handed[0]).not.toHaveProperty('locationId');
	});

	it('does not start on an old one that has a new message', async () => {
		const old = add({ dateAdded: Date.now() - 60_000 });
		const workflow = await activated({ event });
		old.lastMessageDate = later();
		world.sandbox.state.changed();
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
	});

	it('carries more than the limit over, through pages and equal moments', async () => {
		const workflow = await activated({ event, options: { limitPerPoll: 100 } });
		const moment = later();
		const ids = upTo(250).map(
			(index) => add({ dateAdded: moment, lastMessageDate: moment + (index % 50) }).id,
		);
		for (const size of [100, 100, 50, 0]) expect(await workflow.poll()).toHaveLength(size);
		expect(new Set(workflow.ids)).toEqual(new Set(ids));
	});

	it('shows the newest in a test, and is filtered by contact', async () => {
		const newest = add({ dateAdded: Date.now(), lastMessageDate: Date.now() - 9000 });
		add({ dateAdded: Date.now() - 9000, lastMessageDate: Date.now() });
		const other = world.sandbox.state.addContact({ locationId: world.sandbox.locationId });
		add({ contactId: other.id, dateAdded: later(), lastMessageDate: later() });
		const parameters = { event, filters: { contactId: mine.contactId } };
		const { items } = await world.poll({ mode: 'manual', parameters });
		expect(items?.map(({ json }) => json.id)).toEqual([newest.id]);
	});
});

describe('Conversation Unread', () => {
	const event = 'conversationUnread';
	const receive = (conversation: ReturnType<typeof add>, unreadCount = 1) => {
		conversation.unreadCount = unreadCount;
		conversation.lastMessageDate = Math.max(Date.now(), conversation.lastMessageDate + 1);
		conversation.lastMessageDirection = 'inbound';
		world.sandbox.state.changed();
	};
	const set = (conversation: ReturnType<typeof add>, change: object) => {
		Object.assign(conversation, change);
		world.sandbox.state.changed();
	};

	it('starts on what becomes unread, and on each further unread message', async () => {
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

	it('starts again after it was read, seen by a poll or not', async () => {
		const conversation = add();
		const workflow = await activated({ event });
		receive(conversation);
		await workflow.poll();
		set(conversation, { unreadCount: 0 });
		await workflow.poll();
		receive(conversation);
		await workflow.poll();
		set(conversation, { unreadCount: 0 });
		receive(conversation);
		await workflow.poll();
		await workflow.poll();
		expect(workflow.handed).toHaveLength(3);
	});

	it('does not start on what goes out, or on fewer unread messages', async () => {
		const conversation = add({ unreadCount: 3, lastMessageDirection: 'inbound' });
		const workflow = await activated({ event });
		set(conversation, { lastMessageDate: later(), lastMessageDirection: 'outbound' });
		await workflow.poll();
		set(conversation, { unreadCount: 1 });
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
	});

	it('carries more than the limit over, oldest first', async () => {
		const workflow = await activated({ event, options: { limitPerPoll: 100 } });
		const ids = upTo(250).map(
			(index) => add({ unreadCount: 1, lastMessageDate: Date.now() + index }).id,
		);
		expect(await workflow.poll()).toHaveLength(100);
		for (const size of [100, 50, 0]) expect(await workflow.poll()).toHaveLength(size);
		expect(new Set(workflow.ids)).toEqual(new Set(ids));
		expect(workflow.handed).toHaveLength(250);
	});

	it('does not take one for news that slipped past a page edge', async () => {
		const conversations = upTo(150).map((index) =>
			add({ unreadCount: 1, lastMessageDate: Date.now() - 1000 * index }),
		);
		const workflow = await activated({ event });
		const moving = conversations[120];
		world.sandbox.faults.add({
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

	it('watches the 1,000 newest, and does not take for news what moves up among them', async () => {
		const conversations = upTo(1050).map((index) =>
			add({ unreadCount: 1, lastMessageDate: Date.now() - 1000 * index }),
		);
		const workflow = await activated({ event });
		expect(JSON.stringify(workflow.saved).length).toBeLessThan(100_000);
		for (const read of conversations.slice(0, 20)) set(read, { unreadCount: 0 });
		await workflow.poll();
		expect(workflow.starts).toEqual([]);
		receive(conversations[1040], 2);
		await workflow.poll();
		expect(workflow.ids).toEqual([conversations[1040].id]);
	});

	it('is quiet when it is refused, also at the start', async () => {
		add({ unreadCount: 1 });
		world.sandbox.faults.add({ path: SEARCH_PATH, times: 11, ...REFUSED });
		const workflow = await activated({ event });
		await workflow.poll();
		const { id } = add({ unreadCount: 1, lastMessageDate: later() });
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
		expect(workflow.errors).toEqual([]);
	});
});
