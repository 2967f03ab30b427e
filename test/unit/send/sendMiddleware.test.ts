import type { IDataObject } from 'n8n-workflow';

import { sendMiddleware } from '../../../nodes/HighLevelConversations/resources/message/send/middleware';
import { readTurn } from '../../../nodes/shared/thread';
import { formatTurn } from '../../../nodes/shared/thread/turnRef';
import { fakeItem, refused, sentAs } from './fakeItem';

const NOW = Date.parse('2026-03-02T22:00Z');
const DND = refused(400, 'Cannot send message as DND is active.');
const NIGHT = { hours: { from: '21:00', to: '08:00', timezone: 'UTC' } };

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

/** An item with options, and what HighLevel answers to its reads by a part of their paths. */
const itemWith = (options: IDataObject, body: IDataObject = {}, answers: IDataObject = {}) =>
	fakeItem(
		{ type: 'SMS', contactId: 'k1', message: 'Hi', ...body },
		{
			options,
			answer: ({ path }) => {
				const found = Object.keys(answers).find((part) => path.includes(part));
				return found === undefined ? { messages: [] } : answers[found];
			},
		},
	);

const results = async (
	{ item }: ReturnType<typeof itemWith>,
	error?: Error,
	alreadySent = false,
) => {
	const next = async () => {
		item.beforeSend.reduce((body, change) => change(body), item.body);
		return error ? await Promise.reject(error) : sentAs({ messageId: 'm1' });
	};
	const middleware = await sendMiddleware(item);
	return (await middleware?.({ next, alreadySent }))?.[0].json;
};

it.each([undefined, {}])('does nothing with the options %j', async (options) => {
	const { item } = fakeItem({ type: 'SMS' }, { options });
	expect(await sendMiddleware(item)).toBeUndefined();
});

it.each([
	['skipIfSent', 'SMS', "'Skip If Sent Within' is empty"],
	['skipUnsubscribed', 'Email', "'Skip Unsubscribed' is empty"],
	['onlyIfUnanswered', 'SMS', "'Only If Unanswered' is empty"],
])('rejects %s of %s if it is empty', async (name, type, message) => {
	await expect(sendMiddleware(itemWith({ [name]: '' }, { type }).item)).rejects.toThrow(message);
});

it('sends with options for other types of messages', async () => {
	expect(await results(itemWith({ skipUnsubscribed: '', other: 1 }))).toEqual({ messageId: 'm1' });
});

const answers = {
	export: {
		messages: [
			{
				...{ id: 'm0', contactId: 'k1', conversationId: 'c1', direction: 'outbound' },
				...{ messageType: 'TYPE_SMS', body: 'Hi', dateAdded: '2026-03-02T11:00:00Z' },
			},
		],
	},
	unsubscriptions: { status: 'unsubscribed' },
};

it.each<[string, IDataObject, IDataObject]>([
	['already sent', { skipIfSent: 24 }, {}],
	['unsubscribed', { skipUnsubscribed: true }, { type: 'Email', subject: 'News' }],
])('skips what is %s: %j', async (reason, options, body) => {
	const json = await results(itemWith(options, body, answers));
	expect(json).toMatchObject({ skipped: true, reason });
});

it('skips a contact with Do Not Disturb', async () => {
	const json = await results(itemWith({ onDoNotDisturb: 'skip' }), DND);
	expect(json).toMatchObject({ skipped: true, reason: 'do not disturb' });
});

it('schedules for the end of quiet hours', async () => {
	const given = itemWith({ quietHours: NIGHT });
	await results(given);
	expect(given.item.extraOutput).toEqual({ scheduledFor: '2026-03-03T08:00:00.000Z' });
});

it('checks the conversation last, if everything else allows the message', async () => {
	const question = { id: 'q1', contactId: 'k1', messageType: 'TYPE_SMS', direction: 'inbound' };
	const thread = [{ ...question, body: 'Hi', dateAdded: NOW - 60_000 }];
	const turn = formatTurn('c1', readTurn(thread, { now: NOW }));
	const options = { onlyIfUnanswered: turn, skipUnsubscribed: true, onDoNotDisturb: 'skip' };
	const list = { '/c1/messages': { messages: { messages: thread, nextPage: false } } };
	const email = { type: 'Email', subject: 'News' };
	const stopped = itemWith(options, email, { ...answers, ...list });
	expect(await results(stopped)).toMatchObject({ reason: 'unsubscribed' });
	expect(stopped.reads.map(({ path }) => path)).not.toContain('/conversations/c1/messages');
	const subscribed = { unsubscriptions: { status: 'subscribed' } };
	const passed = itemWith(options, email, { ...subscribed, ...list });
	expect(await results(passed, DND)).toMatchObject({ reason: 'do not disturb' });
	expect(passed.reads.map(({ path }) => path)).toContain('/conversations/c1/messages');
});

it('does not check unsubscriptions if the email was sent before', async () => {
	const mail = {
		...answers.export.messages[0],
		...{ messageType: 'TYPE_EMAIL', meta: { email: { messageIds: ['e1'] } } },
	};
	const email = { emailMessage: { direction: 'outbound', subject: 'News' } };
	const given = itemWith(
		{ skipIfSent: 24, skipUnsubscribed: true },
		{ type: 'Email', subject: 'News' },
		{ export: { messages: [mail] }, '/email/': email },
	);
	expect(await results(given)).toMatchObject({ reason: 'already sent', messageId: 'm0' });
	expect(given.reads.map(({ path }) => path)).not.toContainEqual(expect.stringContaining('unsubs'));
});

it('does not check again what an earlier try of the node has sent', async () => {
	const options = { onDoNotDisturb: 'skip', skipUnsubscribed: true, quietHours: NIGHT };
	const given = itemWith(options, { type: 'Email', subject: 'News' }, answers);
	expect(await results(given, undefined, true)).toEqual({ messageId: 'm1' });
	expect(given.item.extraOutput).toEqual({});
});

it('sets the subject of an answer by email only if the item has none', async () => {
	const { item, reads } = itemWith({ other: 1 }, { type: 'Email', subject: 'News' });
	await sendMiddleware(item);
	expect([item.body.subject, reads]).toEqual(['News', []]);
});
