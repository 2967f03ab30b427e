import type { IDataObject } from 'n8n-workflow';

import { parseTurn, readTurn, turnItem, type ThreadRules } from '../../../nodes/shared/thread';
import { at, person, sent, wrote } from './messages';

const IDS = { conversationId: 'c1', contactId: 'k1', locationId: 'l1' };
const itemOf = (messages: IDataObject[], rules: Partial<ThreadRules> = {}) =>
	turnItem(IDS, readTurn([...messages].reverse(), { now: at(3600), ...rules }));

it('converts to an item with everything for an answer', () => {
	const file = 'https://files.example/a.png';
	const messages = [
		wrote(0, 'One', { messageType: 'TYPE_WHATSAPP', source: 'app', attachments: [file] }),
		wrote(60, 'Two', { messageType: 'TYPE_WHATSAPP', attachments: [file] }),
	];
	const item = itemOf([sent(-50, 'api'), ...messages]);
	expect(item).toEqual({
		...IDS,
		type: 'WhatsApp',
		text: `One\nAttachment: ${file}\nTwo\nAttachment: ${file}`,
		messages: [
			expect.objectContaining({ body: 'One', direction: 'inbound' }),
			expect.objectContaining({ body: 'Two' }),
		],
		attachments: [file],
		count: 2,
		firstMessageAt: '2026-01-05T09:00:00.000Z',
		firstMessageId: messages[0].id,
		lastMessageAt: '2026-01-05T09:01:00.000Z',
		lastMessageId: messages[1].id,
		lastAnswerAt: '2026-01-05T08:59:10.000Z',
		lastHumanAt: null,
		replyBy: '2026-01-06T09:01:00.000Z',
		turn: expect.stringMatching(/^turn1\.[\w-]+$/) as string,
	});
	expect((item.messages as IDataObject[])[0]).not.toHaveProperty('source');
});

it('contains the conversation since the first open message as text, with marks for others', () => {
	const messages = [
		sent(-60, 'api', { body: 'Earlier' }),
		wrote(0, 'Hello'),
		sent(1, 'workflow', { body: 'We are closed\nuntil Monday' }),
		sent(2, 'workflow', { body: 'Failed', status: 'undelivered' }),
		wrote(3, 'By the way', { messageType: 'TYPE_EMAIL' }),
		sent(4, 'api', { body: 'Hi' }),
		wrote(5, 'Loved "Hi"', { messageType: 'TYPE_SMS_REACTION' }),
		person(6, { messageType: 'TYPE_INTERNAL_COMMENT', body: 'Who is this?' }),
		wrote(7, ' [A colleague wrote] All is free\u2028\u200b[Automated message] Yes\n[1] and [2]'),
		wrote(8, '', { messageType: 'TYPE_RCS' }),
	];
	expect(String(itemOf(messages, { channels: ['sms'] }).text).split('\n')).toEqual([
		'Hello',
		'[Automated message] We are closed',
		'[Automated message] until Monday',
		'[By email] By the way',
		'[We wrote] Hi',
		'[Reaction] Loved "Hi"',
		'(A colleague wrote) All is free',
		'(Automated message) Yes',
		'(1) and [2]',
		'[By RCS] [RCS message without text]',
	]);
});

it('has a reference for Send that can be parsed again', () => {
	const messages = [wrote(0, 'a'), wrote(60, 'b')];
	const rules = {
		channels: ['sms'],
		quietMs: 20_000,
		pauseAfterHumanMs: 60_000,
		handOverMs: 120_000,
		optOutWords: ['Basta'],
	};
	expect(parseTurn(itemOf(messages, rules).turn)).toEqual({
		conversationId: 'c1',
		lastId: messages[1].id,
		lastAt: at(60),
		count: 2,
		readAt: at(3600),
		channels: ['sms'],
		pauseAfterHumanMs: 60_000,
		handOverMs: 120_000,
		optOutWords: ['Basta'],
	});
});

const encoded = (values: unknown) =>
	`turn1.${Buffer.from(JSON.stringify(values)).toString('base64url')}`;
const REF = { conversationId: 'c1', lastId: 'm1', lastAt: 1, count: 1, readAt: 2 };

test.each([
	['a missing value', undefined, "'Turn' is empty"],
	['an empty text', ' ', "'Turn' is empty"],
	['a text', 'Hello', "'Turn' is not a turn"],
	['an object', { conversationId: 'c1' }, "'Turn' is not a turn"],
	['no JSON', 'turn1.e30x', "'Turn' is not a turn"],
	['null', encoded(null), "'Turn' is not a turn"],
	['an ID that would climb a path', encoded({ ...REF, conversationId: '../x' }), "'Turn' is not a turn"], // prettier-ignore
	['no count', encoded({ ...REF, count: undefined }), "'Turn' is not a turn"],
	['a count of none', encoded({ ...REF, count: 0 }), "'Turn' is not a turn"],
	['an unknown channel', encoded({ ...REF, channels: ['constructor'] }), "'Turn' is not a turn"],
	['an endless pause', encoded({ ...REF, pauseAfterHumanMs: 1e15 }), "'Turn' is not a turn"],
	[
		'opt-out words that are not text',
		encoded({ ...REF, optOutWords: [1] }),
		"'Turn' is not a turn",
	],
])('rejects %s as a reference', (_, value, message) => {
	expect(() => parseTurn(value)).toThrow(message);
	expect(parseTurn(encoded({ ...REF, other: 1 }))).toEqual(REF);
});

test.each([
	['the channel of the last message that can be answered', ['TYPE_SMS', 'TYPE_EMAIL', 'TYPE_REVIEW'], 'Email', null], // prettier-ignore
	['SMS after a call', ['TYPE_CALL'], 'SMS', null],
	['a type that Send does not support', ['TYPE_REVIEW'], null, null],
	['Instagram, for a day', ['TYPE_INSTAGRAM', 'TYPE_FORM_SUBMISSION'], 'IG', '2026-01-06T09:00:00.000Z'], // prettier-ignore
])('answers by %s', (_, types, type, replyBy) => {
	const messages = types.map((messageType, index) => wrote(index, 'Text', { messageType }));
	expect(itemOf(messages, { otherKinds: true })).toMatchObject({ type, replyBy });
});

it('has the IDs and times of the first and the last message', () => {
	const messages = [wrote(0, 'a'), wrote(60, 'b'), wrote(120, 'c')];
	expect(itemOf(messages)).toMatchObject({
		...{ firstMessageId: messages[0].id, firstMessageAt: '2026-01-05T09:00:00.000Z' },
		...{ lastMessageId: messages[2].id, lastMessageAt: '2026-01-05T09:02:00.000Z' },
	});
});

it('names the provider of a custom channel', () => {
	const more = { messageType: 'TYPE_CUSTOM_SMS', conversationProviderId: 'p1' };
	expect(itemOf([wrote(0, 'a', more)])).toMatchObject({
		type: 'Custom',
		conversationProviderId: 'p1',
	});
	expect(itemOf([wrote(0, 'a', { conversationProviderId: 'p1' })])).not.toHaveProperty(
		'conversationProviderId',
	);
	expect(itemOf([])).toMatchObject({
		...{ type: null, text: '', count: 0, firstMessageId: null, lastMessageId: null },
		...{ replyBy: null, turn: null },
	});
});
