import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../sandbox';
import { byId, SEND_PATH } from '../fixtures';
import { useHandOver, MINUTE, SUMMARY, MESSAGE_TO_CONTACT } from './handOver';

const { testEnv, own, handOver, handOverWithMessage, run, bodies } = useHandOver();
const { userId } = SEED;
const ID = expect.any(String) as string;

const callsOf = ({ requests }: Awaited<ReturnType<typeof run>>) =>
	requests.map(({ method, path }) => `${method} ${path.replace(own.thread.id, 'ID')}`);
const conversation = () => testEnv.sandbox.state.conversations.get(own.thread.id)!;

describe('Hand Over', () => {
	it('mentions the user in a comment, and marks the conversation unread and starred', async () => {
		own.thread.wrote('Can I talk to somebody?', MINUTE);
		const result = await run(handOver());
		expect(result.error).toBeUndefined();
		expect(callsOf(result)).toEqual([
			'GET /conversations/ID',
			`POST ${SEND_PATH}`,
			'PUT /conversations/ID',
		]);
		expect(bodies(result)).toEqual([
			{
				type: 'InternalComment',
				contactId: own.thread.contactId,
				message: `@Mia Lopez<userId>${userId}</userId> ${SUMMARY}`,
				mentions: [userId],
			},
		]);
		expect(conversation()).toMatchObject({ unreadCount: 1, starred: true, mentions: [userId] });
		expect(result.json).toEqual([
			{
				conversationId: own.thread.id,
				contactId: own.thread.contactId,
				userId,
				comment: { messageId: ID },
				message: null,
				markedUnread: true,
				starred: true,
			},
		]);
		expect(result.items[0].pairedItem).toEqual({ item: 0 });
	});

	it('keeps the number of unread messages, and a mention that is already in the summary', async () => {
		conversation().unreadCount = 3;
		const summary = `Please call, @Mia<userId>${userId}</userId>!`;
		const result = await run(handOver({ userId: byId(userId), summary }));
		expect(bodies(result)[0].message).toBe(summary);
		expect(conversation().unreadCount).toBe(3);
	});

	it('accepts a user by ID, and a contact instead of the conversation', async () => {
		const byContact = { __rl: true, mode: 'contact', value: own.thread.contactId };
		const result = await run(handOver({ userId: byId(userId), conversationId: byContact }));
		expect(callsOf(result)).toEqual([
			'GET /conversations/search',
			`POST ${SEND_PATH}`,
			'PUT /conversations/ID',
		]);
		expect(bodies(result)[0].message).toBe(`@user<userId>${userId}</userId> ${SUMMARY}`);
	});

	it.each<[string, Partial<IDataObject>, IDataObject]>([
		['TYPE_WHATSAPP', {}, { type: 'WhatsApp', message: MESSAGE_TO_CONTACT }],
		[
			'TYPE_CALL',
			{ call: { duration: null, status: 'no-answer' } },
			{ type: 'SMS', message: MESSAGE_TO_CONTACT },
		],
		[
			'TYPE_CUSTOM_SMS',
			{ conversationProviderId: SEED.providerId },
			{ type: 'Custom', conversationProviderId: SEED.providerId, message: MESSAGE_TO_CONTACT },
		],
	])(
		'messages the contact on the channel of the last message: %s',
		async (messageType, more, expected) => {
			own.thread.wrote('By SMS', 3 * MINUTE);
			own.thread.wrote('Last', 2 * MINUTE, { messageType, ...more });
			own.thread.sent('By us', MINUTE, { messageType: 'TYPE_SMS' });
			const result = await run(handOverWithMessage());
			expect(callsOf(result)).toEqual([
				'GET /conversations/ID',
				`POST ${SEND_PATH}`,
				'GET /conversations/ID/messages',
				`POST ${SEND_PATH}`,
				'PUT /conversations/ID',
			]);
			expect(bodies(result)[1]).toEqual({ contactId: own.thread.contactId, ...expected });
			expect(result.json[0].message).toEqual({ messageId: ID, type: expected.type });
		},
	);

	it('replies to an email with its subject', async () => {
		const { state } = testEnv.sandbox;
		const id = own.thread.wrote('', MINUTE, { messageType: 'TYPE_EMAIL' });
		state.addEmail(state.messages.get(id)!, { subject: 'Invoice', body: '<p>Hello</p>' });
		const result = await run(handOverWithMessage());
		expect(bodies(result)[1]).toMatchObject({
			type: 'Email',
			subject: 'Re: Invoice',
			html: `<p>${MESSAGE_TO_CONTACT}</p>`,
		});
	});
});

