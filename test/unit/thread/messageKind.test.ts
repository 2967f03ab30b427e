import type { IDataObject } from 'n8n-workflow';

import { replyWindowHoursFor, sendTypeFor } from '../../../nodes/shared/channels';
import {
	chronological,
	isAutomated,
	isHuman,
	isInbound,
	isInTranscript,
	kindOf,
	messageText,
	missedCallKind,
	otherKindOf,
} from '../../../nodes/shared/thread';
import { MESSAGE_TYPES, SEND_TYPES } from '../../../sandbox/messageTypes';

const message = (more: IDataObject = {}): IDataObject => ({
	id: 'm1',
	messageType: 'TYPE_SMS',
	direction: 'inbound',
	body: 'Hello',
	...more,
});
const sent = (more: IDataObject = {}) =>
	message({ direction: 'outbound', status: 'sent', source: 'api', ...more });
const call = (callStatus: string, more: IDataObject = {}) =>
	message({ messageType: 'TYPE_CALL', body: undefined, meta: { callStatus }, ...more });

test.each([
	['a text', message(), true],
	['an empty text with a file', message({ body: '', attachments: ['https://a/b.png'] }), true],
	['an activity', message({ messageType: 'TYPE_ACTIVITY_INVOICE' }), false],
	['an internal comment', message({ messageType: 'TYPE_INTERNAL_COMMENT' }), false],
	['a note of the live chat', message({ messageType: 'TYPE_LIVE_CHAT_INFO_MESSAGE' }), false],
	['an answered call', call('completed'), false],
	['a call without a status', call(''), false],
	['a missed call', call('no-answer'), true],
	['a voicemail', call('voicemail'), true],
	['a call with a text', call('completed', { body: 'Please call back' }), true],
	['an outbound message', sent(), false],
])('%s: from the contact or not', (_, given, expected) => {
	expect(isInbound(given)).toBe(expected);
});

const inbound = (messageType: string, more: IDataObject = {}) => message({ messageType, ...more });
const person = (more: IDataObject = {}) => sent({ source: 'app', userId: 'u1', ...more });
const outboundCall = (status: string, more: IDataObject = {}) =>
	call(status, { direction: 'outbound', source: 'app', userId: 'u1', ...more });

test.each([
	['question', 'a text', message()],
	['question', 'a message with neither text nor files', inbound('TYPE_WHATSAPP', { body: '' })],
	['question', 'a missed call', call('no-answer')],
	['question', 'a voicemail', call('voicemail')],
	['other', 'an answered call', call('completed')],
	['other', 'a reaction', inbound('TYPE_SMS_REACTION', { body: 'Loved "Hello"' })],
	['other', 'a comment on a post', inbound('TYPE_FACEBOOK_COMMENT')],
	['other', 'a review', inbound('TYPE_REVIEW')],
	['other', 'a no-show notice', inbound('TYPE_NO_SHOW')],
	['other', 'a form submission', inbound('TYPE_FORM_SUBMISSION')],
	['other', 'an activity', inbound('TYPE_ACTIVITY_INVOICE')],
	['stop', 'an opt-out', message({ body: ' Stop\n' })],
	['question', 'a text with an opt-out word in it', message({ body: 'Stop by tomorrow?' })],
	['person', 'a message from the app', person()],
	['person', 'a call that was taken', outboundCall('completed')],
	['notSent', 'an unanswered call', outboundCall('no-answer')],
	['notSent', 'a call to a voicemail', outboundCall('voicemail')],
	['answer', 'a message through the API', sent()],
	['answer', 'the app without a user', sent({ source: 'app' })],
	['answer', 'no source', sent({ source: undefined })],
	['answer', 'still on its way', sent({ status: 'pending' })],
	['answer', 'a message through the API with mentions', sent({ mentions: ['u2'] })],
	['other', 'a message without direction', sent({ direction: undefined })],
	['automation', 'a campaign email without direction', sent({ messageType: 'TYPE_CAMPAIGN_EMAIL', direction: undefined })], // prettier-ignore
	['automation', 'a campaign by type alone', person({ messageType: 'TYPE_CAMPAIGN_SMS' })],
	['automation', 'a review request', sent({ messageType: 'TYPE_SMS_REVIEW_REQUEST' })],
	['automation', 'a no-show request', sent({ messageType: 'TYPE_SMS_NO_SHOW_REQUEST' })],
	['handOver', 'a comment with mentions', person({ messageType: 'TYPE_INTERNAL_COMMENT', mentions: ['u2'] })], // prettier-ignore
	['handOver', "a comment that mentions in its text, the API's", sent({ messageType: 'TYPE_INTERNAL_COMMENT', body: '@Ann<userId>u2</userId> please' })], // prettier-ignore
	['other', 'a comment without mentions', person({ messageType: 'TYPE_INTERNAL_COMMENT', mentions: [] })], // prettier-ignore
	['other', 'a note of the live chat', sent({ messageType: 'TYPE_LIVE_CHAT_INFO_MESSAGE' })],
])('is of the kind %s: %s', (kind, _, given) => {
	expect(kindOf(given)).toBe(kind);
});

