import type { IDataObject } from 'n8n-workflow';

import type { ListEvent } from '../../../nodes/HighLevelConversationsTrigger/engine/event';
import { DeferredRecords } from '../../../nodes/HighLevelConversationsTrigger/engine/deferredRecords';
import type { DeferredState } from '../../../nodes/HighLevelConversationsTrigger/engine/deferredRecords';
import { PollTimeout } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';
import { pollOver, refused } from './lists';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOW = 10 * DAY_MS;
const dated = (id: string, at = 1) => ({ id, at, record: {} });

/** Reads what waits; `answers` by ID: 'later', true, false, undefined if it is gone, or an error. */
async function read(
	state: DeferredState,
	answers: Record<string, unknown>,
	{ known = [] as string[], requests = Infinity, keep = [] as string[] } = {},
) {
	const { poll, warnings } = pollOver({ other: () => ({}) }, { now: NOW, requests });
	const asked: string[] = [];
	const event = {
		matches: () => (record: IDataObject) => record.match,
		timeOf: ({ at }: IDataObject) => at,
		read: async (_: unknown, id: string) => {
			asked.push(id);
			await poll.get('/x', {});
			const answer = id in answers ? answers[id] : 'later';
			if (answer instanceof Error) throw answer;
			return answer === undefined ? undefined : { id, match: answer };
		},
	} as unknown as ListEvent;
	const later = new DeferredRecords(poll, state);
	for (const id of keep) later.defer(id, 1);
	const found = await later.readDue(event, new Set(known));
	return { found: found.map(({ id, at }) => [id, at]), asked, later, warnings };
}
const waiting = (count: number, more = {}): DeferredState =>
	Object.fromEntries(
		Array.from({ length: count }, (_, index) => [`s${index}`, { at: index, due: 0, ...more }]),
	);

it('returns what has become the event, and keeps it until it is removed', async () => {
	const { found, later } = await read(waiting(3), { s1: true, s2: false });
	expect(found).toEqual([['s1', 1]]);
	expect(Object.keys(later.state)).toEqual(['s1', 's0']);
	later.remove('s1');
	expect(Object.keys(later.state)).toEqual(['s0']);
});

it('forgets what is gone', async () => {
	const { later } = await read(waiting(2), {
		s0: undefined,
		s1: refused(404, 'Message not found'),
	});
	expect(later.state).toEqual({});
});

it('gives ten their turn, and the others in the next poll', async () => {
	const first = await read(waiting(12), {});
	expect(first.asked).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9']);
	const second = await read(first.later.state, {});
	expect(second.asked.slice(0, 3)).toEqual(['s10', 's11', 's0']);
});

it('reads neither what the list has shown nor what is not due', async () => {
	const state = {
		...waiting(2),
		r: { at: 1, due: NOW + 1, tries: 1, failedAt: 1 },
		t: { at: 1, due: NOW, tries: 1, failedAt: 1 },
	};
	const { asked, later } = await read(state, {}, { known: ['s0'], keep: ['s1'] });
	expect(asked).toEqual(['t']);
	expect([
		later.isAwaitingRetry('r'),
		later.isAwaitingRetry('t'),
		later.isAwaitingRetry('s0'),
		later.isAwaitingRetry('x'),
	]).toEqual([true, false, false, false]);
});

it('reads up to a hundred that could not be read, the longest waiting first', async () => {
	const retries = waiting(120, { tries: 1, failedAt: NOW });
	retries.s119.due = -1;
	const { asked } = await read(retries, {});
	expect([asked.length, asked[0], asked[1]]).toEqual([100, 's119', 's0']);
});

it('stops when the time is over', async () => {
	const { asked } = await read(waiting(120, { tries: 1, failedAt: NOW }), {}, { requests: 5 });
	expect(asked).toHaveLength(10);
	expect((await read(waiting(1), {}, { requests: 0 })).asked).toEqual([]);
});

describe('a record that cannot be read', () => {
	it('is read again later, for a day', async () => {
		const { later } = await read(waiting(1), { s0: refused(500) });
		expect(later.state).toEqual({ s0: { at: 0, due: NOW + MINUTE_MS, tries: 1, failedAt: NOW } });
		expect(later.isGivenUp('s0')).toBe(false);
		const old = { s0: { at: 0, due: 0, tries: 9, failedAt: NOW - DAY_MS } };
		const last = await read(old, { s0: refused(500) });
		expect(last.later.state).toEqual({});
		expect(last.warnings).toEqual(['s0 could not be read for a day (status 500) and was skipped']);
		expect((await read(old, {}, { known: ['s0'] })).later.isGivenUp('s0')).toBe(true);
	});

	it('stays as it is if the time was over', async () => {
		const { later } = await read(waiting(1), { s0: new PollTimeout() });
		expect(later.state).toEqual(waiting(1));
	});

	it('throws what concerns all records', async () => {
		await expect(read(waiting(1), { s0: refused(429) })).rejects.toThrow('No');
	});
});

it('keeps 5,000 records, the latest, and no failed one beyond', () => {
	const { poll, warnings } = pollOver({}, { now: NOW });
	const later = new DeferredRecords(poll, waiting(5_000));
	expect(later.scheduleRetry(dated('more'))).toBe(false);
	expect(later.scheduleRetry(dated('s0', 7))).toBe(true);
	expect(later.state.s0).toEqual({ at: 7, due: NOW + MINUTE_MS, tries: 1, failedAt: NOW });
	expect(warnings).toEqual([]);
	later.defer('new', 1);
	expect(Object.keys(later.state)).toHaveLength(5_000);
	expect(later.state).not.toHaveProperty('s0');
	expect(later.state).toHaveProperty('new');
	expect(warnings[0]).toContain('1 scheduled messages are no longer tracked');
});

it('leaves the state that it was given as it is', () => {
	const state = waiting(1);
	new DeferredRecords(pollOver({}).poll, state).scheduleRetry(dated('s0', 9));
	expect(state).toEqual(waiting(1));
});