describe('parts that failed are in the item:', () => {
	it('no message if the contact never wrote', async () => {
		const result = await run(handOverWithMessage());
		expect(bodies(result)).toHaveLength(1);
		expect(result.json[0]).toMatchObject({
			comment: { messageId: ID },
			message: { error: expect.stringMatching(/^The contact has not written on a channel/) },
			markedUnread: true,
			hint: expect.stringMatching(
				/^The conversation was handed over, but the message to the contact/,
			),
		});
	});

	it('a message that HighLevel rejects, and marks for which the token lacks the scope', async () => {
		const { faults, state } = testEnv.sandbox;
		own.thread.wrote('Hello', MINUTE);
		state.contacts.get(own.thread.contactId)!.dnd = 'all';
		const text = 'The token is not authorized for this scope.';
		faults.add({ method: 'PUT', status: 401, body: { statusCode: 401, message: text } });
		const { json, error } = await run(handOverWithMessage());
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			message: {
				error: expect.stringMatching(
					/^The contact has Do Not Disturb \(DND\) enabled\..*DND is active/,
				),
			},
			markedUnread: false,
			starred: false,
			hint: expect.stringContaining("requires the scope 'conversations.write'"),
		});
	});

	it('but a failed comment fails the item, and nothing else is done', async () => {
		own.thread.wrote('Hello', MINUTE);
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 422, body: { message: 'No' } });
		const result = await run(handOverWithMessage());
		expect(result.error?.message).toMatch(
			/\(writing the internal comment\) \[item 0 \(the 1st\)\]$/,
		);
		expect(result.error?.description).toMatch(
			'The conversation was not marked, and nothing was sent to the contact.',
		);
		expect(bodies(result)).toHaveLength(1);
		expect(conversation().starred).toBe(false);
	});

	it.each<[string, INodeParameters, RegExp]>([
		['conversation', { conversationId: byId(' ') }, /^'Conversation' is empty/],
		['user', { userId: byId('={{ "" }}') }, /^'User' is empty/],
		['summary', { summary: ' ' }, /^'Summary' is empty/],
		['summary that is an object', { summary: '={{ { a: 1 } }}' }, /^'Summary' must be text/],
	])('an empty %s is rejected before anything is sent', async (_, more, message) => {
		const { error, requests } = await run(handOver(more));
		expect(error?.message).toMatch(message);
		expect(requests).toEqual([]);
	});

	it.each(['', ' ', '={{ undefined }}', '={{ null }}'])(
		'an empty message to the contact (%j) is not sent',
		async (text) => {
			const result = await run(handOver({ options: { messageToContact: text } }));
			expect(bodies(result).map(({ type }) => type)).toEqual(['InternalComment']);
			expect(result.json[0].message).toBeNull();
		},
	);

	it('a conversation that does not exist fails before the others are handed over', async () => {
		const parameters = handOver({ conversationId: byId('={{ $json.id }}') });
		const items = [{ id: own.thread.id }, { id: 'vG0ne' }];
		const { error, requests } = await testEnv.run({ parameters, items });
		expect(error?.message).toMatch(/could not find the conversation .*\[item 1 \(the 2nd\)\]$/);
		expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
	});
});
