import type { INodeParameters } from 'n8n-workflow';

import { SEARCH_PATH } from '../fixtures';
import { Thread } from './thread';
import { useThread } from './useThread';

let thread: Thread;
const testEnv = useThread((fresh) => (thread = fresh));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The one item of Get Unanswered, with its reason if there is nothing to answer. */
const get = async (options: INodeParameters = {}) => {
	const parameters = thread.parameters('conversation', 'getUnanswered', {
		options: { alwaysOutput: true, ...options },
	});
	const { json, requests, error } = await testEnv.run({ parameters });
	expect(error).toBeUndefined();
	return { item: json[0], paths: requests.map(({ path }) => path) };
};

const setContact = (tags: string[], assignedTo: string | null) => {
	const { state } = testEnv.sandbox;
	Object.assign(state.contacts.get(thread.contactId)!, { tags });
	Object.assign(state.conversations.get(thread.id)!, { assignedTo });
	state.changed();
};

test.each<[string | undefined, INodeParameters]>([
	[undefined, { requiredTags: ['VIP', ' patient '] }],
	['requiredTags', { requiredTags: ['vip', 'lead'] }],
	['blockedTags', { blockedTags: ['lead', 'Patient'] }],
	[undefined, { blockedTags: ['lead'], assignedTo: 'somebody' }],
	['assignedTo', { assignedTo: 'nobody' }],
	['assignedTo', { assignedTo: 'users', assignedUsers: ['u2'] }],
	[undefined, { assignedTo: 'users', assignedUsers: ['u2', 'u1'] }],
])(
	'returns %s for a contact with the tags vip and Patient, assigned to u1, by %j',
	async (skipped, options) => {
		setContact(['vip', 'Patient'], 'u1');
		thread.wrote('Hello', MINUTE);
		const { item, paths } = await get(options);
		expect(item.skipped).toBe(skipped);
		expect(paths).toEqual([`/conversations/${thread.id}/messages`, SEARCH_PATH]);
		if (skipped !== undefined) return;
		expect(item.contact).toEqual({
			id: thread.contactId,
			name: expect.any(String),
			email: 'a@b.example',
			phone: '+15550100',
			tags: ['vip', 'Patient'],
			assignedTo: 'u1',
		});
	},
);

it('matches no assignee if the conversation is unassigned', async () => {
	setContact([], null);
	thread.wrote('Hello', MINUTE);
	expect((await get({ assignedTo: 'somebody' })).item.skipped).toBe('assignedTo');
	expect((await get({ assignedTo: 'nobody' })).item.text).toBe('Hello');
});

it('returns nothing after a comment with a mention, for the hours of the option', async () => {
	thread.wrote('Hello', 3 * HOUR);
	thread.sent('@Ann<userId>u1</userId> please', 2 * HOUR, { messageType: 'TYPE_INTERNAL_COMMENT' });
	expect((await get()).item.skipped).toBe('human');
	expect((await get({ handOverHours: 1 })).item.text).toBe('Hello');
});

it('stops after the maximum number of answers per hour', async () => {
	for (let index = 5; index > 2; index--) thread.sent('Answer', index * MINUTE);
	thread.wrote('Hello', MINUTE);
	expect((await get({ maxAnswersPerHour: 3 })).item.skipped).toBe('maxAnswersPerHour');
	expect((await get({ maxAnswersPerHour: 4 })).item.text).toBe('Hello');
	expect((await get({ maxAnswersPerHour: 0 })).item.text).toBe('Hello');
});

it('returns nothing after an opt-out, also by custom words', async () => {
	thread.wrote('Hello', 2 * MINUTE);
	thread.wrote('stop', MINUTE);
	expect((await get()).item.skipped).toBe('optOutWords');
	expect((await get({ optOutWords: ['basta'] })).item.text).toBe('Hello\nstop');
	expect((await get({ optOutWords: [] })).item.text).toBe('Hello\nstop');
});

