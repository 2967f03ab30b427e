import type { Fields } from '../../../sandbox';
import { upTo } from '../fixtures';
import { useTestEnv } from '../harness';
import { eventMessage as message, webhooksOf } from './webhooks';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const testEnv = useTestEnv();
const { active, deliver } = webhooksOf(testEnv);

const sent = (msAgo: number) => ({ timestamp: new Date(Date.now() - msAgo).toISOString() });

describe('a repeated delivery', () => {
	it('is answered and ignored', async () => {
		const workflow = await active();
		const again = { webhookId: 'the-same' };
		for (let delivery = 0; delivery < 3; delivery++) {
			expect((await deliver(workflow, 'InboundMessage', message(), again)).status).toBe(200);
		}
		expect(workflow.starts).toHaveLength(1);
	});

	it('is recognized after a restart of n8n', async () => {
		const workflow = await active();
		const ids = upTo(5).map((index) => `before-${index}`);
		for (const webhookId of ids)
			await deliver(workflow, 'InboundMessage', message(), { webhookId });
		workflow.restart();
		for (const webhookId of ids)
			await deliver(workflow, 'InboundMessage', message(), { webhookId });
		expect(workflow.starts).toHaveLength(5);
	});

	it('is recognized after a restart that follows many simultaneous deliveries', async () => {
		const workflow = await active();
		const all = async () =>
			await Promise.all(
				upTo(20).map(async (index) => {
					const own = { webhookId: `burst-${index}` };
					return await deliver(workflow, 'InboundMessage', message({ index }), own);
				}),
			);
		let arrived = 0;
		let go = () => {};
		const together = new Promise<void>((resolve) => (go = resolve));
		workflow.beforeStart = async () => {
			if (++arrived === 20) go();
			await together;
		};
		await all();
		workflow.restart();
		await all();
		expect(workflow.starts).toHaveLength(20);
	});

	it('is recognized by its message, whatever its webhookId', async () => {
		const workflow = await active({ events: ['*'] });
		const sent = message();
		for (const webhookId of ['one', 'two', 'three']) {
			const { status } = await deliver(workflow, 'InboundMessage', sent, { webhookId });
			expect(status).toBe(200);
		}
		workflow.restart();
		await deliver(workflow, 'InboundMessage', sent, { webhookId: 'four' });
		expect(workflow.starts).toHaveLength(1);
		await deliver(workflow, 'OutboundMessage', sent, { webhookId: 'five' });
		await deliver(workflow, 'InboundMessage', message(), { webhookId: 'six' });
		expect(workflow.starts).toHaveLength(3);
	});

	it('is recognized by its message among simultaneous deliveries', async () => {
		const workflow = await active();
		const sent = message();
		const replies = await Promise.all(
			upTo(10).map(async () => await deliver(workflow, 'InboundMessage', sent)),
		);
		expect(workflow.starts).toHaveLength(1);
		expect(replies.every(({ status }) => status === 200 || status === 503)).toBe(true);
	});

	it('is not assumed for another email of the same thread', async () => {
		const workflow = await active();
		for (const emailMessageId of ['e1', 'e2', 'e1']) {
			const payload = message({ messageId: 'thread', emailMessageId, messageType: 'Email' });
			await deliver(workflow, 'InboundMessage', payload);
		}
		expect(workflow.starts.map(({ emailMessageId }) => emailMessageId)).toEqual(['e1', 'e2']);
	});

	it('is recognized by its message without a webhookId, as for a conversation provider', async () => {
		const workflow = await active({ events: ['ProviderOutboundMessage'] });
		for (const messageId of ['m1', 'm1', 'm2', 'm1']) {
			const payload = { messageId, message: 'Hi', webhookId: undefined };
			await deliver(workflow, 'SMS', payload, sent(0));
		}
		expect(workflow.starts.map(({ messageId }) => messageId)).toEqual(['m1', 'm2']);
	});

	it('is recognized by its body without both', async () => {
		const workflow = await active({ events: ['*'] });
		const { timestamp } = sent(0);
		for (const unreadCount of [1, 1, 2]) {
			const payload = { unreadCount, webhookId: undefined };
			await deliver(workflow, 'ConversationUnreadUpdate', payload, { timestamp });
		}
		expect(workflow.starts.map(({ unreadCount }) => unreadCount)).toEqual([1, 2]);
	});

	it('is recognized among simultaneous deliveries', async () => {
		const workflow = await active();
		const webhookId = 'at-once';
		await Promise.all(
			upTo(20).map(async (index) => {
				const own = index % 2 === 0 ? { webhookId } : {};
				return await deliver(workflow, 'InboundMessage', message({ index }), own);
			}),
		);
		expect(workflow.starts).toHaveLength(11);
	});

	it('is accepted by a test that listens beside the active workflow', async () => {
		const workflow = await active();
		const again = { webhookId: 'shown' };
		await deliver(workflow, 'InboundMessage', message(), again);
		const { saved } = workflow;
		workflow.mode = 'manual';
		await deliver(workflow, 'InboundMessage', message(), again);
		expect(workflow.starts).toHaveLength(2);
		expect(workflow.saved).toBe(saved);
	});
});

