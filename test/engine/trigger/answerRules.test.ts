import type { IDataObject } from 'n8n-workflow';

import type { Contact, Conversation } from '../../../sandbox';
import { upTo } from '../fixtures';
import { idsOf, Inbox } from '../conversations/inbox';
import { usePollingTrigger } from './pollingTrigger';

const { testEnv } = usePollingTrigger();

/** Changes a conversation in the search. */
function set(id: string, conversation: Partial<Conversation>, contact: Partial<Contact> = {}) {
	const { state } = testEnv.sandbox;
	const found = state.conversations.get(id)!;
	Object.assign(found, conversation);
	Object.assign(state.contacts.get(found.contactId)!, contact);
	state.changed();
}

describe('contacts to answer', () => {
	it.each<[IDataObject, string[]]>([
		[{}, ['none', 'ai', 'human', 'both']],
		[{ requiredTags: ['AI '] }, ['ai', 'both']],
		[{ requiredTags: 'ai, Human' }, ['both']],
		[{ blockedTags: ['Human'] }, ['none', 'ai']],
		[{ requiredTags: ['ai'], blockedTags: ['human'] }, ['ai']],
	])('%j', async (filters, expected) => {
		const inbox = await Inbox.open(testEnv, { filters });
		const tags: Record<string, string[]> = {
			none: [],
			ai: ['Ai'],
			human: ['human'],
			both: ['ai', 'HUMAN'],
		};
		const names = new Map<string, string>();
		for (const [name, own] of Object.entries(tags)) {
			const id = inbox.conversation();
			names.set(id, name);
			set(id, {}, { tags: own });
			inbox.wrote(id);
		}
		await inbox.poll(60);
		const emitted = inbox.workflow.emitted.map(({ conversationId }) => conversationId as string);
		expect(emitted.map((id) => names.get(id)).sort()).toEqual([...expected].sort());
	});

	it.each<[string, IDataObject, string[]]>([
		['anyone', {}, ['nobody', 'u1', 'u2']],
		['nobody', {}, ['nobody']],
		['somebody', {}, ['u1', 'u2']],
		['users', { assignedUsers: ['u2', 'u3'] }, ['u2']],
	])('are limited to %s as assignee', async (assignedTo, more, expected) => {
		const inbox = await Inbox.open(testEnv, { filters: { assignedTo, ...more } });
		for (const user of ['nobody', 'u1', 'u2']) {
			const id = inbox.conversation();
			set(id, { assignedTo: user === 'nobody' ? undefined : user });
			inbox.wrote(id);
		}
		await inbox.poll(60);
		const users = inbox.workflow.emitted.map(
			({ contact }) => (contact as IDataObject).assignedTo ?? 'nobody',
		);
		expect(users.sort()).toEqual(expected);
	});

	it('keep waiting turns after a change of the filter', async () => {
		const inbox = await Inbox.open(testEnv);
		const id = inbox.conversation();
		const message = inbox.wrote(id);
		expect(await inbox.poll(5)).toEqual([]);
		const parameters = { event: 'unanswered', filters: { blockedTags: ['human'] } };
		await inbox.workflow.change({ parameters });
		expect(await inbox.poll(60)).toEqual([[message]]);
	});

	it('are rejected at activation if users are selected but none is set', async () => {
		await expect(Inbox.open(testEnv, { filters: { assignedTo: 'users' } })).rejects.toThrow(
			"'Assigned Users' is empty",
		);
	});
});

