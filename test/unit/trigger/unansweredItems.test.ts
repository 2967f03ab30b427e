import type { IDataObject } from 'n8n-workflow';

import { unansweredMessage } from '../../../nodes/HighLevelConversationsTrigger/events/unanswered';
import { pollOver, refused } from './lists';
import { HOUR_MS, MINUTE_MS, SECOND_MS, START, WatchingWorkflow } from './watchingWorkflow';

const DAY_MS = 24 * HOUR_MS;
const started = async () => await new WatchingWorkflow().begin();
const conversationOf = ({ state }: WatchingWorkflow) =>
	(state as { conversations: Record<string, IDataObject> }).conversations.a;

it('contains the messages since the activation only, with what was said between them', async () => {
	const workflow = await started();
	workflow.add('a', -MINUTE_MS, { body: 'Before' });
	workflow.add('a', SECOND_MS, { body: 'One' });
	workflow.answer('a', 2 * SECOND_MS, { source: 'workflow', body: 'We are closed' });
	workflow.add('a', 3 * SECOND_MS, { messageType: 'TYPE_ACTIVITY_CONTACT', body: 'Created' });
	workflow.add('a', 4 * SECOND_MS, { body: 'Two' });
	const [item] = (await workflow.poll(MINUTE_MS)).items;
	expect(item).toMatchObject({ count: 2, text: 'One\n[Automated message] We are closed\nTwo' });
});

it('is not emitted for messages from before the activation', async () => {
	const workflow = await started();
	workflow.add('a', -MINUTE_MS);
	workflow.answer('a', SECOND_MS, { source: 'workflow' });
	await workflow.poll(MINUTE_MS);
	const { ids, looks } = await workflow.poll(HOUR_MS);
	expect([ids, looks.length]).toEqual([[], 1]);
});

describe('with an email whose body cannot be read', () => {
	const hint = 'The body of an email could not be read (status 500) and was left out.';
	const failing = async (status: number) => {
		const workflow = await started();
		const meta = { email: { messageIds: ['x1'] } };
		workflow.add('a', SECOND_MS, { messageType: 'TYPE_EMAIL', body: '', meta });
		workflow.stored.other = () => {
			throw refused(status);
		};
		return workflow;
	};

	it('is retried for a day, then emitted without the body', async () => {
		const workflow = await failing(500);
		expect((await workflow.poll(MINUTE_MS)).ids).toEqual([]);
		expect(conversationOf(workflow)).toMatchObject({ tries: 1 });
		expect((await workflow.poll(2 * MINUTE_MS)).ids).toEqual([]);
		expect(conversationOf(workflow)).toMatchObject({ tries: 2, due: START + 4 * MINUTE_MS });
		expect((await workflow.poll(DAY_MS + MINUTE_MS)).items).toMatchObject([{ hint, count: 1 }]);
	});

	it('is emitted with the body once it can be read', async () => {
		const workflow = await failing(500);
		await workflow.poll(MINUTE_MS);
		workflow.stored.other = () => ({ emailMessage: { body: 'Hello' } });
		const [item] = (await workflow.poll(2 * MINUTE_MS)).items;
		expect(item.text).toContain('Hello');
		expect(item).not.toHaveProperty('hint');
	});

	it('is emitted without the body in a test', async () => {
		const { stored } = await failing(500);
		const { poll } = pollOver(stored, { now: START + MINUTE_MS, testing: true });
		expect(await unansweredMessage.test(poll)).toMatchObject([{ conversationId: 'a', hint }]);
	});

	it('fails the poll if HighLevel rejects the token', async () => {
		await expect((await failing(401)).poll(MINUTE_MS)).rejects.toThrow();
	});
});

