import { sleep } from 'n8n-workflow';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { addMessages, EXPORT_PATH, upTo } from '../fixtures';
import { ActiveWorkflow } from '../harness/activeWorkflow';
import { MINUTE, usePollingTrigger } from './pollingTrigger';

const { testEnv, mine, refuse, ...given } = usePollingTrigger();
const add = (...message: Parameters<typeof given.add>) => given.add(...message).id;

/** Both ways in which n8n polls. */
const WAYS: Array<[string, boolean]> = [
	['as an active workflow', false],
	['by the durable scheduler', true],
];

const activated = async (durable: boolean, parameters: IDataObject = {}, agoMs = 0) =>
	await ActiveWorkflow.activated(testEnv, agoMs, {
		durable,
		parameters: parameters as INodeParameters,
	});

describe.each(WAYS)('polls %s', (_, durable) => {
	it('return messages received between the activation and the first poll, and none from before', async () => {
		add(Date.now() - 60_000);
		const workflow = await activated(durable);
		const ids = [add(Date.now() + 1000)];
		await workflow.poll();
		ids.push(add(Date.now() + 2000));
		await workflow.poll();
		await workflow.poll();
		workflow.restart();
		await workflow.poll();
		expect(workflow.ids).toEqual(ids);
		expect(workflow.errors).toEqual([]);
	});

	it('do not return messages received while the workflow was inactive', async () => {
		const workflow = await activated(durable, {}, 50 * MINUTE);
		const before = add(Date.now() - 40 * MINUTE);
		await workflow.poll();
		add(Date.now() - 30 * MINUTE);
		await workflow.activate();
		const after = add(Date.now() + 1000);
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual([before, after]);
	});

	it.each([
		['conversationUnread', () => [mine.conversationId]],
		['newConversation', () => [addMessages(testEnv.sandbox, 0).conversationId]],
		['messageFailed', () => [add(Date.now(), { direction: 'outbound', status: 'failed' })]],
	])('start %s from the activation', async (event, happen) => {
		const workflow = await activated(durable, { event });
		const ids = happen();
		for (const id of ids) {
			const conversation = testEnv.sandbox.state.conversations.get(String(id));
			const now = Date.now() + 1000;
			if (conversation) Object.assign(conversation, { dateAdded: now, unreadCount: 1 });
			if (conversation) conversation.lastMessageDate = now;
			testEnv.sandbox.state.changed();
		}
		for (const poll of upTo(3)) expect(await workflow.poll()).toHaveLength(poll === 0 ? 1 : 0);
		expect(workflow.ids).toEqual(ids);
	});

	it('start from the change of a filter', async () => {
		const workflow = await activated(durable, { direction: 'inbound' });
		add(Date.now() - 2000, { direction: 'outbound' });
		await workflow.poll();
		await workflow.change({ parameters: { direction: 'both' } });
		const id = add(Date.now() + 1000, { direction: 'outbound' });
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('return again what n8n could not start', async () => {
		const workflow = await activated(durable, {}, MINUTE);
		const id = add();
		workflow.crashes = true;
		await workflow.poll();
		workflow.crashes = false;
		if (!durable) workflow.restart();
		// Under a lease, n8n may still be saving the state of the last poll.
		for (const end = Date.now() + 20_000; workflow.ids.length === 0 && Date.now() < end; ) {
			await workflow.poll();
			await sleep(100);
		}
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('return nothing twice if one starts while another is running', async () => {
		const workflow = await activated(durable, {}, MINUTE);
		const id = add();
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, delayMs: 100 });
		await Promise.all([workflow.poll(), workflow.poll()]);
		expect(workflow.ids).toEqual([id]);
	});

	it('start from the activation if HighLevel was down at that time', async () => {
		refuse(EXPORT_PATH);
		const workflow = await activated(durable);
		testEnv.sandbox.faults.clear();
		const id = add(Date.now() + 1000);
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual([id]);
	});

	it('return what is complete when their time is over, and the rest with the next poll', async () => {
		const workflow = await activated(durable, { options: { lastMessages: 2 } }, MINUTE);
		workflow.restart({ budgetMs: 1500 });
		const ids = upTo(60).map((index) => {
			const { conversationId } = addMessages(testEnv.sandbox, 0);
			return add(Date.now() - 30_000 + index, { conversationId });
		});
		testEnv.sandbox.faults.add({ path: /\/messages$/, times: 999, delayMs: 300 });
		const pollDuration = async (): Promise<number> => {
			const startedAt = Date.now();
			await workflow.poll();
			return Date.now() - startedAt;
		};
		const first = await pollDuration();
		expect(first).toBeLessThan(1500);
		expect(workflow.ids.length).toBeGreaterThan(0);
		expect(workflow.ids.length).toBeLessThan(60);
		for (let poll = 0; poll < 20 && workflow.ids.length < 60; poll++) await pollDuration();
		expect(workflow.ids).toEqual(ids);
		expect(workflow.emitted.every(({ lastMessages }) => Array.isArray(lastMessages))).toBe(true);
		expect(workflow.errors).toEqual([]);
	});
});

it('a poll does not return what another poll returned after n8n had read its cursor', async () => {
	const workflow = await activated(true, {}, MINUTE);
	const ids = [add()];
	await workflow.poll();
	ids.push(add(Date.now() + 1000));
	const late = workflow.prefetched();
	await workflow.poll();
	await late();
	expect(workflow.ids).toEqual(ids);
	ids.push(add(Date.now() + 2000));
	await workflow.poll();
	expect(workflow.ids).toEqual(ids);
});

it('ends a poll in time if HighLevel does not answer', async () => {
	const workflow = await activated(true, {}, MINUTE);
	const id = add();
	workflow.restart({ budgetMs: 1000 });
	let answer = (): void => {};
	const answered = new Promise<void>((resolve) => {
		answer = resolve;
	});
	testEnv.sandbox.faults.add({ path: EXPORT_PATH, until: async () => await answered });
	const startedAt = Date.now();
	expect(await workflow.poll()).toEqual([]);
	expect(Date.now() - startedAt).toBeLessThan(5000);
	answer();
	expect(testEnv.logs.join('\n')).toContain('Will retry on the next poll');
	await workflow.poll();
	expect(workflow.ids).toEqual([id]);
	expect(workflow.errors).toEqual([]);
});
