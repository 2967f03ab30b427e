import type { IDataObject } from 'n8n-workflow';

import { repliesSince, turnItem, unanswered, type TurnOptions } from '../../../nodes/shared/thread';

const START = Date.UTC(2026, 0, 5, 9);
const at = (seconds: number) => START + seconds * 1000;
let count = 0;

/** A message `seconds` after the start. */
const message = (seconds: number, more: IDataObject): IDataObject => ({
	id: `m${(count += 1)}`,
	conversationId: 'c1',
	contactId: 'k1',
	locationId: 'l1',
	messageType: 'TYPE_SMS',
	status: 'delivered',
	dateAdded: new Date(at(seconds)).toISOString(),
	...more,
});
const wrote = (seconds: number, body: string, more: IDataObject = {}) =>
	message(seconds, { direction: 'inbound', body, ...more });
const sent = (seconds: number, source: string | undefined, more: IDataObject = {}) =>
	message(seconds, { direction: 'outbound', body: 'Answer', source, ...more });
const person = (seconds: number, more: IDataObject = {}) =>
	sent(seconds, 'app', { userId: 'u1', ...more });

/** What is unanswered of messages given in the order of writing. */
const turnOf = (messages: IDataObject[], options: Partial<TurnOptions> = {}) => {
	const turn = unanswered([...messages].reverse(), { now: at(3600), ...options });
	return { ...turn, bodies: turn.messages.map(({ body }) => body) };
};

it('is what the contact wrote since the last answer, oldest first', () => {
	const thread = [wrote(0, 'a'), sent(10, 'api'), wrote(20, 'b'), wrote(30, 'c')];
	expect(turnOf(thread)).toMatchObject({
		bodies: ['b', 'c'],
		lastAnswerAt: at(10),
		lastHumanAt: null,
	});
	expect(turnOf(thread).skipped).toBeUndefined();
	expect(turnOf([...thread, person(40)])).toMatchObject({
		bodies: [],
		skipped: 'answered',
		lastAnswerAt: at(40),
		lastHumanAt: at(40),
	});
});

it('is empty where the contact wrote nothing', () => {
	expect(turnOf([]).skipped).toBe('empty');
	expect(turnOf([sent(0, 'api')]).skipped).toBe('empty');
});

it('passes over automation, failed sends, comments and activities', () => {
	const thread = [
		wrote(0, 'a'),
		sent(1, 'workflow'),
		sent(2, 'campaign'),
		sent(3, 'api', { status: 'failed' }),
		person(4, { messageType: 'TYPE_INTERNAL_COMMENT' }),
		message(5, { direction: 'inbound', messageType: 'TYPE_ACTIVITY_PAYMENT', body: 'Paid' }),
	];
	expect(turnOf(thread).bodies).toEqual(['a']);
	expect(turnOf(thread, { automatedCounts: true }).skipped).toBe('answered');
});

it('waits while a person is at it, on whatever channel', () => {
	const thread = [person(0, { messageType: 'TYPE_CALL' }), wrote(10, 'a')];
	const pauseAfterHumanMs = 60_000;
	expect(turnOf(thread, { pauseAfterHumanMs, now: at(59) }).skipped).toBe('human');
	const onSms = { pauseAfterHumanMs, now: at(59), channels: ['sms'] };
	expect(turnOf(thread, onSms).skipped).toBe('human');
	expect(turnOf(thread, { pauseAfterHumanMs, now: at(60) })).toMatchObject({ bodies: ['a'] });
});

it('is nothing for an execution that a newer message has overtaken', () => {
	const [a, b] = [wrote(0, 'a'), wrote(1, 'b')];
	expect(turnOf([a, b], { onlyIfLatest: String(a.id) }).skipped).toBe('newerMessage');
	expect(turnOf([a, b], { onlyIfLatest: String(b.id) }).bodies).toEqual(['a', 'b']);
	const answered = [a, b, sent(5, 'api')];
	expect(turnOf(answered, { onlyIfLatest: String(a.id) }).skipped).toBe('newerMessage');
	expect(turnOf(answered, { onlyIfLatest: String(b.id) }).skipped).toBe('answered');
});

it('is nothing for an execution that was started by what does not count', () => {
	const sms = wrote(0, 'sms');
	const others = [
		wrote(1, 'mail', { messageType: 'TYPE_EMAIL' }),
		wrote(1, '', { messageType: 'TYPE_CALL', meta: { callStatus: 'completed' } }),
	];
	for (const other of others) {
		const only = (each: IDataObject) => ({ channels: ['sms'], onlyIfLatest: String(each.id) });
		expect(turnOf([sms, other], only(sms)).bodies).toEqual(['sms']);
		expect(turnOf([sms, other], only(other)).skipped).toBe('empty');
	}
});

it('sees a channel as if there were no other', () => {
	const email = { messageType: 'TYPE_EMAIL' };
	const thread = [wrote(0, 'sms'), wrote(1, 'mail', email), sent(2, 'api', email)];
	expect(turnOf(thread, { channels: ['sms'] }).bodies).toEqual(['sms']);
	expect(turnOf(thread, { channels: ['email'] }).skipped).toBe('answered');
	expect(turnOf(thread).skipped).toBe('answered');
});