describe('attempts', () => {
	it('start again if another message of the same turn is listed late', async () => {
		const workflow = await started();
		workflow.add('a', 10 * SECOND_MS);
		expect((await workflow.poll(MINUTE_MS)).items).toMatchObject([{ attempt: 1, count: 1 }]);
		const late = workflow.add('a', 5 * SECOND_MS);
		workflow.stored.threads.a.push(workflow.stored.threads.a.shift()!);
		expect(workflow.stored.threads.a.at(-1)).toBe(late);
		const { items } = await workflow.poll(3 * MINUTE_MS);
		expect(items).toMatchObject([{ attempt: 1, count: 2 }]);
	});

	it('start again after a hand-over that began after the emission', async () => {
		const workflow = await started();
		const parameters = { options: { handOverHours: 1 } };
		workflow.add('a', SECOND_MS);
		expect((await workflow.poll(MINUTE_MS, { parameters })).items).toMatchObject([{ attempt: 1 }]);
		const comment = { messageType: 'TYPE_INTERNAL_COMMENT', mentions: ['u1'] };
		workflow.answer('a', 2 * MINUTE_MS, comment);
		expect((await workflow.poll(11 * MINUTE_MS, { parameters })).ids).toEqual([]);
		expect(conversationOf(workflow)).toMatchObject({ due: START + HOUR_MS + 2 * MINUTE_MS });
		const { items } = await workflow.poll(HOUR_MS + 2 * MINUTE_MS, { parameters });
		expect(items).toMatchObject([{ attempt: 1 }]);
	});

	it('end with one warning, and stay ended', async () => {
		const workflow = await started();
		const parameters = { 'options.attempts': 1 };
		workflow.add('a', SECOND_MS);
		await workflow.poll(MINUTE_MS, { parameters });
		expect(conversationOf(workflow)).toMatchObject({ due: START + 11 * MINUTE_MS });
		const { warnings } = await workflow.poll(11 * MINUTE_MS, { parameters });
		expect(warnings).toEqual([expect.stringContaining('after 1 attempts')]);
		expect(conversationOf(workflow)).toMatchObject({ emitted: { attempt: 1, gaveUp: true } });
		workflow.answer('a', 12 * MINUTE_MS, { source: 'workflow' });
		const later = await workflow.poll(13 * MINUTE_MS, { parameters });
		expect([later.ids, later.warnings]).toEqual([[], []]);
		expect(conversationOf(workflow)).not.toHaveProperty('due');
	});

	it("do not happen if 'Retry After' is 0", async () => {
		const workflow = await started();
		const parameters = { 'options.retryAfter': 0 };
		workflow.add('a', SECOND_MS);
		const { items } = await workflow.poll(MINUTE_MS, { parameters });
		expect(items).toMatchObject([{ attempt: 1, lastAttempt: true }]);
		expect(conversationOf(workflow)).not.toHaveProperty('due');
	});
});

it('keeps waiting for quiet while the contact goes on writing', async () => {
	const workflow = await started();
	workflow.add('a', SECOND_MS);
	await workflow.poll(2 * SECOND_MS);
	expect((await workflow.poll(31 * SECOND_MS)).ids).toEqual(['a']);
	const other = await started();
	other.add('a', SECOND_MS);
	await other.poll(5 * SECOND_MS);
	expect(conversationOf(other)).toMatchObject({ due: START + 31 * SECOND_MS });
	other.add('a', 20 * SECOND_MS);
	await other.poll(31 * SECOND_MS);
	expect(conversationOf(other)).toMatchObject({
		...{ due: START + 50 * SECOND_MS, isWaitingForQuiet: true },
	});
});

it('is read once more for messages that are listed late, and not again', async () => {
	const workflow = await started();
	workflow.add('a', SECOND_MS);
	workflow.person('a', 2 * SECOND_MS);
	await workflow.poll(3 * SECOND_MS);
	expect(conversationOf(workflow)).toMatchObject({ recheckAt: START + 93 * SECOND_MS });
	const { looks } = await workflow.poll(93 * SECOND_MS);
	expect(looks).toHaveLength(1);
	expect(conversationOf(workflow)).not.toHaveProperty('recheckAt');
	expect((await workflow.poll(HOUR_MS)).looks).toEqual([]);
});

it('returns the latest unanswered conversation in a test, without waiting for quiet', async () => {
	const workflow = new WatchingWorkflow();
	const test = async (now: number) =>
		await unansweredMessage.test(pollOver(workflow.stored, { now, testing: true }).poll);
	expect(await test(START)).toEqual([]);
	workflow.add('a', -DAY_MS);
	workflow.add('b', 30 * SECOND_MS);
	workflow.answer('c', 40 * SECOND_MS);
	expect(await test(START)).toMatchObject([
		{ conversationId: 'b', attempt: 1, contact: { id: 'k-b' } },
	]);
	workflow.answer('b', 50 * SECOND_MS);
	expect(await test(START + MINUTE_MS)).toMatchObject([{ conversationId: 'a' }]);
});
