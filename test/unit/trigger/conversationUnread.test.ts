import type { IDataObject } from 'n8n-workflow';

import { conversationUnread } from '../../../nodes/HighLevelConversationsTrigger/events/conversationUnread';
import { pollOver, refused, saved } from './lists';
import type { Stored } from './lists';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 0, 2);
const conversation = (id: string, at: number, more: IDataObject = {}): IDataObject => ({
	...{ id, contactId: `k-${id}`, unreadCount: 1, lastMessageDate: NOW + at },
	...{ lastMessageDirection: 'inbound', ...more },
});

interface Given {
	now?: number;
	requests?: number;
	parameters?: IDataObject;
}

/** A workflow that polls the conversations that HighLevel has. */
class Workflow {
	state: object = {};

	constructor(readonly stored: Stored & { conversations: IDataObject[] }) {}

	async begin(given: Given = {}) {
		this.state = saved(
			await conversationUnread.start(pollOver(this.stored, { now: NOW, ...given }).poll),
		);
		return this;
	}

	/** The IDs of the conversations that a poll returns. */
	async poll(given: Given = {}) {
		const { poll, warnings, asked } = pollOver(this.stored, { now: NOW, ...given });
		const { starts, state } = await conversationUnread.poll(poll, this.state);
		this.state = saved(state);
		const items = starts.flatMap((start) => start.items);
		return { ids: items.map(({ id }) => id), items, warnings, asked, starts };
	}
}

const started = async (...conversations: IDataObject[]) =>
	await new Workflow({ conversations, threads: {} }).begin();

it('ignores what was unread at the start', async () => {
	const workflow = await started(conversation('a', 1), conversation('b', 2));
	expect(await workflow.poll()).toMatchObject({ ids: [], starts: [] });
});

it('returns conversations that become unread, oldest first, in one execution', async () => {
	const workflow = await started(conversation('a', 1));
	workflow.stored.conversations.push(conversation('c', 3), conversation('b', 2));
	const { ids, starts } = await workflow.poll();
	expect([ids, starts.length]).toEqual([['b', 'c'], 1]);
	expect((await workflow.poll()).ids).toEqual([]);
});

it('returns conversations with more unread messages, but not with fewer', async () => {
	const workflow = await started(conversation('a', 1, { unreadCount: 2 }));
	const [record] = workflow.stored.conversations;
	record.unreadCount = 1;
	expect((await workflow.poll()).ids).toEqual([]);
	record.unreadCount = 2;
	expect((await workflow.poll()).ids).toEqual(['a']);
});

it('returns a conversation that was read and becomes unread again', async () => {
	const workflow = await started(conversation('a', 1));
	const [record] = workflow.stored.conversations;
	record.unreadCount = 0;
	expect((await workflow.poll()).ids).toEqual([]);
	Object.assign(record, { unreadCount: 1, lastMessageDate: NOW + 5 });
	expect((await workflow.poll()).ids).toEqual(['a']);
});

describe('with the same number of unread messages', () => {
	const changed = async (more: IDataObject, thread?: IDataObject[], error?: unknown) => {
		const workflow = await started(conversation('a', 1));
		Object.assign(workflow.stored.conversations[0], { lastMessageDate: NOW + 9 }, more);
		if (thread) workflow.stored.threads = { a: thread };
		if (error !== undefined) {
			workflow.stored.before = (path) => {
				if (path.endsWith('/messages')) throw error;
			};
		}
		const result = await workflow.poll();
		return { workflow, ...result };
	};
	const out = { lastMessageDirection: 'outbound' };
	const message = (at: number, direction: string) => ({
		...{ id: `m${at}`, direction, dateAdded: NOW + at, messageType: 'TYPE_SMS' },
	});

	it('returns a conversation in which the contact has written again', async () => {
		expect((await changed({})).ids).toEqual(['a']);
	});

	it('returns nothing without a new message', async () => {
		expect(
			(await changed({ lastMessageDate: NOW + 1, ...out }, [message(9, 'inbound')])).ids,
		).toEqual([]);
	});

	it('checks if an automatic answer hides a message of the contact', async () => {
		expect((await changed(out, [message(9, 'outbound'), message(5, 'inbound')])).ids).toEqual([
			'a',
		]);
		expect((await changed(out, [message(9, 'outbound'), message(1, 'inbound')])).ids).toEqual([]);
		const { ids, asked } = await changed(out, [message(9, 'outbound')]);
		expect([ids, asked.at(-1)?.path]).toEqual([[], '/conversations/a/messages']);
	});

	it('reads no more messages than needed', async () => {
		const old = Array.from({ length: 150 }, (_, index) => message(-index, 'inbound'));
		const { asked } = await changed(out, [message(9, 'outbound'), ...old]);
		expect(asked.filter(({ path }) => path.endsWith('/messages'))).toHaveLength(1);
	});

	it('warns without the scope for messages, and returns nothing', async () => {
		const { ids, warnings } = await changed(out, [], refused(401));
		expect([ids, warnings]).toEqual([
			[],
			[expect.stringContaining('conversations/message.readonly')],
		]);
	});

	it('returns nothing if the conversation no longer exists', async () => {
		const { ids, workflow } = await changed(out, [], refused(404, 'Conversation not found'));
		expect([ids, (workflow.state as { retries: object }).retries]).toEqual([[], {}]);
	});

	it('throws if the rate limit rejects the request', async () => {
		await expect(changed(out, [], refused(429))).rejects.toThrow('No');
	});

	it('retries for a day if the conversation cannot be read', async () => {
		const { workflow, ids } = await changed(out, [message(5, 'inbound')], refused(500));
		expect(ids).toEqual([]);
		const threads = async (now: number) => {
			const { asked, ...result } = await workflow.poll({ now });
			return { looks: asked.filter(({ path }) => path.endsWith('/messages')).length, ...result };
		};
		expect((await threads(NOW + MINUTE_MS - 1)).looks).toBe(0);
		expect((await threads(NOW + MINUTE_MS)).looks).toBe(1);
		const last = await threads(NOW + DAY_MS);
		expect([last.looks, last.ids]).toEqual([1, []]);
		expect(last.warnings).toEqual(['Conversation a could not be read for a day (status 500)']);
		delete workflow.stored.before;
		expect((await threads(NOW + 2 * DAY_MS)).looks).toBe(0);
	});

	it('returns the conversation once it can be read', async () => {
		const { workflow } = await changed(out, [message(5, 'inbound')], refused(500));
		delete workflow.stored.before;
		expect((await workflow.poll({ now: NOW + MINUTE_MS })).ids).toEqual(['a']);
		expect((await workflow.poll({ now: NOW + DAY_MS })).ids).toEqual([]);
	});
});

