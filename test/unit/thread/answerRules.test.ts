import { ANSWER_RULE_DEFAULTS } from '../../../nodes/shared/fields/answerRules';
import {
	answeredBy,
	answerRulesOf,
	contactFilterOf,
	contactOf,
	excludedBy,
	needsRecord,
	recordAnswer,
	recordedAnswers,
} from '../../../nodes/shared/thread';

it('uses the defaults for unset options', () => {
	expect(answerRulesOf({})).toEqual({
		handOverMs: 4 * 3_600_000,
		maxAnswersPerHour: 20,
		optOutWords: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT'],
		afterPause: 'answer',
		otherKinds: false,
	});
	expect(ANSWER_RULE_DEFAULTS.handOverHours).toBe(4);
});

it('needs no search record without filters', () => {
	expect(needsRecord(contactFilterOf({}))).toBe(false);
	expect(needsRecord(contactFilterOf({ blockedTags: 'a' }))).toBe(true);
	expect(needsRecord(contactFilterOf({ assignedTo: 'nobody' }))).toBe(true);
});

test.each([
	[{ requiredTags: 'VIP, patient' }, { tags: ['vip', 'Patient '] }, undefined],
	[{ requiredTags: ['vip'] }, { tags: null }, 'requiredTags'],
	[{ blockedTags: ['HUMAN'] }, { tags: ['human'] }, 'blockedTags'],
	[{ blockedTags: ['human'] }, {}, undefined],
	[{ assignedTo: 'nobody' }, { assignedTo: '' }, undefined],
	[{ assignedTo: 'somebody' }, { assignedTo: null }, 'assignedTo'],
	[{ assignedTo: 'users', assignedUsers: 'u1,u2' }, { assignedTo: 'u2' }, undefined],
	[{ assignedTo: 'users', assignedUsers: ['u1'] }, { assignedTo: 'u2' }, 'assignedTo'],
])('with %j excludes %j by %p', (filters, record, expected) => {
	expect(excludedBy(contactFilterOf(filters), record)).toBe(expected);
});

it('reads the contact from a search record with missing fields', () => {
	expect(contactOf({ contactId: 'k1', contactName: 'Ann', email: null, tags: ['a'] })).toEqual({
		...{ id: 'k1', name: 'Ann', email: null, phone: null, tags: ['a'], assignedTo: null },
	});
});

it('remembers the answers of an hour, the latest 10,000', () => {
	jest.useFakeTimers({ now: 0 });
	try {
		recordAnswer({ id: 'a1', conversationId: 'c1' }, ['q1', 'q2']);
		recordAnswer({ id: 'a2', conversationId: 'c1' }, ['q3']);
		expect(answeredBy('a1')).toEqual(new Set(['q1', 'q2']));
		expect(answeredBy('a3')).toBeUndefined();
		expect(recordedAnswers('c1').map(({ id }) => id)).toEqual(['a2', 'a1']);
		expect(recordedAnswers('c2')).toEqual([]);
		jest.setSystemTime(3_600_000);
		expect(answeredBy('a1')).toBeUndefined();
		for (let index = 0; index < 10_001; index++) recordAnswer({ id: `b${index}` }, []);
		expect(answeredBy('b0')).toBeUndefined();
		expect(answeredBy('b1')).toEqual(new Set());
	} finally {
		jest.useRealTimers();
	}
});
