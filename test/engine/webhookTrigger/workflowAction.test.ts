import type { IDataObject } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { useTestEnv } from '../harness';
import type { WebhookWorkflow } from '../harness/webhookWorkflow';
import { webhooksOf } from './webhooks';

const testEnv = useTestEnv();
const { active } = webhooksOf(testEnv);

const ACTION = { source: 'workflowAction' };
const SECRET = { name: 'X-Webhook-Secret', secret: 'a long secret of the user' };

/** The body that HighLevel's workflow action sends. */
const body = (more: IDataObject = {}): IDataObject => ({
	contact_id: 'contact',
	first_name: 'Ana',
	last_name: 'Ferreira',
	full_name: 'Ana Ferreira',
	phone: '+12025550101',
	email: 'ana@example.com',
	tags: 'vip, new lead',
	location: { id: SEED.locationId, name: 'Main Street', city: 'Lisbon' },
	message: { type: 2, body: 'Grüße 👋', direction: 'inbound' },
	workflow: { id: 'workflow', name: 'Inbound' },
	customData: { campaign: 'spring' },
	...more,
});

async function post(
	{ url }: WebhookWorkflow,
	payload: unknown,
	headers: Record<string, string> = {},
) {
	const content = typeof payload === 'string' ? payload : JSON.stringify(payload);
	const reply = await fetch(url, {
		method: 'POST',
		body: content,
		headers: { 'content-type': 'application/json', ...headers },
	});
	return { status: reply.status, body: (await reply.json()) as IDataObject };
}

describe('item of a workflow action', () => {
	it('has the fields of the other triggers, and the original body', async () => {
		const workflow = await active(ACTION);
		expect((await post(workflow, body())).status).toBe(200);
		expect(workflow.starts).toEqual([
			{
				contactId: 'contact',
				conversationId: null,
				locationId: SEED.locationId,
				type: 'SMS',
				messageType: 'TYPE_SMS',
				direction: 'inbound',
				text: 'Grüße 👋',
				attachments: [],
				contact: {
					id: 'contact',
					name: 'Ana Ferreira',
					email: 'ana@example.com',
					phone: '+12025550101',
					tags: ['vip', 'new lead'],
					assignedTo: null,
				},
				location: { id: SEED.locationId, name: 'Main Street' },
				workflow: { id: 'workflow', name: 'Inbound' },
				customData: { campaign: 'spring' },
				raw: body(),
			},
		]);
	});

	it.each<[unknown, string | null]>([
		[1, 'SMS'],
		[2, 'SMS'],
		['3', 'Email'],
		[11, 'FB'],
		[18, 'IG'],
		[19, 'WhatsApp'],
		[22, 'Custom'],
		[29, 'Live_Chat'],
		[17, null],
		[4242, null],
		['SMS', 'SMS'],
		['TYPE_WHATSAPP', 'WhatsApp'],
		['WhatsApp', 'WhatsApp'],
		['IG', 'IG'],
		['Facebook', 'FB'],
		['Live Chat', 'Live_Chat'],
		['constructor', null],
		[{ a: 1 }, null],
		[undefined, null],
	])('with the message type %j has the type %j for an answer', async (type, expected) => {
		const workflow = await active(ACTION);
		await post(workflow, body({ message: { type, body: 'Hi' } as IDataObject }));
		expect(workflow.starts.map((item) => item.type)).toEqual([expected]);
		expect(workflow.starts[0].text).toContain('Hi');
	});

	it('has null for missing values, and empty lists', async () => {
		const workflow = await active(ACTION);
		await post(workflow, {});
		expect(workflow.starts[0]).toMatchObject({
			...{ contactId: null, conversationId: null, locationId: null, type: null, direction: null },
			...{ text: '', attachments: [], customData: {}, raw: {} },
			contact: { id: null, name: null, email: null, phone: null, tags: [], assignedTo: null },
		});
	});

	it('ignores values of a wrong type', async () => {
		const workflow = await active(ACTION);
		const odd = {
			contact_id: { a: 1 },
			full_name: [1],
			tags: { a: 1 },
			location: 'here',
			message: 7,
		};
		expect((await post(workflow, body(odd))).status).toBe(200);
		expect(workflow.starts[0]).toMatchObject({
			...{ contactId: null, locationId: null, text: '' },
			contact: { name: 'Ana Ferreira', tags: [] },
		});
	});

	it.each(['[1]', 'no JSON', '', '"text"', 'null'])(
		'is not created for the body %j',
		async (payload) => {
			const workflow = await active(ACTION);
			expect((await post(workflow, payload)).status).toBe(400);
			expect(workflow.starts).toEqual([]);
		},
	);

	it('is created for each delivery, because repetitions cannot be recognized', async () => {
		const workflow = await active(ACTION);
		for (let delivery = 0; delivery < 2; delivery++) await post(workflow, body());
		expect(workflow.starts).toHaveLength(2);
		expect(workflow.saved).toEqual({});
	});

	it('is only created for the location and the direction of the filters', async () => {
		const filters = { locationId: SEED.locationId, direction: 'inbound' };
		const workflow = await active({ ...ACTION, filters });
		const deliveries = [
			body({ contact_id: 'passes' }),
			body({ location: { id: 'other' } }),
			body({ location: {} }),
			body({ message: { type: 2, body: 'Hi', direction: 'outbound' } }),
			body({ contact_id: 'has no direction', message: {} }),
			body({
				contact_id: 'names its location elsewhere',
				location: {},
				location_id: SEED.locationId,
			}),
		];
		for (const each of deliveries) expect((await post(workflow, each)).status).toBe(200);
		expect(workflow.starts.map(({ contactId }) => contactId)).toEqual([
			'passes',
			'has no direction',
			'names its location elsewhere',
		]);
	});
});

