import type { IDataObject } from 'n8n-workflow';

import {
	CheckOutdated,
	TurnChanged,
} from '../../../nodes/HighLevelConversations/resources/message/send/middleware/turnChanged';
import { turnChange } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/turnCheck';
import { parseTurn, readTurn, recordAnswer } from '../../../nodes/shared/thread';
import type { ThreadRules } from '../../../nodes/shared/thread';
import { formatTurn } from '../../../nodes/shared/thread/turnRef';

const START = Date.UTC(2026, 0, 5, 9);
const message = (id: string, seconds: number, more: IDataObject = {}): IDataObject => ({
	id,
	messageType: 'TYPE_SMS',
	direction: 'inbound',
	body: 'Hi',
	dateAdded: START + seconds * 1000,
	...more,
});
const outbound = (id: string, seconds: number, more: IDataObject = {}) =>
	message(id, seconds, { direction: 'outbound', source: 'api', ...more });
const person = { source: 'app', userId: 'u1' };
const questions = [message('q2', 10), message('q1', 0)];
const NOW = START + 60_000;

/** How a turn has changed when the thread is read again, newest first. */
function changeTo(now: IDataObject[], more: Partial<ThreadRules> = {}, before = questions) {
	const rules = { now: NOW, ...more };
	const turn = parseTurn(formatTurn('c1', readTurn(before, rules)));
	return turnChange(turn, readTurn(now, { ...turn, now: rules.now }));
}

it.each<[string, IDataObject[], string | undefined]>([
	['nothing', questions, undefined],
	['another question', [message('q3', 20), ...questions], 'newerMessage'],
	['one of the same moment', [message('q3', 10), ...questions], 'newerMessage'],
	['one between the others', [questions[0], message('q3', 5), questions[1]], 'newerMessage'],
	[
		'a note',
		[message('n1', 20, { messageType: 'TYPE_INTERNAL_COMMENT' }), ...questions],
		undefined,
	],
	['an answer', [outbound('a1', 30), ...questions], 'answered'],
	['an answer to the first alone', [outbound('a1', 12), ...questions], 'answered'],
	['an automated message', [outbound('a1', 30, { source: 'workflow' }), ...questions], undefined],
	['a person', [outbound('a1', 30, person), ...questions], 'human'],
	[
		'a person and then a question',
		[message('q3', 40), outbound('a1', 30, person), ...questions],
		'newerMessage',
	],
	['an opt-out', [message('q3', 30, { body: 'STOP' }), ...questions], 'answered'],
	['the last question gone', [questions[1]], 'answered'],
	['the last question gone, with a newer one', [message('q3', 20), questions[1]], 'newerMessage'],
	['the last question gone, with one of its moment', [message('q3', 10), questions[1]], 'answered'],
	['everything gone', [], 'answered'],
])('detects %s', (_, now, expected) => expect(changeTo(now)).toBe(expected));

it('leaves a turn to the person whose pause is not over', () => {
	const pauseAfterHumanMs = 30_000;
	const before = [...questions, outbound('h1', -10, person)];
	const told = (now: number) => changeTo(before, { pauseAfterHumanMs, now }, before);
	expect(told(START + 19_999)).toBe('human');
	expect(told(START + 20_000)).toBeUndefined();
});

it('leaves a turn to a person if they wrote at its end or later', () => {
	const before = [message('q1', 0)];
	const written = (seconds: number) =>
		changeTo([message('q1', 0), outbound('h1', seconds, person)], {}, before);
	expect(written(-1)).toBeUndefined();
	expect(changeTo([outbound('h1', 1, person), message('q1', 0)], {}, before)).toBe('human');
});

it('leaves a turn to a person if messages of a pause are left to them', () => {
	const rules = { pauseAfterHumanMs: 30_000, afterPause: 'leave' as const, now: START + 600_000 };
	const before = [message('q1', 100), outbound('h1', 0, person)];
	const late = [before[0], outbound('h0', 80, person), before[1]];
	expect(changeTo(before, rules, before)).toBeUndefined();
	expect(changeTo(late, rules, before)).toBe('human');
});

it('recognizes a newer question with the same time by its place', () => {
	const before = [message('q1', 0)];
	const answer = outbound('a-recorded', 20);
	recordAnswer(answer, ['q1']);
	expect(changeTo([answer, message('q2', 0), message('q1', 0)], {}, before)).toBe('newerMessage');
});

it("counts a person's message with the same time as an answer", () => {
	const before = [message('q1', 0)];
	expect(changeTo([outbound('h1', 0, person), ...before], {}, before)).toBe('answered');
});

it('stops a message with errors that say that nothing was sent', () => {
	expect(new TurnChanged('human').details).toMatchObject({
		...{ status: 409, text: 'The conversation has changed: human', nothingWasSent: true },
	});
	expect(new CheckOutdated().details).toMatchObject({ status: 429, nothingWasSent: true });
});
