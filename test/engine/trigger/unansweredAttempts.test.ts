import type { IDataObject } from 'n8n-workflow';

import { REFUSED, upTo } from '../fixtures';
import { idsOf, Inbox } from '../conversations/inbox';
import { usePollingTrigger, usePollingTriggers } from './pollingTrigger';

const { testEnv } = usePollingTrigger();
const newTrigger = usePollingTriggers();
/** An inbox in a test environment of its own: the tests wait for retries, so they run concurrently. */
const newInbox = async (parameters?: IDataObject) =>
	await Inbox.open((await newTrigger()).testEnv, parameters);
const THREAD = /\/messages$/;
const logs = () => testEnv.logs.join('\n');

describe('a turn that remains unanswered', () => {
	it('is returned three times, ten minutes apart, then dropped', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		const message = inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([[message]]);
		expect(await inbox.poll(500)).toEqual([]);
		inbox.workflow.restart();
		expect(await inbox.poll(101)).toEqual([[message]]);
		expect(await inbox.poll(601)).toEqual([[message]]);
		for (const seconds of [601, 3600]) expect(await inbox.poll(seconds)).toEqual([]);
		const attempts = inbox.workflow.emitted.map(({ attempt, lastAttempt }) => [
			attempt,
			lastAttempt,
		]);
		expect(attempts).toEqual([
			[1, false],
			[2, false],
			[3, true],
		]);
		expect(logs().split(`Conversation ${id} has not been answered`)).toHaveLength(2);
		const more = inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([[message, more]]);
	});

	it('is returned once if Retry After is 0', async () => {
		const inbox = await Inbox.open(testEnv, { options: { retryAfter: 0 } });
		const id = inbox.conversation();
		const message = inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([[message]]);
		for (const seconds of [601, 3600]) expect(await inbox.poll(seconds)).toEqual([]);
		inbox.sent(id, { source: 'workflow' });
		for (const seconds of [1, 100, 3600]) expect(await inbox.poll(seconds)).toEqual([]);
		expect(inbox.workflow.emitted[0].lastAttempt).toBe(true);
	});

	it.each([0, 10])(
		'is returned again after a hand-over that nobody took, with Retry After %d',
		async (retryAfter) => {
			const inbox = await Inbox.open(testEnv, { options: { retryAfter } });
			const id = inbox.conversation();
			const message = inbox.wrote(id);
			expect(await inbox.poll(60)).toEqual([[message]]);
			inbox.advance(5);
			inbox.sent(id, { messageType: 'TYPE_INTERNAL_COMMENT', body: '@A<userId>u1</userId>' });
			for (const seconds of [100, 3600, 3600, 3600]) expect(await inbox.poll(seconds)).toEqual([]);
			expect(await inbox.poll(3600)).toEqual([[message]]);
			expect(await inbox.poll(300)).toEqual([]);
			expect(inbox.workflow.emitted[1]).toMatchObject({
				attempt: 1,
				lastAttempt: retryAfter === 0,
			});
		},
	);

	it('starts its own execution, at most the limit per poll, the longest waiting first', async () => {
		const inbox = await Inbox.open(testEnv);
		const ids = upTo(60).map(() => {
			inbox.advance(1);
			return inbox.wrote(inbox.conversation());
		});
		inbox.advance(60);
		for (const size of [25, 25, 10, 0]) expect(await inbox.poll(1)).toHaveLength(size);
		expect(inbox.workflow.starts.map(({ length }) => length)).toEqual(upTo(60).map(() => 1));
		expect(inbox.workflow.emitted.map(({ lastMessageId }) => lastMessageId)).toEqual(ids);
	});

	it('is saved with each execution: the rest is returned again after n8n crashed', async () => {
		const inbox = await Inbox.open(testEnv);
		upTo(5).map(() => inbox.wrote(inbox.conversation()));
		inbox.advance(60);
		inbox.setClock();
		const { workflow } = inbox;
		const push = workflow.starts.push.bind(workflow.starts);
		workflow.starts.push = (...started: IDataObject[][]) => {
			const length = push(...started);
			workflow.crashes = length >= 2;
			return length;
		};
		await workflow.poll();
		expect(workflow.starts).toHaveLength(2);
		workflow.starts.push = push;
		workflow.crashes = false;
		workflow.restart();
		await inbox.poll(1);
		const emitted = workflow.emitted.map(({ conversationId }) => conversationId);
		expect(emitted).toHaveLength(5);
		expect(new Set(emitted).size).toBe(5);
	});
});

