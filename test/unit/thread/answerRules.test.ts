import { ANSWER_RULE_DEFAULTS } from '../../../nodes/shared/fields/answerRules';
import {
	questionsAnsweredBy,
	answerRulesOf,
	contactFilterOf,
	contactFromSearch,
	excludingFilter,
	needsSearchRecord,
	recordAnswer,
	recentAnswers,
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
	expect(needsSearchRecord(contactFilterOf({}))).toBe(false);
	expect(needsSearchRecord(contactFilterOf({ blockedTags: 'a' }))).toBe(true);
	expect(needsSearchRecord(contactFilterOf({ assignedTo: 'nobody' }))).toBe(true);
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
	expect(excludingFilter(contactFilterOf(filters), record)).toBe(expected);
});

it('reads the contact from a search record with missing fields', () => {
	expect(
		contactFromSearch({ contactId: 'k1', contactName: 'Ann', email: null, tags: ['a'] }),
	).toEqual({
		...{ id: 'k1', name: 'Ann', email: null, phone: null, tags: ['a'], assignedTo: null },
	});
});

it('remembers the answers of an hour, the latest 10,000', () => {
	jest.useFakeTimers({ now: 0 });
	try {
		recordAnswer({ id: 'a1', conversationId: 'c1' }, ['q1', 'q2']);
		recordAnswer({ id: 'a2', conversationId: 'c1' }, ['q3']);
		expect(questionsAnsweredBy('a1')).toEqual(new Set(['q1', 'q2']));
		expect(questionsAnsweredBy('a3')).toBeUndefined();
		expect(recentAnswers('c1').map(({ id }) => id)).toEqual(['a2', 'a1']);
		expect(recentAnswers('c2')).toEqual([]);
		jest.setSystemTime(3_600_000);
		expect(questionsAnsweredBy('a1')).toBeUndefined();
		for (let index = 0; index < 10_001; index++) recordAnswer({ id: `b${index}` }, []);
		expect(questionsAnsweredBy('b0')).toBeUndefined();
		expect(questionsAnsweredBy('b1')).toEqual(new Set());
	} finally {
		jest.useRealTimers();
	}
});
