import {
	nextReadAt,
	statesToKeep,
} from '../../../nodes/HighLevelConversationsTrigger/events/conversationState';
import type { ConversationState } from '../../../nodes/HighLevelConversationsTrigger/events/conversationState';

const rules = { since: 100, now: 1_000, retentionMs: 50 };
const emitted = (at: number) => ({ lastId: 'm', count: 1, at, attempt: 1 });
const kept = (states: Record<string, ConversationState>) =>
	statesToKeep(new Map(Object.entries(states)), rules);

it('is read next at the first of its times', () => {
	expect(nextReadAt({ lastMessageAt: 0 })).toBe(Infinity);
	expect(nextReadAt({ lastMessageAt: 0, due: 5, recheckAt: 3 })).toBe(3);
	expect(nextReadAt({ lastMessageAt: 0, due: 5 })).toBe(5);
});

it('is kept while it is due, or was changed or returned recently', () => {
	const { kept: left, dropped } = kept({
		due: { lastMessageAt: 0, due: 5_000 },
		late: { lastMessageAt: 0, recheckAt: 5_000 },
		changed: { lastMessageAt: 100 },
		emitted: { lastMessageAt: 0, emitted: emitted(951) },
		old: { lastMessageAt: 99 },
		longAgo: { lastMessageAt: 0, emitted: emitted(950) },
	});
	expect(Object.keys(left)).toEqual(['due', 'late', 'changed', 'emitted']);
	expect(dropped).toBe(0);
});

it('keeps the contact only while a turn may be returned', () => {
	const contact = { id: 'k1' };
	const { kept: left } = kept({
		a: { lastMessageAt: 100, contact },
		b: { lastMessageAt: 100, contact, due: 1 },
	});
	expect(left).toEqual({ a: { lastMessageAt: 100 }, b: { lastMessageAt: 100, contact, due: 1 } });
});

it('is dropped beyond the maximum, returned ones first', () => {
	const states: Record<string, ConversationState> = {};
	for (let index = 0; index < 4_999; index++)
		states[`n${index}`] = { lastMessageAt: 1_000 + index };
	states.recent = { lastMessageAt: 500, emitted: emitted(990) };
	expect(kept(states).dropped).toBe(0);
	states.earlier = { lastMessageAt: 900, emitted: emitted(980) };
	const one = kept(states);
	expect(one.dropped).toBe(1);
	expect(one.kept).not.toHaveProperty('earlier');
	states.oldest = { lastMessageAt: 200 };
	states.older = { lastMessageAt: 300 };
	const more = kept(states);
	expect(more.dropped).toBe(3);
	for (const name of ['recent', 'earlier', 'oldest']) expect(more.kept).not.toHaveProperty(name);
	expect(more.kept).toHaveProperty('older');
});
