import type { IDataObject } from 'n8n-workflow';

import { noReplySince } from '../../../nodes/HighLevelConversationsTrigger/events/noReplySince';
import { pollOver, refused } from './lists';
import { HOUR_MS, MINUTE_MS, START, WatchingWorkflow } from './watchingWorkflow';

const DAY_MS = 24 * HOUR_MS;
const started = async () => await new WatchingWorkflow(noReplySince).begin();

it('returns a silence at each of its times', async () => {
	const workflow = await started();
	workflow.add('a', 0, { body: 'Hi' });
	const last = workflow.answer('a', MINUTE_MS, { body: 'Tuesday?' });
	expect((await workflow.poll(HOUR_MS)).ids).toEqual([]);
	expect((await workflow.poll(DAY_MS + MINUTE_MS - 1)).looks).toEqual([]);
	const first = await workflow.poll(DAY_MS + MINUTE_MS);
	expect(first.items).toMatchObject([
		{ conversationId: 'a', attempt: 1, lastAttempt: false, contact: { id: 'k-a' } },
	]);
	expect(first.items[0].messages).toMatchObject([{ id: last.id }]);
	expect((await workflow.poll(2 * DAY_MS)).ids).toEqual([]);
	expect((await workflow.poll(2 * DAY_MS + MINUTE_MS)).items).toMatchObject([{ attempt: 2 }]);
	const third = await workflow.poll(3 * DAY_MS + MINUTE_MS);
	expect(third.items).toMatchObject([{ attempt: 3, lastAttempt: true }]);
	expect((await workflow.poll(9 * DAY_MS)).looks).toEqual([]);
});

it('starts again after the contact has written', async () => {
	const workflow = await started();
	const parameters = { 'options.silence': 1, 'options.times': 1 };
	workflow.answer('a', MINUTE_MS);
	await workflow.poll(2 * MINUTE_MS, { parameters });
	expect((await workflow.poll(2 * HOUR_MS, { parameters })).items).toMatchObject([{ attempt: 1 }]);
	workflow.answer('a', 3 * HOUR_MS);
	await workflow.poll(3 * HOUR_MS, { parameters });
	expect((await workflow.poll(5 * HOUR_MS, { parameters })).ids).toEqual([]);
	workflow.add('a', 6 * HOUR_MS);
	workflow.answer('a', 7 * HOUR_MS);
	await workflow.poll(7 * HOUR_MS, { parameters });
	expect((await workflow.poll(8 * HOUR_MS, { parameters })).items).toMatchObject([{ attempt: 1 }]);
});

it.each<[string, (workflow: WatchingWorkflow) => unknown]>([
	['the contact wrote last', (workflow) => workflow.add('a', 2 * MINUTE_MS)],
	[
		'the contact has opted out',
		(workflow) => workflow.answer('a', 2 * MINUTE_MS, { status: 'opt_out' }),
	],
	[
		'automation wrote last',
		(workflow) => workflow.answer('a', 2 * MINUTE_MS, { source: 'workflow' }),
	],
	['nobody wrote', (workflow) => (workflow.stored.threads.a = [])],
])('returns nothing if %s', async (_, happen) => {
	const workflow = await started();
	workflow.answer('a', MINUTE_MS);
	happen(workflow);
	await workflow.poll(HOUR_MS);
	const { ids, warnings } = await workflow.poll(3 * DAY_MS);
	expect([ids, warnings]).toEqual([[], []]);
});

it('returns nothing after an opt-out', async () => {
	const workflow = await started();
	workflow.add('a', MINUTE_MS, { body: 'stop' });
	workflow.answer('a', 2 * MINUTE_MS);
	await workflow.poll(HOUR_MS);
	expect((await workflow.poll(3 * DAY_MS)).ids).toEqual([]);
});

it('follows up on messages of persons, and on messages to contacts who never wrote', async () => {
	const workflow = await started();
	workflow.person('a', MINUTE_MS);
	await workflow.poll(HOUR_MS);
	const { items } = await workflow.poll(2 * DAY_MS);
	expect(items).toMatchObject([{ conversationId: 'a', replyBy: null }]);
});

