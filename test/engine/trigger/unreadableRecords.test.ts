import type { Fault } from '../../../sandbox';
import { REFUSED, upTo } from '../fixtures';
import { ActiveWorkflow } from '../harness/activeWorkflow';
import { HOUR, MINUTE, usePollingTriggers, type PollingTrigger } from './pollingTrigger';

// Most of the tests wait for retries, so all run concurrently; Jest runs those of one block at the same time.
const newTrigger = usePollingTriggers();

const EMAIL = /\/messages\/email\//;
const MESSAGES = /\/conversations\/\w+\/messages$/;
const TIMEOUT = {
	status: 400,
	body: { statusCode: 400, message: 'Request Timeout after 30000ms' },
};

/** Adds six messages, of which the third is an email in another conversation. Returns their IDs. */
function addSix({ testEnv, add }: PollingTrigger): string[] {
	const { state, locationId } = testEnv.sandbox;
	const { id: contactId } = state.addContact({ locationId });
	const { id: other } = state.addConversation({ locationId, contactId });
	return upTo(6).map((index) => {
		const dateAdded = Date.now() - 6000 + index * 1000;
		if (index !== 2) return add(dateAdded).id;
		const message = add(dateAdded, { messageType: 'TYPE_EMAIL', conversationId: other });
		state.addEmail(message, { subject: 'Hello', body: '<p>Hi</p>' });
		return message.id;
	});
}

/** Polls some time after now, by HighLevel's clock, with a fault. Returns the returned IDs. */
async function pollAt(workflow: ActiveWorkflow, ms: number, fault?: Fault): Promise<unknown[]> {
	const { faults } = workflow.testEnv.sandbox;
	faults.clear();
	if (fault) faults.add({ ...fault, times: 999 });
	faults.add({ headers: { date: new Date(Date.now() + ms).toUTCString() }, times: 999 });
	return (await workflow.poll()).map(({ id }) => id);
}

it.concurrent.each<[string, object, Fault]>([
	["an email's body: status 403", { includeEmailBodies: true }, { path: EMAIL, status: 403 }],
	["an email's body: status 500", { includeEmailBodies: true }, { path: EMAIL, status: 500 }],
	["an email's body: empty response", { includeEmailBodies: true }, { path: EMAIL, empty: true }],
	[
		"an email's body: lost connection",
		{ includeEmailBodies: true },
		{ path: EMAIL, disconnect: 'before' },
	],
	['the last messages: status 403', { lastMessages: 2 }, { path: MESSAGES, status: 403 }],
])(
	'a record with an unreadable part is retried, and the others are returned: %s',
	async (_, options, anyFault) => {
		const trigger = await newTrigger();
		const { conversationId } = trigger.mine;
		const fault: Fault = { ...anyFault, when: ({ path }) => !path.includes(conversationId) };
		const workflow = await trigger.active({ options });
		const ids = addSix(trigger);
		const others = ids.filter((__, index) => index !== 2);
		expect(await pollAt(workflow, 0, fault)).toEqual(others);
		workflow.restart();
		expect(await pollAt(workflow, 1.1 * MINUTE, fault)).toEqual([]);
		expect(await pollAt(workflow, 2 * MINUTE)).toEqual([]);
		expect(await pollAt(workflow, 4 * MINUTE)).toEqual([ids[2]]);
		expect(await pollAt(workflow, HOUR)).toEqual([]);
		expect(workflow.emitted[5]).not.toHaveProperty('hint');
		expect(workflow.errors).toEqual([]);
	},
);

it.concurrent(
	'a record with an unreadable part is returned after a day without that part, with a hint',
	async () => {
		const trigger = await newTrigger();
		const workflow = await trigger.active({ options: { includeEmailBodies: true } });
		const ids = addSix(trigger);
		const fault = { path: EMAIL, status: 403 };
		for (const hours of [0, 1, 12, 23.9]) await pollAt(workflow, hours * HOUR, fault);
		expect(workflow.ids).toHaveLength(5);
		expect(await pollAt(workflow, 26 * HOUR, fault)).toEqual([ids[2]]);
		expect(workflow.emitted[5].hint).toContain('status 403');
	},
);

it.concurrent(
	'a record with an unreadable part is retried after a time-out that HighLevel reports as 400',
	async () => {
		const trigger = await newTrigger();
		const workflow = await trigger.active({ options: { includeEmailBodies: true } });
		const ids = addSix(trigger);
		const first = await pollAt(workflow, 0, { path: EMAIL, ...TIMEOUT });
		const second = await pollAt(workflow, 2 * MINUTE);
		expect([...first, ...second].sort()).toEqual([...ids].sort());
		expect(workflow.emitted.find(({ id }) => id === ids[2])).toHaveProperty('emails.0.body');
	},
);

