import type { IDataObject } from 'n8n-workflow';

import {
	ANSWER_WINDOW_MS,
	hasEnoughMessages,
	MAX_LISTING_DELAY_MS,
	readTurn,
	recordAnswer,
	repliesSince,
	skippedReason,
} from '../../../nodes/shared/thread';
import type { ThreadRules } from '../../../nodes/shared/thread';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 0, 5, 12);
/** A message `ms` before now. */
const wrote = (id: string, ms: number, more: IDataObject = {}): IDataObject => ({
	...{
		id,
		messageType: 'TYPE_SMS',
		direction: 'inbound',
		body: 'Hi',
		dateAdded: NOW - ms,
		...more,
	},
});
const answered = (id: string, ms: number, more: IDataObject = {}) =>
	wrote(id, ms, { direction: 'outbound', source: 'api', ...more });
const person = (id: string, ms: number, more: IDataObject = {}) =>
	answered(id, ms, { source: 'app', userId: 'u1', ...more });
const handOver = (id: string, ms: number) =>
	answered(id, ms, { messageType: 'TYPE_INTERNAL_COMMENT', mentions: ['u1'] });
const turnOf = (messages: IDataObject[], rules: Partial<ThreadRules> = {}) =>
	readTurn(messages, { now: NOW, ...rules });

it('has the times of a turn without messages', () => {
	expect(turnOf([], { quietMs: 5 })).toMatchObject({
		...{ open: [], count: 0, lastId: null, quietAt: 0, pausedUntil: 0, transcript: [] },
		...{ lastQuestionAt: null, lastAnswerAt: null, lastHumanAt: null, settledBy: null },
		...{ isLeftToPerson: false, answersInLastHour: 0, limitedUntil: 0 },
	});
});

it('settles exactly what is as old as the window', () => {
	const before = (ms: number) => turnOf([answered('a', 0), wrote('q', ms)]).open.length;
	expect([before(ANSWER_WINDOW_MS - 1), before(ANSWER_WINDOW_MS)]).toEqual([1, 0]);
	recordAnswer(answered('of this process', 0), ['other']);
	const ours = (ms: number) => turnOf([answered('of this process', 0), wrote('q', ms)]).open.length;
	expect([ours(MAX_LISTING_DELAY_MS - 1), ours(MAX_LISTING_DELAY_MS)]).toEqual([1, 0]);
});

it('pauses after a person for exactly the time', () => {
	const until = (rules: Partial<ThreadRules>) => turnOf([person('h', 1_000)], rules).pausedUntil;
	expect(until({ pauseAfterHumanMs: 60 })).toBe(NOW - 1_000 + 60);
	expect(until({ pauseAfterHumanMs: 0 })).toBe(0);
	expect(until({})).toBe(0);
	expect(turnOf([wrote('q', 1_000)], { pauseAfterHumanMs: 60 }).pausedUntil).toBe(0);
});

it('pauses after a hand-over until a person writes', () => {
	const rules = { handOverMs: 60, pauseAfterHumanMs: 10 };
	expect(turnOf([handOver('n', 500)], rules).pausedUntil).toBe(NOW - 500 + 60);
	expect(turnOf([person('h', 400), handOver('n', 500)], rules).pausedUntil).toBe(NOW - 400 + 10);
	expect(turnOf([handOver('n', 400), person('h', 500)], rules).pausedUntil).toBe(NOW - 400 + 60);
});

it('leaves to a person what is written before the end of the pause', () => {
	const rules = { pauseAfterHumanMs: 100, afterPause: 'leave' as const };
	const at = (ms: number) => turnOf([wrote('q', 500 - ms), person('h', 500)], rules);
	expect(at(99)).toMatchObject({ open: [], isLeftToPerson: true });
	expect(at(100)).toMatchObject({ count: 1, isLeftToPerson: false });
	expect(turnOf([wrote('q', 450), person('h', 500)], { pauseAfterHumanMs: 100 }).count).toBe(1);
	expect(turnOf([answered('a', 10), wrote('q', 450), person('h', 500)], rules).isLeftToPerson).toBe(
		false,
	);
});

it("counts a person's answer only on the watched channels", () => {
	const last = (channels: string[]) => turnOf([person('h', 5)], { channels }).lastAnswerAt;
	expect([last([]), last(['sms']), last(['whatsapp'])]).toEqual([NOW - 5, NOW - 5, null]);
});

it('counts the answers of the last hour, and says when there may be more', () => {
	const answers = [
		answered('a3', 1),
		answered('a2', 2),
		answered('a1', HOUR_MS - 1),
		answered('a0', HOUR_MS),
	];
	const limit = (maxAnswersPerHour: number) => {
		const { answersInLastHour, limitedUntil } = turnOf(answers, { maxAnswersPerHour });
		return [answersInLastHour, limitedUntil];
	};
	expect(limit(0)).toEqual([3, 0]);
	expect(limit(4)).toEqual([3, 0]);
	expect(limit(3)).toEqual([3, NOW + 1]);
	expect(limit(2)).toEqual([3, NOW - 2 + HOUR_MS]);
	expect(limit(1)).toEqual([3, NOW - 1 + HOUR_MS]);
});

