import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const messages = '/conversations/messages';
const send = async (body: object) => await call('POST', messages, body);
const sms = { type: 'SMS', contactId: SEED.contactId, message: 'Hello' };
const inTwoDays = () => Math.floor(Date.now() / 1000) + 172_800;

describe('send', () => {
	test.each(['SMS', 'RCS', 'WhatsApp', 'IG', 'FB', 'Live_Chat', 'TIKTOK', 'InternalComment'])(
		'stores %s and adds it to the conversation',
		async (type) => {
			const { status, json } = await send({ ...sms, type, subType: type, status: 'pending' });
			expect(status).toBe(200);
			expect(json.conversationId).toBe(SEED.conversationId);
			const stored = await call('GET', `${messages}/${json.messageId}`);
			expect(stored.json.message).toMatchObject({ body: 'Hello', direction: 'outbound' });
			const found = await call<{ conversations: object[] }>(
				'GET',
				`/conversations/search?locationId=${SEED.locationId}&id=${SEED.conversationId}`,
			);
			expect(found.json.conversations[0]).toMatchObject({ lastMessageBody: 'Hello' });
		},
	);

	test('returns emailMessageId for an email, which leads to its text', async () => {
		const { json } = await send({
			type: 'Email',
			contactId: SEED.emailContactId,
			subject: 'Plan',
			html: '<p>See below</p>',
			emailCc: ['cc@mail.example'],
		});
		const email = await call('GET', `${messages}/email/${json.emailMessageId}`);
		expect(email.json).toMatchObject({
			subject: 'Plan',
			body: '<p>See below</p>',
			to: ['ben.okafor@mail.example'],
			cc: ['cc@mail.example'],
		});
	});

	test('requires a provider of the app for Custom', async () => {
		const custom = { ...sms, type: 'Custom' };
		for (const conversationProviderId of [undefined, 'foreign']) {
			const { status, json } = await send({ ...custom, conversationProviderId });
			expect(status).toBe(400);
			expect(json).toMatchObject({
				status: 400,
				message: 'Invalid conversationProviderId',
				name: 'HttpException',
			});
		}
		const own = { ...custom, conversationProviderId: SEED.providerId };
		expect((await send(own)).status).toBe(200);
	});

	test.each([
		[
			'DND',
			{ ...sms, contactId: SEED.dndContactId },
			'Cannot send message as DND is active for SMS.',
		],
		['no phone', { ...sms, contactId: SEED.noPhoneContactId }, 'Missing phone number'],
	])('answers 400 in the third format for %s', async (_case, body, message) => {
		const { status, json } = await send(body);
		expect(status).toBe(400);
		expect(json).toMatchObject({ status: 400, message, name: 'HttpException' });
		expect(json).not.toHaveProperty('statusCode');
	});

	test.each([
		['no content', { ...sms, message: undefined }],
		['email without html', { type: 'Email', contactId: SEED.emailContactId, message: 'Hi' }],
		['an empty text', { ...sms, message: '' }],
		['empty attachments', { ...sms, attachments: [] }],
		['attachments that are no list', { ...sms, attachments: 'https://a.example/b.pdf' }],
		['an unknown type', { ...sms, type: 'Fax' }],
		['a schedule in ms', { ...sms, scheduledTimestamp: Date.now() + 60_000 }],
		['a schedule in the past', { ...sms, scheduledTimestamp: 1_600_000_000 }],
	])('answers 422 for %s and stores nothing', async (_case, body) => {
		const before = sandbox.state.messages.size;
		const { status, json } = await send(body);
		expect([status, json.statusCode]).toEqual([422, 422]);
		expect(sandbox.state.messages.size).toBe(before);
	});

	test('answers 404 for a missing contact', async () => {
		const { status, json } = await send({ type: 'SMS', message: 'Hi' });
		expect([status, json.message]).toEqual([404, 'Contact id not given']);
	});

	test('rejects creating an existing conversation', async () => {
		const body = { locationId: SEED.locationId, contactId: SEED.contactId };
		const { status, json } = await call('POST', '/conversations/', body);
		expect(status).toBe(400);
		expect(json.message).toBe(`Conversation with the contact id:${SEED.contactId} already exists!`);
	});

	test('replies only to reviews', async () => {
		const reply = { locationId: SEED.locationId, message: 'Thanks!' };
		const path = `${messages}/review-reply`;
		const review = { ...reply, conversationId: SEED.reviewConversationId };
		const answered = await call('POST', path, review);
		expect(answered.json.messageIds).toEqual([answered.json.messageId]);
		const other = { ...reply, conversationId: SEED.conversationId };
		expect((await call('POST', path, other)).status).toBe(400);
	});
});

describe('schedules', () => {
	test('cancels a message once, by its messageId', async () => {
		const { json } = await send({ ...sms, scheduledTimestamp: inTwoDays() });
		const path = `${messages}/${json.messageId}/schedule`;
		expect((await call('DELETE', path)).json).toMatchObject({ status: 200 });
		const again = await call('DELETE', path);
		expect(again.status).toBe(404);
		expect(again.json).toMatchObject({
			status: 404,
			message: 'Failed cancel the scheduled message',
		});
	});

	test('cancels an email only by its emailMessageId', async () => {
		const { json } = await send({
			type: 'Email',
			contactId: SEED.emailContactId,
			html: '<p>Later</p>',
			scheduledTimestamp: inTwoDays(),
		});
		expect((await call('DELETE', `${messages}/${json.messageId}/schedule`)).status).toBe(404);
		const path = `${messages}/email/${json.emailMessageId}/schedule`;
		expect((await call('DELETE', path)).status).toBe(200);
		const cancelled = await call('GET', `${messages}/${json.messageId}`);
		expect(cancelled.json.message).toMatchObject({ status: 'cancelled' });
	});

	test('cannot cancel what was already sent', async () => {
		const { json } = await send(sms);
		expect((await call('DELETE', `${messages}/${json.messageId}/schedule`)).status).toBe(404);
	});
});