it('leaves messages received during the pause to the person', async () => {
	thread.person('I look', 90 * MINUTE);
	thread.wrote('Thanks', 80 * MINUTE);
	const pause = { pauseAfterHuman: 60 };
	expect((await get(pause)).item.text).toBe('Thanks');
	expect((await get({ ...pause, afterPause: 'leave' })).item.skipped).toBe('afterPause');
	thread.wrote('Anybody?', MINUTE);
	expect((await get({ ...pause, afterPause: 'leave' })).item.text).toBe('Anybody?');
});

it('includes reactions and similar messages if the option is on', async () => {
	thread.wrote('Loved "Hello"', MINUTE, { messageType: 'TYPE_SMS_REACTION' });
	expect((await get()).item.skipped).toBe('empty');
	expect((await get({ otherKinds: true })).item.text).toBe('[Reaction] Loved "Hello"');
});

test.each<[string, INodeParameters]>([
	["'Assigned Users' is empty", { assignedTo: 'users' }],
	["'Assigned To' has an unknown value: me", { assignedTo: 'me' }],
	["'After Pause' has an unknown value: nap", { afterPause: 'nap' }],
	["'Hand-Over Hours' must be a number from 0 to 8,760: -1", { handOverHours: -1 }],
	["'Max Answers per Hour' must be a number from 0 to 1,000: x", { maxAnswersPerHour: 'x' }],
	["'Other Kinds of Messages' must be true or false: perhaps", { otherKinds: 'perhaps' }],
	["'Always Output' must be true or false: perhaps", { alwaysOutput: 'perhaps' }],
	["'Count Automated Messages' must be true or false", { automatedCounts: 'no' }],
	["'Opt-Out Words' can have at most 50 words", { optOutWords: Array(51).fill('a') as string[] }],
])('rejects %p before anything is sent', async (message, options) => {
	const parameters = thread.parameters('conversation', 'getUnanswered', { options });
	const { error, requests } = await testEnv.run({ parameters });
	expect(error?.message).toContain(message);
	expect(requests).toEqual([]);
});

describe('conversation by contact', () => {
	const byContact = (value: string): INodeParameters => ({
		conversationId: { __rl: true, mode: 'contact', value },
	});

	test.each<[string, string, INodeParameters]>([
		['conversation', 'getUnanswered', {}],
		['message', 'getAll', {}],
		['message', 'getReplies', { after: '2026-01-01' }],
	])('is found by %s > %s with one search for a contact', async (resource, operation, more) => {
		thread.wrote('Hello', MINUTE);
		const other = new Thread(testEnv.sandbox);
		other.wrote('Another', MINUTE);
		const items = [thread, other, thread].map(({ contactId }) => ({ json: { contactId } }));
		const { json, requests, error } = await testEnv.run({
			parameters: { resource, operation, ...more, ...byContact('={{ $json.contactId }}') },
			items,
		});
		expect(error).toBeUndefined();
		expect(json.map(({ conversationId }) => conversationId)).toEqual([
			thread.id,
			other.id,
			thread.id,
		]);
		const searches = requests.filter(({ path }) => path === SEARCH_PATH);
		expect(searches.map(({ query }) => query.contactId)).toEqual([
			thread.contactId,
			other.contactId,
		]);
	});

	it('returns the contact in the item', async () => {
		setContact(['vip'], null);
		thread.wrote('Hello', MINUTE);
		const { json } = await testEnv.run({
			parameters: thread.parameters('conversation', 'getUnanswered', byContact(thread.contactId)),
		});
		expect(json[0].contact).toMatchObject({ id: thread.contactId, tags: ['vip'] });
	});

	it('fails if there is none', async () => {
		const { error, requests } = await testEnv.run({
			parameters: thread.parameters('message', 'getAll', byContact('OP7z4LCyPACyH5fcEIZa')),
		});
		expect(error?.message).toContain(
			"'Conversation': no conversation found for contact OP7z4LCyPACyH5fcEIZa",
		);
		expect(requests.map(({ path }) => path)).toEqual([SEARCH_PATH]);
	});
});