describe("above 'Limit per Poll'", () => {
	const parameters = { 'options.limitPerPoll': 1 };

	it('leaves the others to later polls', async () => {
		const workflow = await started();
		workflow.stored.conversations.push(conversation('a', 1), conversation('b', 2));
		expect((await workflow.poll({ parameters })).ids).toEqual(['a']);
		expect((await workflow.poll({ parameters })).ids).toEqual(['b']);
		expect((await workflow.poll({ parameters })).ids).toEqual([]);
	});

	it('returns a conversation that was read in the meantime', async () => {
		const workflow = await started();
		workflow.stored.conversations.push(conversation('a', 1), conversation('b', 2));
		await workflow.poll({ parameters });
		workflow.stored.conversations[1].unreadCount = 0;
		expect((await workflow.poll({ parameters })).ids).toEqual(['b']);
	});

	it('drops a conversation that no longer exists', async () => {
		const workflow = await started();
		workflow.stored.conversations.push(conversation('a', 1), conversation('b', 2));
		await workflow.poll({ parameters });
		workflow.stored.conversations.pop();
		expect((await workflow.poll({ parameters })).ids).toEqual([]);
		expect((workflow.state as { retries: object }).retries).toEqual({});
	});
});

it('keeps what was read if the time is over before the end of the list', async () => {
	const many = Array.from({ length: 150 }, (_, index) => conversation(`c${index}`, index));
	const workflow = await started(...many);
	expect((await workflow.poll({ requests: 1 })).ids).toEqual([]);
	expect((await workflow.poll()).ids).toEqual([]);
	workflow.stored.conversations.push(conversation('new', 500));
	expect((await workflow.poll({ requests: 1 })).ids).toEqual(['new']);
	expect((await workflow.poll()).ids).toEqual([]);
});

it('tracks 1,000 conversations, and does not return those that move up among them', async () => {
	const many = Array.from({ length: 1_010 }, (_, index) => conversation(`c${index}`, index));
	const workflow = await started(...many);
	expect((workflow.state as { untrackedUntil: number }).untrackedUntil).toBe(NOW + 10);
	for (const each of workflow.stored.conversations.slice(20, 40)) each.unreadCount = 0;
	expect((await workflow.poll()).ids).toEqual([]);
	Object.assign(workflow.stored.conversations[5], { lastMessageDate: NOW + 5_000 });
	expect((await workflow.poll()).ids).toEqual(['c5']);
	expect(Object.keys((workflow.state as { seen: object }).seen).length).toBeLessThanOrEqual(1_000);
});

it('returns the last messages once they can be read', async () => {
	const parameters = { 'options.lastMessages': 2 };
	const workflow = await started();
	workflow.stored.conversations.push(conversation('a', 1));
	workflow.stored.threads = { a: [{ id: 'm1', body: 'Hi' }] };
	workflow.stored.before = (path) => {
		if (path.endsWith('/messages')) throw refused(500);
	};
	expect((await workflow.poll({ parameters })).ids).toEqual([]);
	expect((await workflow.poll({ parameters, now: NOW + 1 })).ids).toEqual([]);
	delete workflow.stored.before;
	const { items } = await workflow.poll({ parameters, now: NOW + MINUTE_MS });
	expect(items).toMatchObject([{ id: 'a', lastMessages: [{ id: 'm1', body: 'Hi' }] }]);
});

it('returns the latest unread conversation in a test', async () => {
	const stored = { conversations: [conversation('a', 1), conversation('b', 2, { extra: 1 })] };
	const [item] = await conversationUnread.test(pollOver(stored).poll);
	expect([item.id, item.extra]).toEqual(['b', undefined]);
	expect(await conversationUnread.test(pollOver({}).poll)).toEqual([]);
});
