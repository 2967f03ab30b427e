import type { IDataObject } from 'n8n-workflow';

import { openHoursFor, sendTypeFor } from '../../../nodes/shared/channels';
import {
	inOrder,
	isAnswer,
	isHuman,
	isInbound,
	textOf,
	wholeTextOf,
} from '../../../nodes/shared/thread';
import { plainText } from '../../../nodes/shared/thread/messageText';
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
	['a call that was taken', call('completed'), false],
	['a call of which nothing is known', call(''), false],
	['a missed call', call('no-answer'), true],
	['a voicemail', call('voicemail'), true],
	['a call with a text', call('completed', { body: 'Please call back' }), true],
	['what was sent', sent(), false],
])("%s: the contact's or not", (_, given, expected) => {
	expect(isInbound(given)).toBe(expected);
});

test.each([
	['through the API', sent(), true],
	['from the app', sent({ source: 'app', userId: 'u1' }), true],
	['from nobody knows where', sent({ source: undefined }), true],
	['still on its way', sent({ status: 'pending' }), true],
	['failed', sent({ status: 'failed' }), false],
	['scheduled', sent({ status: 'scheduled' }), false],
	['an internal comment', sent({ messageType: 'TYPE_INTERNAL_COMMENT' }), false],
	['an activity', sent({ messageType: 'TYPE_ACTIVITY_CONTACT' }), false],
	['a call that was taken', call('completed', { direction: 'outbound' }), true],
	['a call that nobody took', call('no-answer', { direction: 'outbound' }), false],
	["the contact's", message(), false],
])('%s: an answer or not', (_, given, expected) => {
	expect(isAnswer(given, false)).toBe(expected);
});

test.each(['workflow', 'bulk_actions', 'campaign'])('%s answers only where it counts', (source) => {
	expect(isAnswer(sent({ source }), false)).toBe(false);
	expect(isAnswer(sent({ source }), true)).toBe(true);
});

test.each([
	['a message from the app', sent({ source: 'app', userId: 'u1' }), true],
	['a call from the app', call('no-answer', { direction: 'outbound', source: 'app', userId: 'u1' }), true], // prettier-ignore
	['from the app by nobody', sent({ source: 'app' }), false],
	["through the API in a user's name", sent({ userId: 'u1' }), false],
	['a comment', sent({ messageType: 'TYPE_INTERNAL_COMMENT', source: 'app', userId: 'u1' }), false],
	["the contact's", message({ source: 'app', userId: 'u1' }), false],
])('%s: a person or not', (_, given, expected) => {
	expect(isHuman(given)).toBe(expected);
});

test.each([
	['Hello', message({ body: ' Hello\n' })],
	['Missed call', call('no-answer')],
	['Missed call', call('', { meta: { call: { status: 'busy' } } })],
	['Voicemail', call('voicemail')],
	['Attachment: https://a/b.png', message({ body: '', attachments: ['https://a/b.png'] })],
	['See this', message({ body: 'See this', attachments: ['https://a/b.png'] })],
	['', message({ body: undefined })],
])('reads %p', (expected, given) => {
	expect(textOf(given)).toBe(expected);
});

it('reads an email by the emails that went its way', () => {
	const emails = [
		{ direction: 'inbound', body: '<p>When are you open?</p>', attachments: ['https://a/1.pdf'] },
		{ direction: 'outbound', body: '<p>From 9 to 5.</p>' },
	];
	const email = message({ messageType: 'TYPE_EMAIL', body: undefined, emails });
	expect(textOf(email)).toBe('When are you open?');
	expect(wholeTextOf(email)).toBe('When are you open?\nAttachment: https://a/1.pdf');
});

test.each([
	['Plain, 1 < 2 & so on', 'Plain, 1 < 2 & so on'],
	['<p>One</p><p>Two<br/>Three</p>', 'One\nTwo\nThree'],
	['<style>p { color: red }</style><p>Text</p><!-- no -->', 'Text'],
	['<p>Tom &amp; Ann &#8211; &#x41; &nbsp;&unknown;</p>', 'Tom & Ann – A  &unknown;'],
	['<p>&#99999999999;</p>', '&#99999999999;'],
	['<style><style><style>', ''],
])('makes text of %p', (html, expected) => {
	expect(plainText(html)).toBe(expected);
});

it('makes text of a hostile body in a time that grows with its length alone', () => {
	const startedAt = Date.now();
	plainText('<style>'.repeat(100_000));
	plainText('<!--'.repeat(100_000));
	plainText('<p'.repeat(100_000));
	expect(Date.now() - startedAt).toBeLessThan(20_000);
});

it('answers where it was written, with a type that Send takes', () => {
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

it('knows which channels close after a day', () => {
	const closing = MESSAGE_TYPES.filter((type) => openHoursFor(type) === 24);
	expect(closing).toEqual(
		expect.arrayContaining(['TYPE_WHATSAPP', 'TYPE_FACEBOOK', 'TYPE_INSTAGRAM']),
	);
	expect(closing).not.toContain('TYPE_SMS');
	expect(closing).not.toContain('TYPE_ACTIVITY_WHATSAPP');
});

it("puts a list in order, each message once, those of one moment in the list's order", () => {
	const at = (id: string, dateAdded: unknown) => ({ id, dateAdded }) as IDataObject;
	const listed = [at('c', '2026-01-01T00:00:02Z'), at('b', 1000), at('a', 1000), at('b', 1000)];
	expect(inOrder(listed).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});