/** Holds the starts of a workflow: `starting` resolves once one begins, and `start` lets it continue. */
function holdStart(workflow: Awaited<ReturnType<typeof active>>) {
	let start = () => {};
	let reached = () => {};
	const starting = new Promise<void>((resolve) => (reached = resolve));
	workflow.beforeStart = async () => {
		reached();
		await new Promise<void>((resolve) => (start = resolve));
	};
	return { starting, start: () => start() };
}

describe('200 confirms that the event was accepted', () => {
	it('so an event that n8n could not start is accepted when it is repeated', async () => {
		const workflow = await active();
		const again = { webhookId: 'not-started' };
		workflow.beforeStart = async () => await Promise.reject(new Error('The database is away'));
		const failed = await deliver(workflow, 'InboundMessage', message(), again);
		expect(failed.status).toBe(500);
		workflow.beforeStart = async () => {};
		for (const status of [200, 200]) {
			expect((await deliver(workflow, 'InboundMessage', message(), again)).status).toBe(status);
		}
		expect(workflow.starts).toHaveLength(1);
	});

	it('so a second delivery is deferred while the first is being started', async () => {
		const workflow = await active();
		const again = { webhookId: 'twice' };
		const { starting, start } = holdStart(workflow);
		const first = deliver(workflow, 'InboundMessage', message(), again);
		await starting;
		expect((await deliver(workflow, 'InboundMessage', message(), again)).status).toBe(503);
		start();
		expect((await first).status).toBe(200);
		const { status, body } = await deliver(workflow, 'InboundMessage', message(), again);
		expect([status, body]).toEqual([200, { message: 'Received before' }]);
		expect(workflow.starts).toHaveLength(1);
	});

	it('so an event whose sender disconnected is recognized by its outcome', async () => {
		const workflow = await active();
		const again = { webhookId: 'impatient' };
		const { starting, start } = holdStart(workflow);
		const first = deliver(workflow, 'InboundMessage', message(), again);
		await starting;
		workflow.hangUp();
		await expect(first).rejects.toThrow();
		start();
		const { status } = await deliver(workflow, 'InboundMessage', message(), again);
		expect(status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
	});
});

describe('an old event', () => {
	it('starts the workflow after an outage, once', async () => {
		const workflow = await active();
		const again = { webhookId: 'after-outage', ...sent(2.9 * DAY) };
		for (let i = 0; i < 2; i++) await deliver(workflow, 'InboundMessage', message(), again);
		expect(workflow.starts).toHaveLength(1);
		await deliver(workflow, 'InboundMessage', message(), sent(3.1 * DAY));
		expect(workflow.starts).toHaveLength(1);
	});

	it('is ignored beyond the maximum age, with a line in n8n’s log', async () => {
		const workflow = await active({ options: { longestAge: 5 } });
		const old = sent(6 * 60_000);
		expect((await deliver(workflow, 'InboundMessage', message(), old)).status).toBe(200);
		expect(workflow.starts).toEqual([]);
		expect(JSON.stringify(testEnv.logs)).toContain(`ignored an event of ${old.timestamp}`);
		await deliver(workflow, 'InboundMessage', message(), sent(4 * 60_000));
		expect(workflow.starts).toHaveLength(1);
	});

	it.each([0, -1, '0'])('is accepted at any age with %j, once', async (longestAge) => {
		const workflow = await active({ options: { longestAge } });
		const again = { webhookId: `any-age-${longestAge}`, ...sent(400 * DAY) };
		for (let i = 0; i < 2; i++) await deliver(workflow, 'InboundMessage', message(), again);
		workflow.restart();
		await deliver(workflow, 'InboundMessage', message(), again);
		expect(workflow.starts).toHaveLength(1);
	});

	it.each(['', null, '={{ undefined }}'])('may be three days old with %j', async (longestAge) => {
		const workflow = await active({ options: { longestAge } });
		await deliver(workflow, 'InboundMessage', message(), sent(2 * DAY));
		await deliver(workflow, 'InboundMessage', message(), sent(4 * DAY));
		expect(workflow.starts).toHaveLength(1);
	});

	it('cannot be detected if the maximum age is a text, which fails the activation', async () => {
		await expect(active({ options: { longestAge: 'a day' } })).rejects.toThrow(
			"'Longest Age' is not a number: a day",
		);
	});

	it.each([
		['seconds', () => Math.floor(Date.now() / 1000)],
		['seconds as text', () => String(Math.floor(Date.now() / 1000))],
		['milliseconds', () => Date.now()],
		['a clock behind HighLevel’s', () => new Date(Date.now() + HOUR).toISOString()],
		['a clock ahead of HighLevel’s', () => new Date(Date.now() - HOUR).toISOString()],
		['no date', () => 'soon'],
	])('is not assumed if its time is given as %s', async (_, timestamp) => {
		const workflow = await active();
		const payload: Fields = message({ timestamp: timestamp() });
		expect((await deliver(workflow, 'InboundMessage', payload)).status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
	});
});