it('takes an answer through the API that came too soon for the answer to an earlier message', () => {
	const thread = [wrote(0, 'a'), wrote(15, 'b'), sent(20, 'api')];
	expect(turnOf(thread, { quietMs: 8000 })).toMatchObject({ bodies: ['b'], quietAt: at(23) });
	expect(turnOf(thread, { quietMs: 5000 }).skipped).toBe('answered');
	// A person has read what they answer.
	expect(turnOf([...thread.slice(0, 2), person(20)], { quietMs: 8000 }).skipped).toBe('answered');
});

it('gives each handed-on turn the next answer, and hands nothing on twice', () => {
	const [a, b] = [wrote(0, 'a'), wrote(10, 'b')];
	const handedOn = [[String(a.id)]];
	expect(turnOf([a, b], { handedOn }).bodies).toEqual(['b']);
	// The answer to a, composed while b came.
	expect(turnOf([a, b, sent(30, 'api')], { handedOn }).bodies).toEqual(['b']);
	expect(turnOf([a, b, sent(30, 'api'), sent(31, 'api')], { handedOn }).skipped).toBe('answered');
	expect(turnOf([a, b, person(30)], { handedOn }).skipped).toBe('answered');
	// Listed late, and older than what was handed on.
	expect(turnOf([wrote(-5, 'late'), a, b], { handedOn }).bodies).toEqual(['late', 'b']);
});

it('finds the replies to a moment', () => {
	const thread = [wrote(0, 'a'), sent(1, 'api'), wrote(2, 'b'), wrote(3, 'c', { messageType: 'TYPE_EMAIL' })]; // prettier-ignore
	const bodies = (...given: [number, string[]?]) =>
		repliesSince([...thread].reverse(), ...given).map(({ body }) => body);
	expect(bodies(at(1))).toEqual(['b', 'c']);
	expect(bodies(at(2))).toEqual(['c']);
	expect(bodies(at(1), ['sms'])).toEqual(['b']);
});

it('makes an item that says all that an answer needs', () => {
	const file = 'https://files.example/a.png';
	const messages = [
		wrote(0, 'One', { messageType: 'TYPE_WHATSAPP', source: 'app', attachments: [file] }),
		wrote(60, 'Two', { messageType: 'TYPE_WHATSAPP', attachments: [file] }),
	];
	const ids = { conversationId: 'c1', contactId: 'k1', locationId: 'l1' };
	const item = turnItem(ids, messages, { lastAnswerAt: at(-10), lastHumanAt: null });
	expect(item).toEqual({
		...ids,
		type: 'WhatsApp',
		text: 'One\nTwo',
		messages: [
			expect.objectContaining({ body: 'One', direction: 'inbound' }),
			expect.objectContaining({ body: 'Two' }),
		],
		attachments: [file],
		count: 2,
		firstMessageAt: '2026-01-05T09:00:00.000Z',
		lastMessageAt: '2026-01-05T09:01:00.000Z',
		lastMessageId: messages[1].id,
		lastAnswerAt: '2026-01-05T08:59:50.000Z',
		lastHumanAt: null,
		replyBy: '2026-01-06T09:01:00.000Z',
	});
	expect((item.messages as IDataObject[])[0]).not.toHaveProperty('source');
});

test.each([
	['the channel of the last message that can be answered', ['TYPE_SMS', 'TYPE_EMAIL', 'TYPE_REVIEW'], 'Email', null], // prettier-ignore
	['SMS after a call', ['TYPE_CALL'], 'SMS', null],
	['nothing that Send knows', ['TYPE_REVIEW'], null, null],
	['Instagram, for a day', ['TYPE_INSTAGRAM', 'TYPE_FORM_SUBMISSION'], 'IG', '2026-01-06T09:00:00.000Z'], // prettier-ignore
])('answers by %s', (_, types, type, replyBy) => {
	const messages = types.map((messageType, index) => wrote(index, 'Text', { messageType }));
	const ids = { conversationId: 'c1', contactId: 'k1', locationId: 'l1' };
	expect(turnItem(ids, messages, { lastAnswerAt: null, lastHumanAt: null })).toMatchObject({
		type,
		replyBy,
	});
});

it('names the provider of a custom channel', () => {
	const more = { messageType: 'TYPE_CUSTOM_SMS', conversationProviderId: 'p1' };
	const ids = { conversationId: 'c1', contactId: 'k1', locationId: 'l1' };
	const moments = { lastAnswerAt: null, lastHumanAt: null };
	expect(turnItem(ids, [wrote(0, 'a', more)], moments)).toMatchObject({
		type: 'Custom',
		conversationProviderId: 'p1',
	});
	expect(turnItem(ids, [], moments)).toMatchObject({
		type: null,
		text: '',
		count: 0,
		lastMessageId: null,
		replyBy: null,
	});
});
