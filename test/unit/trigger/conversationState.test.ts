import {
	nextLook,
	retained,
} from '../../../nodes/HighLevelConversationsTrigger/events/conversationState';
import type { ConversationState } from '../../../nodes/HighLevelConversationsTrigger/events/conversationState';

const rules = { since: 100, now: 1_000, keepMs: 50 };
const handed = (at: number) => ({ lastId: 'm', count: 1, at, n: 1 });
const kept = (states: Record<string, ConversationState>) =>
	retained(new Map(Object.entries(states)), rules);

it('is read next at the first of its times', () => {
	expect(nextLook({ seen: 0 })).toBe(Infinity);
	expect(nextLook({ seen: 0, due: 5, lateAt: 3 })).toBe(3);
	expect(nextLook({ seen: 0, due: 5 })).toBe(5);
});

it('is kept while it is due, or was changed or returned recently', () => {
	const { kept: left, dropped } = kept({
		due: { seen: 0, due: 5_000 },
		late: { seen: 0, lateAt: 5_000 },
		changed: { seen: 100 },
		handed: { seen: 0, handed: handed(951) },
		old: { seen: 99 },
		longAgo: { seen: 0, handed: handed(950) },
	});
	expect(Object.keys(left)).toEqual(['due', 'late', 'changed', 'handed']);
	expect(dropped).toBe(0);
});

it('keeps the contact only while a turn may be returned', () => {
	const contact = { id: 'k1' };
	const { kept: left } = kept({ a: { seen: 100, contact }, b: { seen: 100, contact, due: 1 } });
	expect(left).toEqual({ a: { seen: 100 }, b: { seen: 100, contact, due: 1 } });
});

it('is dropped beyond the maximum, returned ones first', () => {
	const states: Record<string, ConversationState> = {};
	for (let index = 0; index < 4_999; index++) states[`n${index}`] = { seen: 1_000 + index };
	states.recent = { seen: 500, handed: handed(990) };
	expect(kept(states).dropped).toBe(0);
	states.earlier = { seen: 900, handed: handed(980) };
	const one = kept(states);
	expect(one.dropped).toBe(1);
	expect(one.kept).not.toHaveProperty('earlier');
	states.oldest = { seen: 200 };
	states.older = { seen: 300 };
	const more = kept(states);
	expect(more.dropped).toBe(3);
	for (const name of ['recent', 'earlier', 'oldest']) expect(more.kept).not.toHaveProperty(name);
	expect(more.kept).toHaveProperty('older');
});