describe('a list is enough', () => {
	const enough = (messages: IDataObject[], rules: Partial<ThreadRules> = {}) =>
		hasEnoughMessages(messages, { now: NOW, ...rules });
	const settled = (ms: number) => [answered('a', ms - ANSWER_WINDOW_MS - 1), wrote('q', ms)];

	it('if an answer settles what is older, and the hour of answers is over', () => {
		expect(enough([])).toBe(false);
		expect(enough(settled(2 * HOUR_MS))).toBe(true);
		expect(enough([wrote('q', 2 * HOUR_MS)])).toBe(false);
		expect(enough([answered('a', 2 * HOUR_MS), wrote('q', 2 * HOUR_MS + ANSWER_WINDOW_MS)])).toBe(
			false,
		);
	});

	it('not within the hour while it may hold answers that count', () => {
		const rules = { maxAnswersPerHour: 1 };
		expect(enough(settled(HOUR_MS), { maxAnswersPerHour: 2 })).toBe(false);
		expect(enough(settled(HOUR_MS), rules)).toBe(true);
		expect(enough(settled(HOUR_MS + 1), { maxAnswersPerHour: 2 })).toBe(true);
		expect(enough(settled(1 + ANSWER_WINDOW_MS + 5))).toBe(true);
	});

	it('not within the pauses of people', () => {
		const old = settled(5 * HOUR_MS);
		expect(enough(old, { pauseAfterHumanMs: 5 * HOUR_MS })).toBe(false);
		expect(enough(old, { pauseAfterHumanMs: 5 * HOUR_MS - 1 })).toBe(true);
		expect(enough(old, { handOverMs: 5 * HOUR_MS })).toBe(false);
		expect(enough(old, { handOverMs: 5 * HOUR_MS - 1 })).toBe(true);
	});

	it('not if a person before it may have the open messages', () => {
		const rules = { afterPause: 'leave' as const, pauseAfterHumanMs: HOUR_MS };
		const thread = (ms: number) => [
			wrote('open', 5 * HOUR_MS),
			answered('a', 5 * HOUR_MS + 1),
			wrote('q', 5 * HOUR_MS + ms),
		];
		expect(enough(thread(HOUR_MS), rules)).toBe(false);
		expect(enough(thread(HOUR_MS + 1), rules)).toBe(true);
		expect(enough(thread(HOUR_MS), { ...rules, afterPause: 'answer' })).toBe(true);
		expect(enough(thread(HOUR_MS).slice(1), rules)).toBe(true);
	});
});

describe('there is nothing to answer', () => {
	const reason = (messages: IDataObject[], startedBy?: string, rules: Partial<ThreadRules> = {}) =>
		skippedReason(turnOf(messages, rules), startedBy);
	const stop = wrote('s', 5, { body: 'STOP' });

	it('unless there is', () => {
		expect(reason([wrote('q', 5)])).toBeUndefined();
		expect(reason([wrote('q', 5)], 'q')).toBeUndefined();
		expect(reason([wrote('q', 5)], 'unknown')).toBeUndefined();
	});

	it('after an opt-out, until the contact writes again', () => {
		expect(reason([stop, wrote('q', 9)])).toBe('optOutWords');
		expect(reason([wrote('q', 1), stop])).toBeUndefined();
		const rules = { afterPause: 'leave' as const, pauseAfterHumanMs: HOUR_MS };
		expect(reason([wrote('q', 1), stop, person('h', 9)], undefined, rules)).toBe('afterPause');
	});

	it('for an execution whose message is not the last', () => {
		expect(reason([wrote('q2', 1), wrote('q1', 2)], 'q1')).toBe('newerMessage');
		expect(reason([wrote('q2', 1), wrote('q1', 2)], 'q2')).toBeUndefined();
		const other = wrote('r', 1, { messageType: 'TYPE_SMS_REACTION' });
		expect(reason([other, wrote('q', 2)], 'r')).toBe('empty');
		expect(reason([answered('a', 1), wrote('q', 2)], 'a')).toBeUndefined();
		expect(reason([])).toBe('empty');
	});

	it('unless HighLevel listed the message late, and the newer ones are answered', () => {
		const messages = [answered('to q2', 1), wrote('q2', 30_000), wrote('q1', 60_000)];
		recordAnswer(messages[0], ['q2']);
		expect(reason(messages, 'q1')).toBeUndefined();
	});

	it('after an answer, in a pause, and above the limit', () => {
		expect(reason([answered('a', 1), wrote('q', 2 * ANSWER_WINDOW_MS)])).toBe('answered');
		const pause = (pauseAfterHumanMs: number) =>
			reason([wrote('q', 5), person('h', 10)], 'q', { pauseAfterHumanMs });
		expect([pause(11), pause(10)]).toEqual(['human', undefined]);
		const limited = (ms: number) =>
			reason([wrote('q', 5), answered('a', ms)], 'q', { maxAnswersPerHour: 1 });
		expect([limited(HOUR_MS - 1), limited(HOUR_MS)]).toEqual(['maxAnswersPerHour', undefined]);
	});
});

it('finds what was said after a moment on the channels', () => {
	const messages = [
		wrote('w', 1, { messageType: 'TYPE_WHATSAPP' }),
		answered('a', 2),
		wrote('activity', 3, { messageType: 'TYPE_ACTIVITY_X' }),
		wrote('b', 4),
		wrote('c', 5),
	];
	const ids = (channels?: string[]) =>
		repliesSince(messages, NOW - 5, channels).map(({ id }) => id);
	expect(ids()).toEqual(['b', 'w']);
	expect(ids(['sms'])).toEqual(['b']);
});