describe('a conversation that cannot be read', () => {
	it.concurrent(
		'loses no turn while HighLevel answers 503 for three polls, also with more turns than the limit',
		async () => {
			const inbox = await newInbox({ options: { limitPerPoll: 7 } });
			const ids = upTo(10).map(() => inbox.wrote(inbox.conversation()));
			for (let poll = 0; poll < 3; poll++) {
				inbox.advance(60);
				inbox.setClock({ path: THREAD, status: 503, times: 999 });
				expect(await inbox.workflow.poll()).toEqual([]);
			}
			inbox.workflow.restart();
			for (let poll = 0; poll < 12; poll++) await inbox.poll(60);
			const emitted = inbox.workflow.emitted.filter(({ attempt }) => attempt === 1);
			expect(emitted.map(({ lastMessageId }) => lastMessageId).sort()).toEqual(ids.sort());
			expect(inbox.workflow.errors).toEqual([]);
		},
	);

	it.concurrent.each([
		['403', { status: 403 }],
		['a broken connection', { disconnect: 'before' as const }],
		['a time-out', { status: 400, body: { message: 'Request Timeout after 30000ms' } }],
	])('is retried, and does not delay others: %s', async (_, fault) => {
		const inbox = await newInbox();
		const [one, other] = [inbox.conversation(), inbox.conversation()];
		const waits = inbox.wrote(one);
		const message = inbox.wrote(other);
		const path = `/conversations/${one}/messages`;
		for (const emitted of [[[message]], [], [], []]) {
			inbox.advance(60);
			inbox.setClock({ path, times: 9, ...fault });
			expect((await inbox.workflow.poll()).map(idsOf)).toEqual(emitted);
		}
		inbox.sent(other);
		expect(await inbox.poll(480)).toEqual([[waits]]);
		expect(inbox.workflow.errors).toEqual([]);
	});

	it.concurrent('is still read for what HighLevel lists late', async () => {
		const inbox = await newInbox({ options: { waitForQuiet: 0 } });
		const id = inbox.conversation();
		const dateAdded = inbox.time;
		inbox.advance(2);
		inbox.wrote(id, 'Liked', { messageType: 'TYPE_SMS_REACTION' });
		inbox.setClock({ path: THREAD, status: 403, times: 9 });
		expect(await inbox.workflow.poll()).toEqual([]);
		// Between the retry after 60 s and the last read after 90 s, with a margin for a slow computer.
		expect(await inbox.poll(75)).toEqual([]);
		const late = inbox.wrote(id, 'Hello', { dateAdded });
		expect(await inbox.poll(40)).toEqual([[late]]);
	});

	it.concurrent('is dropped after a day, with a warning', async () => {
		const inbox = await newInbox();
		const id = inbox.conversation();
		inbox.wrote(id);
		for (const hours of [0.1, 2, 10, 13]) {
			inbox.advance(hours * 3600);
			inbox.setClock({ path: THREAD, status: 403, times: 9 });
			await inbox.workflow.poll();
		}
		expect(logs()).toContain(`Conversation ${id} could not be read for a day`);
		expect(await inbox.poll(7200)).toEqual([]);
	});

	it.concurrent(
		'is looked up by its contact once HighLevel has not found it three times',
		async () => {
			const inbox = await newInbox();
			const { state, locationId } = inbox.testEnv.sandbox;
			const id = inbox.conversation();
			inbox.advance(5);
			inbox.wrote(id);
			await inbox.poll(1);
			const { contactId } = state.conversations.get(id)!;
			const dates = { dateAdded: 0, lastMessageDate: 0 };
			const merged = state.addConversation({ locationId, contactId, ...dates }).id;
			const message = inbox.wrote(merged, 'Moved', { dateAdded: inbox.time - 1000 });
			state.conversations.get(merged)!.lastMessageDate = 0;
			state.conversations.delete(id);
			state.changed();
			for (const minutes of [1, 2, 5, 1]) await inbox.poll(60 * minutes);
			const emitted = inbox.workflow.emitted.map(({ conversationId }) => conversationId);
			expect(new Set(emitted)).toEqual(new Set([merged]));
			expect(inbox.workflow.emitted[0].lastMessageId).toBe(message);
			expect(inbox.workflow.errors).toEqual([]);
		},
	);

	it.concurrent('changes nothing if the search is rejected', async () => {
		const inbox = await newInbox();
		const message = inbox.wrote(inbox.conversation());
		inbox.advance(60);
		inbox.setClock({ path: '/conversations/search', times: 99, ...REFUSED });
		expect(await inbox.workflow.poll()).toEqual([]);
		expect(await inbox.poll(1)).toEqual([[message]]);
	});

	it.concurrent('is returned without the body of an email after a day, with a hint', async () => {
		const inbox = await newInbox();
		const { state } = inbox.testEnv.sandbox;
		const id = inbox.wrote(inbox.conversation(), '', { messageType: 'TYPE_EMAIL' });
		state.addEmail(state.messages.get(id)!, { subject: 'Hello', body: 'Hi' });
		for (const hours of [0.1, 2, 10, 13]) {
			expect(inbox.workflow.emitted).toEqual([]);
			inbox.advance(hours * 3600);
			inbox.setClock({ path: /\/messages\/email\//, status: 403, times: 9 });
			await inbox.workflow.poll();
		}
		expect(inbox.workflow.emitted[0].hint).toContain('status 403');
	});
});