it('returns nothing from before the start', async () => {
	const workflow = await started();
	workflow.answer('a', 0);
	await workflow.poll(HOUR_MS);
	expect((await workflow.poll(2 * DAY_MS)).ids).toEqual([]);
	const next = await started();
	next.answer('a', 1);
	await next.poll(HOUR_MS);
	expect((await next.poll(2 * DAY_MS)).ids).toEqual(['a']);
});

it('waits for the end of a hand-over', async () => {
	const workflow = await started();
	const parameters = { 'options.silence': 1, options: { handOverHours: 4 } };
	workflow.answer('a', MINUTE_MS);
	const comment = { messageType: 'TYPE_INTERNAL_COMMENT', mentions: ['u1'] };
	workflow.answer('a', 2 * MINUTE_MS, comment);
	await workflow.poll(HOUR_MS, { parameters });
	expect((await workflow.poll(4 * HOUR_MS, { parameters })).ids).toEqual([]);
	expect((await workflow.poll(4 * HOUR_MS + 2 * MINUTE_MS, { parameters })).ids).toEqual(['a']);
});

it('returns our last ten messages', async () => {
	const workflow = await started();
	for (let index = 0; index < 12; index++) workflow.answer('a', MINUTE_MS + index);
	await workflow.poll(HOUR_MS);
	const [{ messages }] = (await workflow.poll(2 * DAY_MS)).items;
	expect(messages).toHaveLength(10);
	expect((messages as IDataObject[])[9].id).toBe(workflow.stored.threads.a[0].id);
});

it("returns until when the channel is open, by the contact's message", async () => {
	const workflow = await started();
	const facebook = { messageType: 'TYPE_FACEBOOK' };
	workflow.add('a', 0, facebook);
	workflow.answer('a', HOUR_MS, facebook);
	await workflow.poll(2 * HOUR_MS);
	const [{ replyBy }] = (await workflow.poll(3 * DAY_MS)).items;
	expect(Date.parse(String(replyBy))).toBe(START + DAY_MS);
});

describe('the contact of an item', () => {
	it('comes from the messages if the search has not returned it', async () => {
		const workflow = await started();
		workflow.answer('a', MINUTE_MS);
		await workflow.poll(HOUR_MS);
		const { conversations } = workflow.state as { conversations: Record<string, IDataObject> };
		delete conversations.a.contact;
		workflow.stored.conversations.length = 0;
		const { items } = await workflow.poll(2 * DAY_MS);
		expect(items).toMatchObject([{ contact: { id: 'k-a', name: null } }]);
	});
});

describe('a long conversation', () => {
	const pagesOf = async (workflow: WatchingWorkflow, at: number) => {
		const parameters = { 'options.silence': 1, options: { handOverHours: 4 } };
		await workflow.poll(HOUR_MS, { parameters });
		const { looks, items } = await workflow.poll(at, { parameters });
		return [looks.length, items.length];
	};
	/** A workflow over messages to a contact, one each minute, and one of the contact before all but `after` of them. */
	const withMessages = async (count: number, after = Infinity) => {
		const workflow = await started();
		for (let n = 1; n <= count; n++) {
			if (n === count - after + 1) workflow.add('a', (n - count) * MINUTE_MS);
			else workflow.answer('a', (n - count) * MINUTE_MS + 1);
		}
		return workflow;
	};

	it("is read down to the contact's last message, at most 300 messages", async () => {
		expect(await pagesOf(await withMessages(500), 5 * HOUR_MS)).toEqual([3, 1]);
		expect(await pagesOf(await withMessages(500, 150), 5 * HOUR_MS)).toEqual([2, 1]);
		expect(await pagesOf(await withMessages(500, 50), 5 * HOUR_MS)).toEqual([1, 1]);
	});

	it('is read through the time in which a hand-over may have begun', async () => {
		expect(await pagesOf(await withMessages(500, 50), 2 * HOUR_MS)).toEqual([2, 1]);
	});
});