test.each(['failed', 'undelivered', 'opt_out', 'cancelled', 'canceled', 'scheduled', 'Failed'])(
	'treats a message with the status %s as not sent, whoever wrote it',
	(status) => {
		for (const each of [sent(), person(), sent({ source: 'workflow' })])
			expect(kindOf({ ...each, status })).toBe('notSent');
		expect(kindOf(message({ status }))).toBe('question');
	},
);

test.each(['workflow', 'bulk_actions', 'campaign'])(
	'treats the source %s as automation',
	(source) => {
		expect(kindOf(sent({ source }))).toBe('automation');
		expect(kindOf(sent({ source }), { automatedCounts: true })).toBe('answer');
	},
);

it('counts other kinds of messages as questions if the option is on', () => {
	for (const type of ['TYPE_SMS_REACTION', 'TYPE_TIKTOK_COMMENT', 'TYPE_REVIEW', 'TYPE_NO_SHOW'])
		expect(kindOf(inbound(type), { otherKinds: true })).toBe('question');
});

it('accepts additional opt-out words', () => {
	const optOutWords = ['Genug'];
	expect(kindOf(message({ body: 'GENUG' }), { optOutWords })).toBe('stop');
	expect(kindOf(message({ body: 'STOP' }), { optOutWords })).toBe('question');
	expect(kindOf(message({ body: 'genug' }), { optOutWords: [' Genug '] })).toBe('stop');
	expect(kindOf(message({ body: '' }), { optOutWords: [''] })).toBe('question');
});

it('filters channels, but counts people, opt-outs and hand-overs on all of them', () => {
	const channels = ['whatsApp'];
	expect(kindOf(message(), { channels })).toBe('other');
	expect(kindOf(sent(), { channels })).toBe('other');
	expect(kindOf(person(), { channels })).toBe('person');
	expect(kindOf(message({ body: 'STOP' }), { channels })).toBe('stop');
	const email = { messageType: 'TYPE_EMAIL' };
	expect(kindOf(sent(), { channels: ['call'] })).toBe('answer');
	expect(kindOf(sent(email), { channels: ['call'] })).toBe('other');
});

test.each([
	['a message from the app', sent({ source: 'app', userId: 'u1' }), true],
	['a call from the app', call('no-answer', { direction: 'outbound', source: 'app', userId: 'u1' }), true], // prettier-ignore
	['from the app without a user', sent({ source: 'app' }), false],
	['from the app with an empty user', sent({ source: 'app', userId: '' }), false],
	["through the API in a user's name", sent({ userId: 'u1' }), false],
	['a comment', sent({ messageType: 'TYPE_INTERNAL_COMMENT', source: 'app', userId: 'u1' }), false],
	["the contact's", message({ source: 'app', userId: 'u1' }), false],
])('%s: from a person or not', (_, given, expected) => {
	expect(isHuman(given)).toBe(expected);
});

it('treats nothing that the contact wrote as automation', () => {
	expect(isAutomated(message({ source: 'workflow' }))).toBe(false);
});

it('names other kinds of messages of the contact only', () => {
	expect(otherKindOf(inbound('TYPE_SMS_REACTION'))).toBe('Reaction');
	expect(otherKindOf(sent({ messageType: 'TYPE_SMS_REACTION' }))).toBeUndefined();
});

it('treats only calls as missed', () => {
	expect(missedCallKind(call('no-answer'))).toBe('missed');
	expect(missedCallKind(sent({ status: 'failed' }))).toBeUndefined();
});