describe('secret of a workflow action', () => {
	const { secret } = SECRET;

	it.each<[string, Record<string, string>, IDataObject]>([
		['in a header', { 'x-webhook-secret': secret }, {}],
		['in the custom data', {}, { customData: { 'x-webhook-secret': secret } }],
		[
			'in the custom data in another case',
			{},
			{ customData: { 'X-Webhook-SECRET ': ` ${secret} ` } },
		],
		[
			'in one of both',
			{ 'x-webhook-secret': 'wrong' },
			{ customData: { 'x-webhook-secret': secret } },
		],
	])('is accepted %s', async (_, headers, more) => {
		const workflow = await active(ACTION, SECRET);
		expect((await post(workflow, body(more), headers)).status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
	});

	it.each<[string, Record<string, string>, IDataObject, RegExp]>([
		['no secret', {}, {}, /missing/],
		['an empty secret', { 'x-webhook-secret': ' ' }, {}, /missing/],
		['a wrong secret', { 'x-webhook-secret': 'wrong' }, {}, /wrong/],
		['a part of the secret', { 'x-webhook-secret': SECRET.secret.slice(0, -1) }, {}, /wrong/],
		['the secret in another header', { authorization: SECRET.secret }, {}, /missing/],
		['the secret under another name', {}, { customData: { secret: SECRET.secret } }, /missing/],
		['the secret beside the custom data', {}, { 'x-webhook-secret': SECRET.secret }, /missing/],
		[
			'a secret that is not a text',
			{},
			{ customData: { 'x-webhook-secret': [SECRET.secret] } },
			/missing/,
		],
	])('is rejected with 401: %s', async (_, headers, more, message) => {
		const workflow = await active(ACTION, SECRET);
		const reply = await post(workflow, body(more), headers);
		expect(reply.status).toBe(401);
		expect(reply.body.message).toMatch(message);
		expect(workflow.starts).toEqual([]);
	});

	it('is checked before the body', async () => {
		const workflow = await active(ACTION, SECRET);
		expect((await post(workflow, 'no JSON')).status).toBe(401);
		expect((await post(workflow, 'no JSON', { 'x-webhook-secret': secret })).status).toBe(400);
	});

	it('is not contained in any item', async () => {
		const workflow = await active(ACTION, SECRET);
		const customData = { 'x-webhook-secret': secret, campaign: 'spring' };
		await post(workflow, body({ customData }));
		expect(JSON.stringify(workflow.starts)).not.toContain(secret);
		expect(workflow.starts[0].raw).toEqual(body());
	});

	it.each([
		{ name: 'x', secret: ' ' },
		{ name: '', secret: 'a long secret of the user' },
	])('must be set in the credential: %j', async (credential) => {
		await expect(active(ACTION, credential)).rejects.toThrow(
			"'Name' or 'Secret' of the credential is empty",
		);
	});

	it('is ignored for a marketplace app, which signs its events', async () => {
		const workflow = await active({}, SECRET);
		const reply = await post(workflow, body(), { 'x-webhook-secret': secret });
		expect([reply.status, reply.body.message]).toEqual([401, 'The signature is missing']);
	});
});