describe('messages without an answer', () => {
	it('are opt-outs, with everything written before', async () => {
		const inbox = await Inbox.open(testEnv, { options: { optOutWords: ['basta'] } });
		const id = inbox.conversation();
		inbox.wrote(id);
		inbox.advance(1);
		inbox.wrote(id, ' Basta ');
		expect(await inbox.poll(100)).toEqual([]);
		const stop = inbox.wrote(id, 'STOP');
		expect(await inbox.poll(100)).toEqual([[stop]]);
	});

	it.each([
		[false, 0],
		[true, 1],
		['true', 1],
	])('are reactions and similar ones: otherKinds %j', async (otherKinds, expected) => {
		const inbox = await Inbox.open(testEnv, { options: { otherKinds } });
		inbox.wrote(inbox.conversation(), 'Loved “Hi”', { messageType: 'TYPE_SMS_REACTION' });
		expect(await inbox.poll(60)).toHaveLength(expected);
	});

	it('are those received during a pause if they are left to the person', async () => {
		const inbox = await Inbox.open(testEnv, { options: { afterPause: 'leave' } });
		const id = inbox.conversation();
		inbox.advance(60);
		inbox.person(id);
		inbox.advance(60);
		inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([]);
		expect(await inbox.poll(3700)).toEqual([]);
		const later = inbox.wrote(id);
		expect(await inbox.poll(60)).toEqual([[later]]);
	});

	it("after a mention wait for the end of the hand-over, or a person's answer", async () => {
		const inbox = await Inbox.open(testEnv);
		const [one, other] = [inbox.conversation(), inbox.conversation()];
		const body = '@Ann<userId>u1</userId> please';
		const comment = { messageType: 'TYPE_INTERNAL_COMMENT', body };
		const messages = [one, other].map((id) => {
			const message = inbox.wrote(id);
			inbox.sent(id, comment);
			return message;
		});
		expect(await inbox.poll(100)).toEqual([]);
		inbox.person(other);
		expect(await inbox.poll(3 * 3600)).toEqual([]);
		expect(await inbox.poll(3600)).toEqual([[messages[0]]]);
	});

	it('beyond the answers per hour wait until the hour is over, with one log line', async () => {
		const inbox = await Inbox.open(testEnv, { options: { maxAnswersPerHour: 3 } });
		const id = inbox.conversation();
		for (let answers = 0; answers < 3; answers++) {
			inbox.wrote(id);
			expect(await inbox.poll(60)).toHaveLength(1);
			inbox.sent(id);
			await inbox.poll(100);
		}
		const message = inbox.wrote(id);
		for (let poll = 0; poll < 10; poll++) expect(await inbox.poll(60)).toEqual([]);
		inbox.wrote(id);
		for (let poll = 0; poll < 10; poll++) expect(await inbox.poll(60)).toEqual([]);
		const lines = testEnv.logs.filter((line) => line.includes(`Conversation ${id} got 3 answers`));
		expect(lines).toHaveLength(1);
		const turns = await inbox.poll(3600);
		expect(turns).toHaveLength(1);
		expect(turns[0][0]).toBe(message);
	});
});

describe('active hours', () => {
	const at = (inbox: Inbox, iso: string) => inbox.advance((Date.parse(iso) - inbox.time) / 1000);
	/** The next day of the week after an inbox began, as a date; 1 is Monday. */
	const next = (inbox: Inbox, day: number): string => {
		const date = new Date(inbox.time + 86_400_000);
		while (date.getUTCDay() !== day) date.setUTCDate(date.getUTCDate() + 1);
		return date.toISOString().slice(0, 10);
	};

	it('delay messages outside of them, and return them together when they begin', async () => {
		const hours = { days: ['tue'], from: '09:00', to: '17:00', timezone: 'UTC' };
		const inbox = await Inbox.open(testEnv, { options: { activeHours: { hours } } });
		const date = next(inbox, 2);
		at(inbox, `${date}T03:00:00Z`);
		const ids = upTo(3).map(() => {
			inbox.advance(600);
			return inbox.wrote(inbox.conversation());
		});
		expect(await inbox.poll(60)).toEqual([]);
		inbox.workflow.restart();
		at(inbox, `${date}T08:59:50Z`);
		expect(await inbox.poll()).toEqual([]);
		at(inbox, `${date}T09:00:01Z`);
		expect(await inbox.poll()).toEqual(ids.map((id) => [id]));
		at(inbox, `${date}T17:00:01Z`);
		const late = inbox.wrote(inbox.conversation());
		expect((await inbox.poll(100)).flat()).not.toContain(late);
	});

	it('can span midnight, in a time zone', async () => {
		const hours = { days: ['mon'], from: '22:00', to: '06:00', timezone: 'America/New_York' };
		const inbox = await Inbox.open(testEnv, { options: { activeHours: { hours }, retryAfter: 0 } });
		const date = next(inbox, 2);
		const message = inbox.wrote(inbox.conversation());
		at(inbox, `${date}T01:00:00Z`);
		expect(await inbox.poll()).toEqual([]);
		// 22:30 or 23:30 of Monday in New York.
		at(inbox, `${date}T03:30:00Z`);
		expect(await inbox.poll()).toEqual([[message]]);
		const night = inbox.wrote(inbox.conversation());
		at(inbox, `${date}T09:30:00Z`);
		expect(await inbox.poll()).toEqual([[night]]);
		inbox.wrote(inbox.conversation());
		at(inbox, `${date}T12:30:00Z`);
		expect(await inbox.poll()).toEqual([]);
	});
});

it('remembers 5,000 waiting conversations in less than 2 MB', async () => {
	const inbox = await Inbox.open(testEnv, { options: { limitPerPoll: 1, waitForQuiet: 3000 } });
	const conversations = upTo(5000).map(() => inbox.conversation());
	inbox.advance(60);
	for (const id of conversations) {
		inbox.advance(0.01);
		inbox.wrote(id);
	}
	await inbox.poll(1);
	const bytes = () => JSON.stringify(inbox.workflow.memory).length;
	inbox.workflow.restart();
	expect((await inbox.poll(3100)).map(({ length }) => length)).toEqual([1]);
	const waiting = bytes();
	expect(waiting).toBeGreaterThan(500_000);
	expect(waiting).toBeLessThan(2_000_000);
	expect(idsOf(inbox.workflow.emitted[0])).toHaveLength(1);
}, 180_000);
