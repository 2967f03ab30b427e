import type { IDataObject } from 'n8n-workflow';

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

it('reads the options that are set', () => {
	const options = {
		...{ handOverHours: '1.5', maxAnswersPerHour: 0, optOutWords: 'Basta, Genug' },
		...{ afterPause: 'leave', otherKinds: true },
	};
	expect(answerRulesOf(options)).toEqual({
		...{ handOverMs: 1.5 * 3_600_000, maxAnswersPerHour: 0, optOutWords: ['Basta', 'Genug'] },
		...{ afterPause: 'leave', otherKinds: true },
	});
	expect(answerRulesOf({ optOutWords: '', otherKinds: false })).toMatchObject({
		...{ optOutWords: [], otherKinds: false },
	});
});

const words = (count: number, length: number) => Array<string>(count).fill('x'.repeat(length));

test.each<[IDataObject]>([
	[{ handOverHours: 0 }],
	[{ handOverHours: 8760 }],
	[{ handOverHours: '' }],
	[{ optOutWords: words(50, 100) }],
])('accepts %j', (options) => {
	expect(() => answerRulesOf(options)).not.toThrow();
});

test.each<[IDataObject, RegExp]>([
	[{ handOverHours: -1 }, /^'Hand-Over Hours' must be a number from 0 to 8,760: -1$/],
	[{ handOverHours: 8761 }, /8761$/],
	[{ handOverHours: true }, /true$/],
	[{ handOverHours: 'x'.repeat(200) }, /: x{100}$/],
	[{ maxAnswersPerHour: 1001 }, /^'Max Answers per Hour' must be a number from 0 to 1,000: 1001$/],
	[{ optOutWords: words(51, 1) }, /^'Opt-Out Words' can have at most 50 words/],
	[{ optOutWords: ['x', ...words(1, 101)] }, /of 100 characters$/],
	[{ afterPause: 'wait' }, /^'After Pause' has an unknown value: wait$/],
	[{ afterPause: 'x'.repeat(200) }, /: x{100}$/],
	[{ otherKinds: 'maybe' }, /^'Other Kinds of Messages'/],
])('rejects %j', (options, expected) => {
	expect(() => answerRulesOf(options)).toThrow(expected);
});

it('reads tags in any case, and needs users to filter by them', () => {
	expect(contactFilterOf({ requiredTags: ' VIP ' }).requiredTags).toEqual(['vip']);
	expect(() => contactFilterOf({ assignedTo: 'users' })).toThrow("'Assigned Users' is empty");
});

it('needs no search record without filters', () => {
	expect(needsSearchRecord(contactFilterOf({}))).toBe(false);
	expect(needsSearchRecord(contactFilterOf({ requiredTags: 'a' }))).toBe(true);
	expect(needsSearchRecord(contactFilterOf({ blockedTags: 'a' }))).toBe(true);
	expect(needsSearchRecord(contactFilterOf({ assignedTo: 'nobody' }))).toBe(true);
});

test.each([
	[{ requiredTags: 'VIP, patient' }, { tags: ['vip', 'Patient '] }, undefined],
	[{ requiredTags: ['vip'] }, { tags: null }, 'requiredTags'],
	[{ requiredTags: ['vip'] }, { tags: ['patient'] }, 'requiredTags'],
	[{ blockedTags: ['HUMAN'] }, { tags: ['human'] }, 'blockedTags'],
	[{ blockedTags: ['human'] }, {}, undefined],
	[{ assignedTo: 'nobody' }, { assignedTo: '' }, undefined],
	[{ assignedTo: 'nobody' }, { assignedTo: 'u1' }, 'assignedTo'],
	[{ assignedTo: 'somebody' }, { assignedTo: null }, 'assignedTo'],
	[{ assignedTo: 'somebody' }, { assignedTo: 'u1' }, undefined],
	[{ assignedTo: 'users', assignedUsers: 'u1,u2' }, { assignedTo: 'u2' }, undefined],
	[{ assignedTo: 'users', assignedUsers: ['u1'] }, { assignedTo: 'u2' }, 'assignedTo'],
])('with %j excludes %j by %p', (filters, record, expected) => {
	expect(excludingFilter(contactFilterOf(filters), record)).toBe(expected);
});

it('reads the contact from a search record with missing fields', () => {
	expect(
		contactFromSearch({ contactId: 'k1', fullName: ' ', contactName: 'Ann', tags: ['a'] }),
	).toEqual({
		...{ id: 'k1', name: 'Ann', email: null, phone: null, tags: ['a'], assignedTo: null },
	});
	expect(contactFromSearch({ email: null, tags: null })).toMatchObject({ email: null, tags: [] });
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
