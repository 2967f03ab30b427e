import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { kindOf, readTurn, recordAnswer, type ThreadRules } from '../../../nodes/shared/thread';
import { propertyRuns } from '../../support/propertyRuns';

const START = Date.UTC(2026, 0, 5, 9);
const WINDOW_MS = 10_000;
const LATE_MS = 90_000;

/** What happens in a conversation, and how long after the event before it. */
interface Event {
	what: keyof typeof MESSAGES;
	afterMs: number;
	/** The delay until HighLevel lists it. */
	lagMs: number;
}

const inbound = { direction: 'inbound', body: 'Hello' };
const outbound = { direction: 'outbound', source: 'api', status: 'delivered' };
const person = { ...outbound, source: 'app', userId: 'u1' };
const MESSAGES = {
	text: inbound,
	email: { ...inbound, messageType: 'TYPE_EMAIL' },
	missedCall: { direction: 'inbound', messageType: 'TYPE_CALL', meta: { callStatus: 'no-answer' } },
	reaction: { ...inbound, messageType: 'TYPE_SMS_REACTION' },
	stop: { ...inbound, body: 'STOP' },
	person,
	call: { ...person, messageType: 'TYPE_CALL', status: 'completed' },
	failedPerson: { ...person, status: 'undelivered' },
	answer: outbound,
	failedAnswer: { ...outbound, status: 'failed' },
	scheduled: { ...outbound, status: 'scheduled' },
	workflow: { ...outbound, source: 'workflow' },
	newsletter: outbound,
	comment: { ...person, messageType: 'TYPE_INTERNAL_COMMENT' },
	handOver: { ...person, messageType: 'TYPE_INTERNAL_COMMENT', mentions: ['u1'] },
} satisfies Record<string, IDataObject>;

const event = fc.record<Event>({
	what: fc.constantFrom(
		...(Object.keys(MESSAGES) as Array<keyof typeof MESSAGES>),
		...(['text', 'text', 'text', 'answer', 'answer'] as const),
	),
	// Bursts, pauses, and several at one moment.
	afterMs: fc.oneof(
		fc.constant(0),
		fc.integer({ min: 1, max: 15_000 }),
		fc.integer({ min: 15_000, max: 400_000 }),
	),
	lagMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60_000 })),
});

interface Listed {
	message: IDataObject;
	at: number;
	listedAt: number;
}

let run = 0;

/** The messages of a history, in the order of writing. */
function messagesOf(events: readonly Event[]): Listed[] {
	let at = START;
	run++;
	return events.map(({ what, afterMs, lagMs }, index) => {
		at += afterMs;
		const id = `${run}-${index}`;
		const message = { id, messageType: 'TYPE_SMS', dateAdded: at, ...MESSAGES[what] };
		return { message, at, listedAt: at + lagMs };
	});
}

/** What HighLevel lists at a moment, newest first. */
const listAt = (history: readonly Listed[], now: number) =>
	history
		.filter(({ listedAt }) => listedAt <= now)
		.map(({ message }) => message)
		.reverse();

const rules = fc.record<Omit<ThreadRules, 'now'>>({
	channels: fc.constantFrom([], ['sms'], ['sms', 'call']),
	pauseAfterHumanMs: fc.constantFrom(0, 3_600_000),
	handOverMs: fc.constantFrom(0, 14_400_000),
});
const history = fc.array(event, { maxLength: 30 });
const idsOf = (messages: readonly IDataObject[]) => messages.map(({ id }) => id);
const NO_EFFECT = ['automation', 'notSent', 'other', 'handOver'];

it('drops a question only if a listed message settles it', () => {
	fc.assert(
		fc.property(history, rules, (events, given) => {
			const all = messagesOf(events);
			const moments = [...new Set(all.map(({ listedAt }) => listedAt))].sort((a, b) => a - b);
			for (const now of moments) {
				const listed = listAt(all, now);
				const open = new Set(idsOf(readTurn(listed, { ...given, now }).open));
				const settled = listed.filter(
					(message) => kindOf(message, given) === 'question' && !open.has(message.id),
				);
				for (const question of settled) {
					const later = listed.slice(0, listed.indexOf(question));
					const settles = (other: IDataObject) => {
						const kind = kindOf(other, given);
						const age = Number(other.dateAdded) - Number(question.dateAdded);
						return kind === 'person' || kind === 'stop' || (kind === 'answer' && age >= WINDOW_MS);
					};
					expect(later.some(settles)).toBe(true);
				}
			}
		}),
		{ numRuns: propertyRuns(500) },
	);
});

it('returns a question that is listed late, unless something settles it', () => {
	fc.assert(
		fc.property(history, rules, (events, given) => {
			const all = messagesOf(events);
			const now = Math.max(START, ...all.map(({ listedAt }) => listedAt));
			const late = readTurn(listAt(all, now), { ...given, now }).open;
			const atOnce = readTurn(all.map(({ message }) => message).reverse(), { ...given, now }).open;
			expect(late).toEqual(atOnce);
		}),
		{ numRuns: propertyRuns(300) },
	);
});

it('ignores messages without effect, and messages listed twice', () => {
	fc.assert(
		fc.property(history, rules, (events, given) => {
			const all = messagesOf(events).map(({ message }) => message);
			const now = START;
			const whole = readTurn([...all].reverse(), { ...given, now });
			const bare = all.filter((message) => !NO_EFFECT.includes(kindOf(message, given)));
			expect(readTurn(bare.reverse(), { ...given, now }).open).toEqual(whole.open);
			const twice = [...all, ...all.slice(-5)].reverse();
			expect(readTurn(twice, { ...given, now })).toEqual(whole);
		}),
		{ numRuns: propertyRuns(300) },
	);
});

it('settles by an answer of this process what it answered, and what is 90 seconds older', () => {
	fc.assert(
		fc.property(
			history,
			fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
			(events, picks) => {
				const all = messagesOf(events.filter(({ what }) => what === 'text' || what === 'email'));
				const last = all.at(-1);
				if (last === undefined) return;
				const answered = all.filter((_, index) => picks[index]).map(({ message }) => message.id);
				const answer = {
					id: `${run}-answer`,
					messageType: 'TYPE_SMS',
					dateAdded: last.at,
					...outbound,
				};
				recordAnswer(answer, answered as string[]);
				const open = readTurn([answer, ...listAt(all, Infinity)], { now: last.at }).open;
				const expected = all.filter(
					({ message, at }) => !answered.includes(message.id) && last.at - at < LATE_MS,
				);
				expect(idsOf(open)).toEqual(expected.map(({ message }) => message.id));
			},
		),
		{ numRuns: propertyRuns(300) },
	);
});
