import type { Message } from '../../../sandbox';
import { upTo } from '../fixtures';
import { HOUR, MINUTE, usePollingTrigger } from './pollingTrigger';

const { testEnv, add, active } = usePollingTrigger();

const schedule = (agoMs: number) =>
	add(Date.now() - agoMs, { direction: 'outbound', status: 'scheduled' });
const change = (message: Message, changed: Partial<Message>) => {
	Object.assign(message, changed);
	testEnv.sandbox.state.changed();
};
/** A workflow for outbound messages, with an overlap of a minute. */
const watchingOut = async (options: object = {}) =>
	await active({ direction: 'outbound', options: { overlap: 1, ...options } });

describe('a scheduled message', () => {
	it.each<[string, number, (now: number) => Partial<Message>]>([
		['soon', 0, () => ({})],
		['after the overlap', 30 * MINUTE, () => ({})],
		['under a new date', 30 * MINUTE, (now) => ({ dateAdded: now })],
	])('is returned once it is sent: %s', async (_, agoMs, changed) => {
		const workflow = await watchingOut();
		const message = schedule(agoMs);
		const sent = [add(Date.now(), { direction: 'outbound' }).id];
		await workflow.poll();
		await workflow.poll();
		expect(workflow.ids).toEqual(sent);
		workflow.restart();
		change(message, { status: 'delivered', ...changed(Date.now()) });
		for (let poll = 0; poll < 3; poll++) await workflow.poll();
		expect(workflow.ids).toEqual([...sent, message.id]);
	});

	it('is never returned if it is canceled or deleted', async () => {
		const workflow = await watchingOut();
		const [cancelled, gone] = [schedule(30 * MINUTE), schedule(30 * MINUTE)];
		add(Date.now(), { direction: 'outbound' });
		await workflow.poll();
		change(cancelled, { status: 'cancelled' });
		testEnv.sandbox.state.removeMessage(gone);
		const before = testEnv.sandbox.requests.length;
		for (let poll = 0; poll < 3; poll++) await workflow.poll();
		expect(workflow.emitted).toHaveLength(1);
		expect(workflow.errors).toEqual([]);
		const asked = testEnv.sandbox.requests.slice(before).map(({ path }) => path.split('/').at(-1));
		expect(asked.filter((id) => id === cancelled.id || id === gone.id)).toHaveLength(2);
	});

	it('costs at most ten requests per poll, and is found among many', async () => {
		const workflow = await watchingOut({ limitPerPoll: 4 });
		const messages = upTo(25).map((index) => schedule(HOUR / 2 + index));
		add(Date.now(), { direction: 'outbound' });
		await workflow.poll();
		const before = testEnv.sandbox.requests.length;
		await workflow.poll();
		expect(testEnv.sandbox.requests.length - before).toBe(2 + 10);
		for (const message of messages) change(message, { status: 'sent' });
		for (let poll = 0; poll < 12; poll++) await workflow.poll();
		const ids = messages.map(({ id }) => id);
		expect(workflow.ids.slice(1).sort()).toEqual(ids.sort());
	});

	it('is not returned in a test in the editor', async () => {
		schedule(0);
		const { items } = await testEnv.poll({ mode: 'manual', parameters: { direction: 'outbound' } });
		expect(items).toBeNull();
	});
});
