import type { IDataObject } from 'n8n-workflow';

import {
	readTurn,
	recordAnswer,
	repliesSince,
	skippedReason,
	type ThreadRules,
} from '../../../nodes/shared/thread';

import { at, message, person, sent, wrote } from './messages';

interface Given extends Partial<ThreadRules> {
	startedBy?: string;
}

/** What is unanswered of messages given in the order of writing. */
const turnOf = (messages: IDataObject[], { startedBy, ...rules }: Given = {}) => {
	const turn = readTurn([...messages].reverse(), { now: at(3600), ...rules });
	const bodies = turn.open.map(({ body }) => body);
	return { ...turn, bodies, skipped: skippedReason(turn, startedBy) };
};

it("contains the contact's messages since the last answer, oldest first", () => {
	const thread = [wrote(0, 'a'), sent(15, 'api'), wrote(20, 'b'), wrote(30, 'c')];
	expect(turnOf(thread)).toMatchObject({
		bodies: ['b', 'c'],
		lastAnswerAt: at(15),
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

it('is empty if the contact wrote nothing', () => {
	expect(turnOf([]).skipped).toBe('empty');
	expect(turnOf([sent(0, 'api')]).skipped).toBe('empty');
});

it('ignores automation, failed sends, comments and activities', () => {
	const thread = [
		wrote(0, 'a'),
		sent(1, 'workflow'),
		sent(12, 'campaign'),
		sent(3, 'api', { status: 'failed' }),
		person(4, { messageType: 'TYPE_INTERNAL_COMMENT' }),
		message(5, { direction: 'inbound', messageType: 'TYPE_ACTIVITY_PAYMENT', body: 'Paid' }),
	];
	expect(turnOf(thread).bodies).toEqual(['a']);
	expect(turnOf(thread, { automatedCounts: true }).skipped).toBe('answered');
});

it('waits while a person is answering, on any channel', () => {
	const thread = [person(0, { messageType: 'TYPE_CALL' }), wrote(10, 'a')];
	const pauseAfterHumanMs = 60_000;
	expect(turnOf(thread, { pauseAfterHumanMs, now: at(59) }).skipped).toBe('human');
	const onSms = { pauseAfterHumanMs, now: at(59), channels: ['sms'] };
	expect(turnOf(thread, onSms).skipped).toBe('human');
	expect(turnOf(thread, { pauseAfterHumanMs, now: at(60) })).toMatchObject({ bodies: ['a'] });
});

it('is empty for an execution with an outdated message', () => {
	const [a, b] = [wrote(0, 'a'), wrote(1, 'b')];
	expect(turnOf([a, b], { startedBy: String(a.id) }).skipped).toBe('newerMessage');
	expect(turnOf([a, b], { startedBy: String(b.id) }).bodies).toEqual(['a', 'b']);
	const answered = [a, b, sent(12, 'api')];
	expect(turnOf(answered, { startedBy: String(a.id) }).skipped).toBe('newerMessage');
	expect(turnOf(answered, { startedBy: String(b.id) }).skipped).toBe('answered');
});

it('is empty for an execution started by an ignored message', () => {
	const sms = wrote(0, 'sms');
	const others = [
		wrote(1, 'mail', { messageType: 'TYPE_EMAIL' }),
		wrote(1, '', { messageType: 'TYPE_CALL', meta: { callStatus: 'completed' } }),
	];
	for (const other of others) {
		const only = (each: IDataObject) => ({ channels: ['sms'], startedBy: String(each.id) });
		expect(turnOf([sms, other], only(sms)).bodies).toEqual(['sms']);
		expect(turnOf([sms, other], only(other)).skipped).toBe('empty');
	}
});

it('ignores other channels if one is selected', () => {
	const email = { messageType: 'TYPE_EMAIL' };
	const thread = [wrote(0, 'sms'), wrote(1, 'mail', email), sent(12, 'api', email)];
	expect(turnOf(thread, { channels: ['sms'] }).bodies).toEqual(['sms']);
	expect(turnOf(thread, { channels: ['email'] }).skipped).toBe('answered');
	expect(turnOf(thread).skipped).toBe('answered');
});

it('settles by an API answer only what is ten seconds older, and by a person everything', () => {
	const thread = [wrote(0, 'a'), wrote(15, 'b'), sent(24, 'api')];
	expect(turnOf(thread, { quietMs: 8000 })).toMatchObject({ bodies: ['b'], quietAt: at(23) });
	expect(turnOf([...thread, sent(25, 'api')]).skipped).toBe('answered');
	const byPerson = turnOf([
		...thread,
		person(24, { messageType: 'TYPE_CALL', status: 'completed' }),
	]);
	expect(byPerson).toMatchObject({ skipped: 'answered', settledBy: 'person' });
});

it('settles by an answer of this process what it answered, and nothing else that is new', () => {
	const [a, b, c] = [wrote(0, 'a'), wrote(60, 'b'), wrote(148, 'c')];
	const answer = sent(150, 'api');
	recordAnswer(answer, [String(c.id)]);
	expect(turnOf([a, b, c, answer]).bodies).toEqual([]);
	const another = sent(120, 'api');
	recordAnswer(another, [String(a.id)]);
	expect(turnOf([a, b, another]).bodies).toEqual(['b']);
});

it('is empty after a comment with a mention, until a person writes', () => {
	const comment = sent(10, 'api', { messageType: 'TYPE_INTERNAL_COMMENT', mentions: ['u2'] });
	const thread = [wrote(0, 'a'), comment];
	const rules = { handOverMs: 60_000, now: at(69) };
	expect(turnOf(thread, rules)).toMatchObject({ skipped: 'human', pausedUntil: at(70) });
	expect(turnOf(thread, { ...rules, now: at(70) })).toMatchObject({ bodies: ['a'], skipped: undefined }); // prettier-ignore
	expect(turnOf([...thread, person(20), wrote(30, 'b')], rules)).toMatchObject({
		bodies: ['b'],
		skipped: undefined,
	});
});

it('leaves messages received during a pause to the person if the option is on', () => {
	const thread = [person(0), wrote(10, 'a'), wrote(70, 'b')];
	const rules = { pauseAfterHumanMs: 60_000, afterPause: 'leave' } as const;
	expect(turnOf(thread, rules).bodies).toEqual(['b']);
	expect(turnOf(thread.slice(0, 2), rules).skipped).toBe('afterPause');
	expect(turnOf(thread.slice(0, 2), { pauseAfterHumanMs: 60_000 }).bodies).toEqual(['a']);
});

it('is empty after an opt-out', () => {
	expect(turnOf([wrote(0, 'a'), wrote(5, 'stop')])).toMatchObject({
		bodies: [],
		skipped: 'optOutWords',
	});
	expect(turnOf([wrote(0, 'stop'), wrote(5, 'a')]).bodies).toEqual(['a']);
});

it('is empty after the maximum number of answers per hour, until the hour is over', () => {
	const thread = [sent(0, 'api'), sent(60, 'api'), sent(120, 'api'), wrote(200, 'a')];
	const rules = { maxAnswersPerHour: 2, now: at(3601) };
	expect(turnOf(thread, rules)).toMatchObject({
		answersInLastHour: 2,
		limitedUntil: at(60 + 3600),
		skipped: 'maxAnswersPerHour',
	});
	expect(turnOf(thread, { ...rules, now: at(3660) }).skipped).toBeUndefined();
	expect(turnOf(thread, { now: at(3601) }).skipped).toBeUndefined();
});

it('finds the replies since a time', () => {
	const thread = [wrote(0, 'a'), sent(1, 'api'), wrote(2, 'b'), wrote(3, 'c', { messageType: 'TYPE_EMAIL' })]; // prettier-ignore
	const bodies = (...given: [number, string[]?]) =>
		repliesSince([...thread].reverse(), ...given).map(({ body }) => body);
	expect(bodies(at(1))).toEqual(['b', 'c']);
	expect(bodies(at(2))).toEqual(['c']);
	expect(bodies(at(1), ['sms'])).toEqual(['b']);
});
