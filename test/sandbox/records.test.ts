import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const messages = '/conversations/messages';

describe('external messages', () => {
	const inbound = async (body: object) => await call('POST', `${messages}/inbound`, body);

	test('adds inbound ones by contact or conversation, with direction and date', async () => {
		const date = '2026-03-04T05:06:07.000Z';
		for (const target of [{ contactId: SEED.contactId }, { conversationId: SEED.conversationId }]) {
			const body = { type: 'SMS', message: 'Logged', direction: 'inbound', date, ...target };
			const { status, json } = await inbound(body);
			expect(status).toBe(200);
			expect(json).toMatchObject({ success: true, contactId: SEED.contactId, dateAdded: date });
			const stored = sandbox.state.messages.get(String(json.messageId));
			expect(stored).toMatchObject({ direction: 'inbound', dateAdded: Date.parse(date) });
		}
		expect((await inbound({ type: 'SMS', message: 'To whom?' })).status).toBe(404);
	});

	test('uses outbound as the default direction', async () => {
		const { json } = await inbound({ type: 'SMS', contactId: SEED.contactId, message: 'x' });
		expect(sandbox.state.messages.get(String(json.messageId))?.direction).toBe('outbound');
	});

	test('answers 201 and stores nothing for Custom without a provider', async () => {
		const before = sandbox.state.messages.size;
		const { status, text } = await inbound({ type: 'Custom', contactId: SEED.contactId });
		expect([status, text]).toEqual([201, '']);
		expect(sandbox.state.messages.size).toBe(before);
	});

	test('adds outbound calls with a provider of the app', async () => {
		const outbound = {
			type: 'Call',
			conversationId: SEED.conversationId,
			conversationProviderId: SEED.providerId,
			call: { from: '+12025550199', to: '+12025550101', status: 'completed' },
		};
		const { json } = await call('POST', `${messages}/outbound`, outbound);
		const stored = await call('GET', `${messages}/${json.messageId}`);
		expect(stored.json.message).toMatchObject({
			messageType: 'TYPE_CALL',
			direction: 'outbound',
			meta: { callStatus: 'completed' },
		});
		const foreign = { ...outbound, conversationProviderId: 'foreign' };
		expect((await call('POST', `${messages}/outbound`, foreign)).status).toBe(400);
		const text = { ...outbound, type: 'SMS' };
		expect((await call('POST', `${messages}/outbound`, text)).status).toBe(422);
	});
});

describe('changes', () => {
	test('updates the status only of messages of the own provider', async () => {
		const body = { status: 'read' };
		const own = `${messages}/${SEED.providerMessageId}`;
		expect((await call('PUT', `${own}/status`, body)).json).toMatchObject({ status: 'read' });
		expect((await call('GET', own)).json.message).toMatchObject({ status: 'read' });
		const { json } = await call('POST', messages, {
			type: 'SMS',
			contactId: SEED.contactId,
			message: 'Hello',
		});
		const foreign = await call('PUT', `${messages}/${json.messageId}/status`, body);
		expect(foreign.status).toBe(403);
	});

	test('sets at most five attachments, only on calls', async () => {
		const url = 'https://files.example/call.mp3';
		const put = async (id: string, count: number) =>
			await call('PUT', `${messages}/${id}/attachments`, { attachments: Array(count).fill(url) });
		expect((await put(SEED.callMessageId, 5)).status).toBe(200);
		expect(sandbox.state.messages.get(SEED.callMessageId)?.attachments).toHaveLength(5);
		expect((await put(SEED.callMessageId, 6)).status).toBe(422);
		expect((await put(SEED.providerMessageId, 1)).status).toBe(403);
		expect((await put('unknown', 1)).status).toBe(400);
	});

	test('reads, updates and deletes a conversation', async () => {
		const path = `/conversations/${SEED.conversationId}`;
		const body = { locationId: SEED.locationId, unreadCount: 7, starred: false };
		const updated = await call('PUT', path, body);
		expect(updated.json).toMatchObject({ success: true, conversation: { unreadCount: 7 } });
		const { json } = await call('GET', path);
		expect(json).toMatchObject({ type: 1, unreadCount: 7, starred: false });
		expect(json.lastMessageDate).toEqual({
			seconds: expect.any(Number),
			nanoseconds: expect.any(Number),
		});
		expect((await call('DELETE', path)).json).toMatchObject({ success: true });
		expect((await call('GET', path)).status).toBe(400);
		expect((await call('GET', `${messages}/${SEED.callMessageId}`)).status).toBe(400);
	});

	test('can omit inbox and unreadCount from single records', async () => {
		const { json } = await call('GET', `/conversations/${SEED.reviewConversationId}`);
		expect(json).not.toHaveProperty('inbox');
		expect(json).not.toHaveProperty('unreadCount');
	});

	test('stores the typing indicator', async () => {
		const body = {
			locationId: SEED.locationId,
			conversationId: SEED.conversationId,
			visitorId: 'visitor',
		};
		const path = '/conversations/providers/live-chat/typing';
		for (const isTyping of [true, 'false']) {
			expect((await call('POST', path, { ...body, isTyping })).status).toBe(201);
		}
		expect(sandbox.state.typing.map(({ isTyping }) => isTyping)).toEqual([true, false]);
		expect((await call('POST', path, body)).status).toBe(422);
	});
});

describe('preferences', () => {
	const subtypes = '/conversations/preferences/custom-subtypes';
	const query = `?locationId=${SEED.locationId}`;

	test('creates, renames and archives subtypes', async () => {
		const offers = { name: 'Offers', channel: 'email', language: 'en' };
		const created = await call<{ customSubtype: { id: string } }>('POST', subtypes + query, offers);
		expect(created.status).toBe(201);
		const { id } = created.json.customSubtype;
		const path = `${subtypes}/${id}${query}`;
		const updated = await call('PUT', path, { archived: true, description: 'Now and then' });
		expect(updated.json.customSubtype).toMatchObject({
			...{ id, name: 'Offers', archived: true, description: 'Now and then' },
		});
		const long = { ...offers, name: 'x'.repeat(101) };
		expect((await call('POST', subtypes + query, long)).status).toBe(422);
	});

	test('changes and returns subscriptions', async () => {
		const contact = { locationId: SEED.locationId, contactId: SEED.unsubscribedContactId };
		const email = 'elena.petrova@mail.example';
		const path = '/conversations/preferences/unsubscriptions';
		const statuses = async () => {
			const { text } = await call('GET', `${path}/status?${new URLSearchParams(contact)}`);
			return text.match(/"subtype_status":"\w+"/g)?.map((match) => match.split('"')[3]);
		};
		const change = async (subscription_action: object, more: object = {}) =>
			await call('POST', `${path}/user-change`, {
				...{ ...contact, email, subscription_action, ...more },
			});
		expect(await statuses()).toEqual(['unsubscribed', 'unsubscribed', 'subscribed']);
		const resubscribe = {
			type: 'custom',
			subtype_id: SEED.newsletterSubtypeId,
			subtype_status: 'subscribed',
		};
		expect((await change(resubscribe)).status).toBe(422);
		expect((await change(resubscribe, { legal_reason: 'On the phone' })).status).toBe(201);
		expect(await statuses()).toEqual(['unsubscribed', 'subscribed', 'subscribed']);
		const all = { type: 'resub_all', subtype_status: 'subscribed' };
		expect((await change(all, { legal_reason: 'On the phone' })).status).toBe(201);
		expect(await statuses()).toEqual(['subscribed', 'subscribed', 'subscribed']);
	});
});