it('emits a silence again only after its time since the last emission', async () => {
	const workflow = await started();
	const parameters = { 'options.silence': 1 };
	workflow.answer('a', MINUTE_MS);
	await workflow.poll(2 * MINUTE_MS, { parameters });
	const { conversations } = workflow.state as { conversations: Record<string, IDataObject> };
	expect(conversations.a.due).toBe(START + HOUR_MS + MINUTE_MS);
	expect((await workflow.poll(3 * HOUR_MS, { parameters })).ids).toEqual(['a']);
	const after = workflow.state as { conversations: Record<string, IDataObject> };
	expect(after.conversations.a.due).toBe(START + 4 * HOUR_MS);
	workflow.answer('a', 3 * HOUR_MS + MINUTE_MS, { source: 'app', userId: 'u1' });
	expect((await workflow.poll(4 * HOUR_MS, { parameters })).ids).toEqual([]);
	const { items } = await workflow.poll(4 * HOUR_MS + MINUTE_MS, { parameters });
	expect(items).toMatchObject([{ attempt: 2, lastHumanAt: null }]);
	expect(items[0].lastAnswerAt).toBe(new Date(START + 3 * HOUR_MS + MINUTE_MS).toISOString());
});

it('contains only what was sent since the contact wrote, without what failed', async () => {
	const workflow = await started();
	workflow.answer('a', MINUTE_MS, { body: 'Before' });
	workflow.add('a', 2 * MINUTE_MS);
	workflow.answer('a', 3 * MINUTE_MS, { body: 'Failed', status: 'failed' });
	workflow.answer('a', 4 * MINUTE_MS, { source: 'workflow', body: 'Automated' });
	workflow.answer('a', 5 * MINUTE_MS, { body: 'Answer' });
	await workflow.poll(HOUR_MS);
	const [{ messages, text }] = (await workflow.poll(2 * DAY_MS)).items;
	expect((messages as IDataObject[]).map(({ body }) => body)).toEqual(['Automated', 'Answer']);
	expect(text).toBe('[Automated message] Automated\n[We wrote] Answer');
});

it('does not read a conversation in which the contact wrote last', async () => {
	const workflow = await started();
	workflow.add('a', MINUTE_MS);
	expect((await workflow.poll(HOUR_MS)).looks).toEqual([]);
	expect(workflow.state).toMatchObject({ conversations: {} });
	workflow.answer('a', HOUR_MS);
	await workflow.poll(HOUR_MS);
	workflow.add('a', 2 * HOUR_MS);
	await workflow.poll(2 * HOUR_MS);
	expect((await workflow.poll(3 * DAY_MS)).looks).toEqual([]);
});

describe('with an email whose body cannot be read', () => {
	const email = { messageType: 'TYPE_EMAIL', meta: { email: { messageIds: ['x1'] } } };
	const failing = async () => {
		const workflow = await started();
		workflow.answer('a', MINUTE_MS, email);
		await workflow.poll(HOUR_MS);
		workflow.stored.other = () => {
			throw refused(500);
		};
		return workflow;
	};

	it('retries for a day, then omits it', async () => {
		const workflow = await failing();
		expect((await workflow.poll(2 * DAY_MS)).ids).toEqual([]);
		const { items } = await workflow.poll(3 * DAY_MS);
		expect(items).toMatchObject([
			{ hint: 'The body of an email could not be read (status 500) and was left out.' },
		]);
	});

	it('omits it in a test', async () => {
		const workflow = await failing();
		const [item] = await noReplySince.test(
			pollOver(workflow.stored, { now: START + DAY_MS, testing: true }).poll,
		);
		expect(item).toHaveProperty('hint');
	});
});

it('returns the latest conversation in which we wrote last in a test', async () => {
	const workflow = new WatchingWorkflow(noReplySince);
	workflow.answer('a', -3);
	workflow.answer('b', -2, { source: 'workflow' });
	const test = async () =>
		await noReplySince.test(pollOver(workflow.stored, { now: START, testing: true }).poll);
	expect(await test()).toMatchObject([{ conversationId: 'a', attempt: 1 }]);
	workflow.add('a', -1);
	expect(await test()).toEqual([]);
});
