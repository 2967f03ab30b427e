import type { INodeParameters, NodeOperationError } from 'n8n-workflow';
import { SEED, type Fields } from '../../../sandbox';
import { HIGHLEVEL_ED25519 } from '../../../nodes/HighLevelConversationsWebhookTrigger/signature';
import { useTestEnv } from '../harness';
import type { WebhookWorkflow } from '../harness/webhookWorkflow';
import { eventMessage as message, webhooksOf } from './webhooks';

const testEnv = useTestEnv();
const { active, deliver } = webhooksOf(testEnv);

/** A custom body, unsigned by default. */
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

describe('signature', () => {
	it("is accepted if it is HighLevel's", async () => {
		const workflow = await active();
		const sent = message();
		const { status } = await deliver(workflow, 'InboundMessage', sent);
		expect(status).toBe(200);
		expect(workflow.starts).toEqual([expect.objectContaining({ type: 'InboundMessage', ...sent })]);
	});

	it.each([
		['an unsigned body', { unsigned: true }],
		['an altered body', { tamper: true }],
	])('is answered with 401 for %s, and nothing starts', async (_, options) => {
		const workflow = await active();
		const { status } = await deliver(workflow, 'InboundMessage', message(), options);
		expect(status).toBe(401);
		expect(workflow.starts).toEqual([]);
		expect(workflow.saved).toEqual({});
	});

	it.each(['N/A', 'n/a', ''])('is missing if the header is "%s"', async (signature) => {
		const workflow = await active();
		const body = JSON.stringify({ type: 'InboundMessage' });
		const reply = await post(workflow, body, { 'x-ghl-signature': signature });
		expect(reply.status).toBe(401);
		expect(await reply.json()).toEqual({ message: 'The signature is missing' });
	});

	it.each(['x', 'AAAA', Buffer.alloc(64).toString('base64')])(
		'is answered with 401 if it is "%s"',
		async (signature) => {
			const workflow = await active();
			const body = JSON.stringify({ type: 'InboundMessage' });
			const reply = await post(workflow, body, { 'x-ghl-signature': signature });
			expect(reply.status).toBe(401);
			expect(workflow.starts).toEqual([]);
		},
	);

	it('is answered with 401 for another key, because HighLevel’s is the default', async () => {
		const workflow = await active({ publicKey: HIGHLEVEL_ED25519 });
		expect((await deliver(workflow)).status).toBe(401);
		expect(workflow.starts).toEqual([]);
	});

	it('is verified with a key in PEM format', async () => {
		const { publicKey } = testEnv.sandbox.webhooks;
		const pem = `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n`;
		expect((await deliver(await active({ publicKey: pem }))).status).toBe(200);
	});

	it.each(['', 'no key', 'MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK'])(
		'cannot be verified with the key "%s", which fails the activation',
		async (publicKey) => {
			await expect(active({ publicKey })).rejects.toThrow("'Public Key' is not an Ed25519 key");
		},
	);

	it('is not required if the verification is off', async () => {
		const workflow = await active({ verifySignature: false, publicKey: '' });
		const { status } = await deliver(workflow, 'InboundMessage', message(), { unsigned: true });
		expect(status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
		expect((await post(workflow, '[1]')).status).toBe(400);
		expect((await post(workflow, 'no JSON')).status).toBe(400);
		expect(workflow.starts).toHaveLength(1);
	});
});

describe('filters', () => {
	const EVENTS: Array<[string, Fields]> = [
		['InboundMessage', message()],
		['OutboundMessage', message({ direction: 'outbound' })],
		['ConversationUnreadUpdate', { locationId: 'x', unreadCount: 1, id: 'conversation' }],
		['ConversationUpdate', { locationId: 'x', id: 'conversation' }],
		['ProviderOutboundMessage', { locationId: 'x', messageId: 'm', message: 'Hi' }],
	];

	it.each(EVENTS)('only start %s if it is selected', async (chosen) => {
		const workflow = await active({ events: [chosen] });
		for (const [type, payload] of EVENTS) {
			expect((await deliver(workflow, type, payload)).status).toBe(200);
		}
		expect(workflow.starts.map(({ type }) => type)).toEqual([chosen]);
	});

	it('accept events from an expression, also as a text with commas', async () => {
		const workflow = await active({
			events: "={{ 'ProviderOutboundMessage, ConversationUpdate' }}" as never,
		});
		for (const [type, payload] of EVENTS) await deliver(workflow, type, payload);
		expect(workflow.starts.map(({ type }) => type).sort()).toEqual([
			'ConversationUpdate',
			'ProviderOutboundMessage',
		]);
	});

	it('accept any event if that is selected', async () => {
		const workflow = await active({ events: ['*'] });
		for (const [type, payload] of EVENTS) await deliver(workflow, type, payload);
		await deliver(workflow, 'ContactCreate', { id: 'contact' });
		expect(workflow.starts).toHaveLength(6);
	});

	it('accept a delivery to a conversation provider, with its type as channel', async () => {
		const workflow = await active({ events: ['ProviderOutboundMessage'] });
		await deliver(workflow, 'SMS', { messageId: 'm', phone: '+12025550100', message: 'Hi' });
		expect(workflow.starts).toEqual([expect.objectContaining({ type: 'SMS', message: 'Hi' })]);
	});

	it('accept one location or one direction', async () => {
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

	it.each<[string, INodeParameters, string]>([
		[
			'an unknown event',
			{ events: ['InboundMessages'] },
			"'Events' has an unknown value: InboundMessages",
		],
		[
			'an unknown event among others',
			{ events: ['*', 'ContactCreate'] },
			"'Events' has an unknown value: ContactCreate",
		],
		[
			'an event in another case',
			{ events: ['inboundmessage'] },
			"'Events' has an unknown value: inboundmessage",
		],
		[
			'an unknown event by an expression',
			{ events: "={{ 'Inbound' }}" },
			"'Events' has an unknown value: Inbound",
		],
		['no event', { events: [] }, "'Events' is empty"],
		[
			'an unknown direction',
			{ filters: { direction: 'incoming' } },
			"'Direction' has an unknown value: incoming",
		],
		['an unknown source', { source: 'app' }, "'Source' has an unknown value: app"],
		[
			'a toggle that is neither on nor off',
			{ verifySignature: '={{ "maybe" }}' },
			"'Verify Signature' must be true or false: maybe",
		],
	])('cannot be %s, which fails the activation', async (_, parameters, message) => {
		const error = (await active(parameters).catch(
			(thrown: unknown) => thrown,
		)) as NodeOperationError;
		expect(error.message).toContain(message);
	});

	it('name the values to choose from in errors', async () => {
		const error = active({ events: ['X'] });
		await expect(error).rejects.toMatchObject({
			description:
				'Supported values: *, ConversationUnreadUpdate, ConversationUpdate, InboundMessage, OutboundMessage, ProviderOutboundMessage.',
		});
		await expect(active({ filters: { direction: 'x' } })).rejects.toMatchObject({
			description: 'Supported values: both, inbound, outbound.',
		});
	});

	it.each([
		['true', 401],
		['={{ "true" }}', 401],
		['={{ 1 }}', 401],
		['false', 200],
		['={{ "false" }}', 200],
		['={{ undefined }}', 401],
	])(
		'verify the signature according to the boolean, given as %s',
		async (verifySignature, expected) => {
			const workflow = await active({ verifySignature });
			const { status } = await deliver(workflow, 'InboundMessage', message(), { unsigned: true });
			expect(status).toBe(expected);
			expect(workflow.errors).toEqual([]);
		},
	);
});
