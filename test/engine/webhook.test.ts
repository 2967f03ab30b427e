import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, type Fields } from '../../sandbox';
import { SIGNED_BY_HIGHLEVEL } from '../../nodes/HighLevelConversationsWebhookTrigger/signature';
import { upTo } from './fixtures';
import { startWorld, type World } from './harness';
import { WebhookWorkflow } from './harness/webhookWorkflow';

let world: World;
let open: WebhookWorkflow[] = [];

beforeAll(async () => {
	world = await startWorld();
});
afterEach(async () => {
	await Promise.all(open.map(async (workflow) => await workflow.stop()));
	open = [];
});
afterAll(async () => await world.stop());

/** A workflow that trusts the sandbox's key. */
async function active(parameters: INodeParameters = {}): Promise<WebhookWorkflow> {
	const { publicKey } = world.sandbox.webhooks;
	const workflow = await new WebhookWorkflow(world, { publicKey, ...parameters }).activate();
	open.push(workflow);
	return workflow;
}

const message = (more: Fields = {}): Fields => ({
	locationId: SEED.locationId,
	contactId: 'contact',
	conversationId: 'conversation',
	messageId: 'message',
	messageType: 'SMS',
	direction: 'inbound',
	body: 'Grüße 👋',
	...more,
});

const deliver = async (
	workflow: WebhookWorkflow,
	type = 'InboundMessage',
	payload: Fields = message(),
	options: object = {},
) => {
	const reply = await world.sandbox.webhooks.deliver(workflow.url, type, payload, options);
	return { status: reply.status, body: (await reply.json()) as IDataObject };
};

/** A body of the test's own, signed by nobody unless told. */
const post = async (
	workflow: WebhookWorkflow,
	body: string,
	headers: Record<string, string> = {},
) =>
	await fetch(workflow.url, {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json', ...headers },
	});

