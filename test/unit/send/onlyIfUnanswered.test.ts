import { onlyIfUnanswered } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/onlyIfUnanswered';
import { rememberSent } from '../../../nodes/HighLevelConversations/resources/message/send/ownMessages';
import { recentAnswers } from '../../../nodes/shared/thread';
import { fakeItem, refused, sentAs } from './fakeItem';
import { MINUTE_MS, question, scene, skipped, START } from './turnScene';

beforeEach(() => jest.useFakeTimers({ now: START + MINUTE_MS }));
afterEach(() => jest.useRealTimers());

it.each([
	['', "'Only If Unanswered' is empty"],
	['x', "'Only If Unanswered' is not a turn"],
])('rejects %j', (value, message) => {
	expect(() => onlyIfUnanswered(fakeItem({}).item, value)).toThrow(message);
});

it('checks once, sends, and remembers what was answered', async () => {
	const one = scene();
	const json = await one.go(async () => {
		one.leave();
		rememberSent(one.item, { messageId: 'm1', conversationId: one.conversationId });
		return sentAs({ messageId: 'm1' });
	});
	expect(json).toEqual({ messageId: 'm1' });
	expect(one.reads).toHaveLength(1);
	expect(one.reads[0]).toMatchObject({
		step: "checking the conversation for 'Only If Unanswered'",
		scope: 'conversations/message.readonly',
	});
	expect(recentAnswers(one.conversationId)).toEqual([
		{
			id: 'm1',
			conversationId: one.conversationId,
			contactId: 'k1',
			messageType: 'TYPE_SMS',
			direction: 'outbound',
			source: 'api',
			dateAdded: START + MINUTE_MS,
		},
	]);
	// Another execution counts it as an answer, even before HighLevel lists it.
	const { item } = fakeItem(one.item.body, {
		answer: () => ({ messages: { messages: one.thread } }),
	});
	const middleware = onlyIfUnanswered(item, one.turn);
	const [other] = await middleware({ alreadySent: false, next: jest.fn() });
	expect(other.json).toEqual(skipped(one, 'answered'));
	expect(one.waits).toEqual([]);
});

it('does not send if the conversation has changed', async () => {
	const one = scene();
	one.thread.unshift(question(one.conversationId, { id: 'q2', dateAdded: START + 1 }));
	const next = jest.fn();
	expect(await one.go(next)).toEqual(skipped(one, 'newerMessage'));
	expect(next).not.toHaveBeenCalled();
});

it('does not send if the conversation no longer exists, and throws if it cannot be read', async () => {
	const gone = scene();
	gone.fail(refused(404, 'Conversation not found'));
	expect(await gone.go(jest.fn())).toEqual(skipped(gone, 'gone'));
	const down = scene();
	const error = refused(500, 'No');
	down.fail(error);
	await expect(down.go(jest.fn())).rejects.toBe(error);
});

it('rejects a turn of another contact', async () => {
	const one = scene({ contactId: 'k2' });
	await expect(one.go(jest.fn())).rejects.toThrow('is the turn of another contact');
	const unknown = scene({ contactId: 'k2' });
	delete unknown.thread[0].contactId;
	expect(await unknown.go(async () => sentAs({ messageId: 'm1' }))).toEqual({ messageId: 'm1' });
});

it('reads the question by its ID if it is not listed', async () => {
	const there = scene();
	there.unlist(question(there.conversationId));
	expect(await there.go(async () => sentAs({ messageId: 'm1' }))).toEqual({ messageId: 'm1' });
	const path = `/conversations/messages/q-of-${there.conversationId}`;
	expect(there.reads.map((read) => read.path)).toContain(path);
	const deleted = scene();
	deleted.unlist();
	expect(await deleted.go(jest.fn())).toEqual(skipped(deleted, 'answered'));
});

it('waits until an answer settles the question', async () => {
	jest.setSystemTime(START + 4_000);
	const one = scene();
	one.item.sleep = async (ms) => {
		one.waits.push(ms);
		await jest.advanceTimersByTimeAsync(ms);
	};
	await one.go(async () => sentAs({}));
	expect(one.waits).toEqual([6_000]);
	jest.setSystemTime(START - MINUTE_MS);
	const ahead = scene();
	const waited: number[] = [];
	ahead.item.sleep = async (ms) => {
		waited.push(ms);
		jest.setSystemTime(START + MINUTE_MS);
		await Promise.resolve();
	};
	await ahead.go(async () => sentAs({}));
	// At most ten seconds, even if this computer's clock is wrong.
	expect(waited).toEqual([10_000]);
});

it('checks again if the message is sent late or again', async () => {
	const one = scene();
	let tries = 0;
	await one.go(async () => {
		if (++tries === 1) jest.advanceTimersByTime(2_001);
		one.leave();
		return sentAs({});
	});
	expect([tries, one.reads.length]).toEqual([2, 2]);
	const prompt = scene();
	await prompt.go(async () => {
		jest.advanceTimersByTime(2_000);
		prompt.leave();
		return sentAs({});
	});
	expect(prompt.reads).toHaveLength(1);
	const repeated = scene();
	let attempts = 0;
	await repeated.go(async () => {
		repeated.leave();
		if (++attempts === 1) repeated.leave();
		return sentAs({});
	});
	expect([attempts, repeated.reads.length]).toEqual([2, 2]);
});

it('checks less often if the message is delayed repeatedly', async () => {
	const one = scene();
	let tries = 0;
	await one.go(async () => {
		tries++;
		jest.advanceTimersByTime(15_000);
		one.leave();
		return sentAs({});
	});
	// 2, 2, 2, 4, 8, 16 s.
	expect(tries).toBe(6);
});

it('fails if the rate limit rejects the message ten times', async () => {
	const one = scene();
	let tries = 0;
	const work = one.go(async () => {
		tries++;
		one.leave();
		one.leave();
		return sentAs({});
	});
	await expect(work).rejects.toMatchObject({ details: { status: 429, nothingWasSent: true } });
	expect(tries).toBe(11);
});

it('throws the error of the send', async () => {
	const error = refused(400, 'Missing phone number');
	await expect(scene().go(async () => await Promise.reject(error))).rejects.toBe(error);
});

it('answers one message at a time in a conversation', async () => {
	const one = scene();
	const order: string[] = [];
	const send = (name: string) => async () => {
		order.push(`${name} starts`);
		await Promise.resolve();
		order.push(`${name} ends`);
		return sentAs({});
	};
	await Promise.all([one.go(send('a')), one.go(send('b'))]);
	expect(order).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
});
