import type { Message } from '../../../sandbox';
import { EXPORT_PATH, upTo } from '../fixtures';
import { HOUR, usePollingTrigger } from './pollingTrigger';

const { testEnv, mine, add, activated } = usePollingTrigger();
const event = 'messageFailed';

/** A message that was sent some time ago. */
const sent = (agoMs: number, more: Partial<Message> = {}) =>
	add(Date.now() - agoMs, { direction: 'outbound', source: 'api', ...more });
const fail = (message: Message, error = { code: '30006', message: 'Landline' }) => {
	Object.assign(message, { status: 'failed', error });
	testEnv.sandbox.state.changed();
};

describe('Message Failed', () => {
	it("returns each newly failed message once, with HighLevel's reason", async () => {
		const before = sent(2 * HOUR);
		fail(before);
		const workflow = await activated({ event });
		expect(await workflow.poll()).toEqual([]);
		const [first, second, fine] = [
			sent(20 * HOUR),
			sent(0, { messageType: 'TYPE_EMAIL' }),
			sent(0),
		];
		expect(await workflow.poll()).toEqual([]);
		fail(second);
		await workflow.poll();
		workflow.restart();
		fail(first);
		for (let poll = 0; poll < 3; poll++) await workflow.poll();
		expect(workflow.ids).toEqual([second.id, first.id]);
		expect(workflow.ids).not.toContain(fine.id);
		expect(workflow.emitted[1]).toMatchObject({
			contactId: mine.contactId,
			status: 'failed',
			source: 'api',
			error: { code: '30006', message: 'Landline' },
		});
		expect(workflow.errors).toEqual([]);
	});

	it.each(['failed', 'undelivered', 'opt_out'])('returns the status %s', async (status) => {
		const workflow = await activated({ event });
		const message = sent(HOUR);
		Object.assign(message, { status });
		testEnv.sandbox.state.changed();
		for (let poll = 0; poll < 2; poll++) await workflow.poll();
		expect(workflow.emitted.map((each) => [each.id, each.status])).toEqual([[message.id, status]]);
	});

	it.each(['delivered', 'scheduled', 'cancelled', 'canceled', 'read'])(
		'ignores the status %s',
		async (status) => {
			const workflow = await activated({ event });
			Object.assign(sent(HOUR), { status });
			testEnv.sandbox.state.changed();
			expect(await workflow.poll()).toEqual([]);
		},
	);

	it('checks the hours that are set, and returns nothing twice after a change', async () => {
		const options = (lookBack: number) => ({ event, options: { lookBack } });
		const workflow = await activated(options(6));
		const [near, far] = [sent(5 * HOUR), sent(7 * HOUR)];
		fail(near);
		fail(far);
		await workflow.poll();
		expect(workflow.ids).toEqual([near.id]);
		for (const lookBack of [1, 48, 6, 24]) {
			await workflow.change({ parameters: options(lookBack) });
			await workflow.poll();
		}
		expect(workflow.ids).toEqual([near.id]);
	});

	it('returns messages beyond the limit later, oldest first', async () => {
		const workflow = await activated({ event, options: { limitPerPoll: 10 } });
		const messages = upTo(25).map((index) => sent(HOUR - index));
		for (const message of messages) fail(message);
		for (const size of [10, 10, 5, 0]) {
			expect(await workflow.poll()).toHaveLength(size);
			workflow.restart();
		}
		expect(workflow.ids).toEqual(messages.map(({ id }) => id));
	});

	it('applies filters, with one request for 1,000 messages of a channel', async () => {
		const workflow = await activated({
			event,
			channels: ['sms'],
			filters: { contactId: mine.contactId },
		});
		const messages = upTo(1500).map((index) => sent(HOUR - index));
		const other = sent(0, { messageType: 'TYPE_WHATSAPP' });
		const inbound = sent(0, { direction: 'inbound' });
		for (const message of [messages[7], other, inbound]) fail(message);
		const before = testEnv.sandbox.requests.length;
		await workflow.poll();
		expect(workflow.ids).toEqual([messages[7].id]);
		const asked = testEnv.sandbox.requests.slice(before).map(({ path }) => path);
		expect(asked).toEqual([EXPORT_PATH, EXPORT_PATH]);
	});

	it('returns the latest in a test', async () => {
		fail(sent(HOUR));
		const latest = sent(1000);
		fail(latest);
		sent(0);
		const { items } = await testEnv.poll({ mode: 'manual', parameters: { event } });
		expect(items?.map(({ json }) => json.id)).toEqual([latest.id]);
	});

	it('rejects a look-back of 0 hours', async () => {
		await expect(activated({ event, options: { lookBack: 0 } })).rejects.toThrow(
			"'Look Back' must be a whole number of at least 1",
		);
	});
});