describe('the signature', () => {
	it('lets through what HighLevel signed, as it came', async () => {
		const workflow = await active();
		const { status } = await deliver(workflow);
		expect(status).toBe(200);
		expect(workflow.starts).toEqual([
			expect.objectContaining({ type: 'InboundMessage', ...message() }),
		]);
	});

	it.each([
		['an unsigned body', { unsigned: true }],
		['an altered body', { tamper: true }],
	])('answers 401 to %s, and starts nothing', async (_, options) => {
		const workflow = await active();
		const { status } = await deliver(workflow, 'InboundMessage', message(), options);
		expect(status).toBe(401);
		expect(workflow.starts).toEqual([]);
		expect(workflow.saved).toEqual({});
	});

	it.each(['', 'x', 'AAAA', Buffer.alloc(64).toString('base64')])(
		'answers 401 to the signature "%s"',
		async (signature) => {
			const workflow = await active();
			const body = JSON.stringify({ type: 'InboundMessage' });
			const reply = await post(workflow, body, { 'x-ghl-signature': signature });
			expect(reply.status).toBe(401);
			expect(workflow.starts).toEqual([]);
		},
	);

	it('answers 401 to what another key signed: the default is HighLevel’s own', async () => {
		const workflow = await active({ publicKey: SIGNED_BY_HIGHLEVEL });
		expect((await deliver(workflow)).status).toBe(401);
		expect(workflow.starts).toEqual([]);
	});

	it('takes a key with PEM lines, too', async () => {
		const { publicKey } = world.sandbox.webhooks;
		const pem = `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n`;
		expect((await deliver(await active({ publicKey: pem }))).status).toBe(200);
	});

	it.each(['', 'no key', 'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK'])(
		'refuses to be switched on with the key "%s"',
		async (publicKey) => {
			await expect(active({ publicKey })).rejects.toThrow("'Public Key' is no Ed25519 key");
		},
	);

	it('is not asked for when it is switched off', async () => {
		const workflow = await active({ verifySignature: false, publicKey: '' });
		const { status } = await deliver(workflow, 'InboundMessage', message(), { unsigned: true });
		expect(status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
		expect((await post(workflow, '[1]')).status).toBe(400);
		expect((await post(workflow, 'no JSON')).status).toBe(400);
		expect(workflow.starts).toHaveLength(1);
	});
});

describe('a replay', () => {
	it('is answered and dropped', async () => {
		const workflow = await active();
		const again = { webhookId: 'the-same' };
		for (let delivery = 0; delivery < 3; delivery++) {
			expect((await deliver(workflow, 'InboundMessage', message(), again)).status).toBe(200);
		}
		expect(workflow.starts).toHaveLength(1);
		expect(JSON.stringify(workflow.saved)).toContain('the-same');
	});

	it('is known after a restart of n8n, too', async () => {
		const workflow = await active();
		workflow.saved = { 'node:HighLevel': { events: { 'of-before': Date.now() } } };
		await deliver(workflow, 'InboundMessage', message(), { webhookId: 'of-before' });
		expect(workflow.starts).toEqual([]);
	});

	it('is found among deliveries at one time', async () => {
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

	it('is what is older than the longest age', async () => {
		const workflow = await active({ options: { longestAge: 5 } });
		const minutesAgo = (minutes: number) => ({
			timestamp: new Date(Date.now() - minutes * 60_000).toISOString(),
		});
		await deliver(workflow, 'InboundMessage', message(), minutesAgo(6));
		expect(workflow.starts).toEqual([]);
		await deliver(workflow, 'InboundMessage', message(), minutesAgo(4));
		expect(workflow.starts).toHaveLength(1);
	});

	it('leaves a small memory behind', async () => {
		const workflow = await active({ verifySignature: false });
		const events = Object.fromEntries(upTo(2500).map((index) => [`id-${index}`, Date.now()]));
		workflow.saved = { 'node:HighLevel': { events } };
		await deliver(workflow, 'InboundMessage', message(), { webhookId: 'one-more' });
		const kept = (workflow.saved['node:HighLevel'] as typeof workflow.saved).events as IDataObject;
		expect(Object.keys(kept)).toHaveLength(2000);
		expect(kept).toHaveProperty('one-more');
		expect(kept).not.toHaveProperty('id-0');
	});
});

describe('what starts the workflow', () => {
	const EVENTS: Array<[string, Fields]> = [
		['InboundMessage', message()],
		['OutboundMessage', message({ direction: 'outbound' })],
		['ConversationUnreadUpdate', { locationId: 'x', unreadCount: 1, id: 'conversation' }],
		['ProviderOutboundMessage', { locationId: 'x', messageId: 'm', message: 'Hi' }],
	];

	it.each(EVENTS)('is %s alone, where that is chosen', async (chosen) => {
		const workflow = await active({ events: [chosen] });
		for (const [type, payload] of EVENTS) {
			expect((await deliver(workflow, type, payload)).status).toBe(200);
		}
		expect(workflow.starts.map(({ type }) => type)).toEqual([chosen]);
	});

	it('is any event, where that is chosen', async () => {
		const workflow = await active({ events: ['*'] });
		for (const [type, payload] of EVENTS) await deliver(workflow, type, payload);
		await deliver(workflow, 'ContactCreate', { id: 'contact' });
		expect(workflow.starts).toHaveLength(5);
	});

	it('is a delivery to a conversation provider, which names its channel as the type', async () => {
		const workflow = await active({ events: ['ProviderOutboundMessage'] });
		await deliver(workflow, 'SMS', { messageId: 'm', phone: '+12025550100', message: 'Hi' });
		expect(workflow.starts).toEqual([expect.objectContaining({ type: 'SMS', message: 'Hi' })]);
	});

	it('is one location, or one direction, where the user filters', async () => {
		const { locationId } = SEED;
		const workflow = await active({
			events: ['*'],
			filters: { locationId, direction: 'outbound' },
		});
		await deliver(workflow, 'OutboundMessage', message({ direction: 'outbound', body: 'mine' }));
		await deliver(workflow, 'OutboundMessage', message({ direction: 'outbound', locationId: 'y' }));
		await deliver(workflow, 'InboundMessage', message());
		await deliver(workflow, 'ConversationUnreadUpdate', { locationId, unreadCount: 2 });
		expect(workflow.starts.map(({ type, body }) => body ?? type)).toEqual([
			'mine',
			'ConversationUnreadUpdate',
		]);
	});
});