test.each([
	['what the contact wrote', message(), true],
	['what was sent', sent(), true],
	['a call that was taken', call('completed'), true],
	['a call that the contact did not take', outboundCall('no-answer'), true],
	['an automated call that failed', outboundCall('failed', { source: 'workflow', status: 'failed' }), false], // prettier-ignore
	['a message that failed', sent({ status: 'failed' }), false],
	['an activity', inbound('TYPE_ACTIVITY_INVOICE'), false],
])('%s: in the transcript or not', (_, given, expected) => {
	expect(isInTranscript(given)).toBe(expected);
});

test.each([
	['Hello', message({ body: ' Hello\n' })],
	['<b>Hello</b>', message({ body: '<b>Hello</b>' })],
	['Missed call', call('no-answer')],
	['Missed call', call('', { meta: { call: { status: 'busy' } } })],
	['Voicemail', call('voicemail')],
	['Attachment: https://a/b.png', message({ body: '', attachments: ['https://a/b.png'] })],
	['See this\nAttachment: https://a/b.png', message({ body: 'See this', attachments: ['https://a/b.png'] })], // prettier-ignore
	['Phone call', call('completed')],
	['Call without an answer', outboundCall('busy')],
	['[SMS message without text]', message({ body: undefined })],
	['[WhatsApp message without text]', inbound('TYPE_WHATSAPP', { body: ' ' })],
	['[Other message without text]', inbound('TYPE_NEW_THING', { body: ' ' })],
])('reads %p', (expected, given) => {
	expect(messageText(given)).toBe(expected);
});

it('reads an email by its email IDs', () => {
	const emails = [
		{ direction: 'inbound', body: '<p>When are you open?</p>', attachments: ['https://a/1.pdf'] },
		{ direction: 'outbound', body: '<p>From 9 to 5.</p>' },
	];
	const email = message({ messageType: 'TYPE_EMAIL', body: undefined, emails });
	expect(messageText(email)).toBe('When are you open?\nAttachment: https://a/1.pdf');
});

it('answers on the same channel, with a type that Send accepts', () => {
	expect(sendTypeFor('TYPE_INSTAGRAM')).toBe('IG');
	expect(sendTypeFor('TYPE_CUSTOM_SMS')).toBe('Custom');
	expect(sendTypeFor('TYPE_CUSTOM_EMAIL')).toBe('Email');
	expect(sendTypeFor('TYPE_CALL')).toBe('SMS');
	for (const none of ['TYPE_REVIEW', 'TYPE_GMB', 'TYPE_FORM_SUBMISSION', 'TYPE_INTERNAL_COMMENT'])
		expect(sendTypeFor(none)).toBeUndefined();
	for (const type of MESSAGE_TYPES) {
		const sends = sendTypeFor(type);
		if (sends !== undefined) expect(Object.keys(SEND_TYPES)).toContain(sends);
	}
	for (const [sends, type] of Object.entries(SEND_TYPES))
		if (sends !== 'InternalComment') expect(sendTypeFor(type)).toBe(sends);
});

it('returns which channels close after a day', () => {
	const closing = MESSAGE_TYPES.filter((type) => replyWindowHoursFor(type) === 24);
	expect(closing).toEqual(
		expect.arrayContaining(['TYPE_WHATSAPP', 'TYPE_FACEBOOK', 'TYPE_INSTAGRAM']),
	);
	expect(closing).not.toContain('TYPE_SMS');
	expect(closing).not.toContain('TYPE_ACTIVITY_WHATSAPP');
});

it('sorts a list, without duplicates, and keeps the order of equal times', () => {
	const at = (id: string, dateAdded: unknown) => ({ id, dateAdded }) as IDataObject;
	const listed = [
		at('c', '2026-01-05T08:00:02Z'),
		at('b', 1_767_600_001_000),
		at('a', '1767600001000'),
		at('b', 1_767_600_001_000),
		at('z', { _seconds: 1_767_600_000, _nanoseconds: 5 }),
	];
	expect(chronological(listed).map(({ id }) => id)).toEqual(['z', 'b', 'a', 'c']);
	const unsorted = [at('b', 2), at('d', 4), at('c', 3), at('a', 1)];
	expect(chronological(unsorted).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
});