it.concurrent('a record with an unreadable part is kept, also with many others', async () => {
	const { testEnv, add, active } = await newTrigger();
	const workflow = await active({ options: { includeEmailBodies: true } });
	const ids = upTo(25).map((index) => {
		const message = add(Date.now() - 1000 * index, { messageType: 'TYPE_EMAIL' });
		testEnv.sandbox.state.addEmail(message, { subject: 'Hello', body: '' });
		return message.id;
	});
	const fault = { path: EMAIL, status: 403 };
	for (const minutes of [0, 1, 3]) {
		expect(await pollAt(workflow, minutes * MINUTE, fault)).toEqual([]);
	}
	await pollAt(workflow, 10 * MINUTE);
	expect([...workflow.ids].sort()).toEqual(ids.sort());
});

it.concurrent(
	'a record with an unreadable part fails the poll if the token is missing a scope',
	async () => {
		const { testEnv, add, active } = await newTrigger();
		const workflow = await active({ options: { lastMessages: 2 } });
		add();
		const body = { statusCode: 401, message: 'The token is not authorized for this scope.' };
		testEnv.sandbox.faults.add({ path: MESSAGES, status: 401, body, times: 99 });
		for (let poll = 0; poll < 4; poll++) await workflow.poll();
		expect(workflow.errors.map(({ message }) => message)).toEqual(
			Array.from({ length: 4 }, () => 'The token is missing a scope'),
		);
		testEnv.sandbox.faults.clear();
		expect(await workflow.poll()).toHaveLength(1);
	},
);

it.concurrent.each<[string, Fault]>([
	['503', { status: 503 }],
	['403', { status: 403 }],
	['a broken connection', { disconnect: 'before' }],
	['a rate limit', REFUSED],
])('a scheduled message that cannot be read is returned later: %s', async (_, fault) => {
	const { testEnv, add, active } = await newTrigger();
	const workflow = await active({ direction: 'outbound', options: { overlap: 1 } });
	const message = add(Date.now() - 30 * MINUTE, { direction: 'outbound', status: 'scheduled' });
	const sent = add(Date.now(), { direction: 'outbound' });
	await workflow.poll();
	message.status = 'delivered';
	testEnv.sandbox.state.changed();
	const path = `/conversations/messages/${message.id}`;
	for (const minutes of [0, 1, 3]) await pollAt(workflow, minutes * MINUTE, { path, ...fault });
	expect(workflow.ids).toEqual([sent.id]);
	await pollAt(workflow, 20 * MINUTE);
	expect(workflow.ids).toEqual([sent.id, message.id]);
});

const event = 'conversationUnread';

it.concurrent.each<[string, object, Fault]>([
	['whether the contact has written', {}, { path: MESSAGES, status: 503 }],
	['the last messages', { lastMessages: 2 }, { path: MESSAGES, status: 403 }],
])('Conversation Unread retries if it cannot read %s', async (_, options, fault) => {
	const { testEnv, mine, add, active } = await newTrigger();
	const { state } = testEnv.sandbox;
	const workflow = await active({ event, options });
	const conversation = state.conversations.get(mine.conversationId)!;
	const write = (direction: 'inbound' | 'outbound', unreadCount: number) => {
		add(Date.now() + 1000 * state.messages.size, { direction });
		Object.assign(conversation, { unreadCount });
		state.changed();
	};
	write('inbound', 1);
	await pollAt(workflow, 0);
	expect(workflow.ids).toEqual([mine.conversationId]);
	// It was read and written to again, and an automatic reply went out last.
	write('inbound', 1);
	write('outbound', 1);
	for (const minutes of [1, 2, 4]) {
		expect(await pollAt(workflow, minutes * MINUTE, fault)).toEqual([]);
	}
	workflow.restart();
	await pollAt(workflow, 20 * MINUTE);
	expect(workflow.ids).toEqual([mine.conversationId, mine.conversationId]);
	expect(workflow.errors).toEqual([]);
});

it.concurrent('a rejected poll changes nothing', async () => {
	const { testEnv, add, active, refuse } = await newTrigger();
	const workflow = await active({ options: { lastMessages: 1 } });
	const { id } = add();
	refuse(MESSAGES);
	expect(await workflow.poll()).toEqual([]);
	testEnv.sandbox.faults.clear();
	await workflow.poll();
	expect(workflow.ids).toEqual([id]);
});
