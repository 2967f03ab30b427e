import { newMessage } from '../../../nodes/HighLevelConversationsTrigger/events/newMessage';
import { saved } from './lists';
import { message, Workflow } from './messageWorkflow';

const scheduled = (id: string, minute: number) =>
	message(id, minute, { direction: 'outbound', status: 'scheduled' });

it('reads at most 40 pages of a list in a poll, and continues with the next', async () => {
	const workflow = await new Workflow().begin();
	workflow.pageSize = 1;
	for (let n = 1; n <= 45; n++) workflow.messages.push(message(`m${n}`, n / 10));
	const polls: Array<{ ids: unknown[]; requests: number }> = [];
	for (let poll = 0; poll < 3; poll++) {
		const given = { minute: 9, parameters: { channels: ['sms'] } };
		const { ids, asked } = await workflow.poll(given);
		polls.push({ ids, requests: asked.length });
	}
	expect(polls[0].ids).toHaveLength(40);
	expect(Math.max(...polls.map(({ requests }) => requests))).toBe(40);
	expect(polls.flatMap(({ ids }) => ids)).toEqual(workflow.messages.map(({ id }) => id));
});

describe("a scheduled message and 'Limit per Poll'", () => {
	const parameters = { direction: 'both', 'options.limitPerPoll': 1 };
	/** A workflow with a message that was scheduled and is now sent. */
	const withSent = async (minute: number) => {
		const workflow = await new Workflow().begin();
		const sent = scheduled('s', minute);
		workflow.messages.push(sent);
		await workflow.poll({ minute, parameters });
		workflow.messages.length = 0;
		workflow.single.s = { ...sent, status: 'sent' };
		return workflow;
	};

	it('emits the older messages first', async () => {
		const workflow = await withSent(1);
		workflow.messages.push(message('newer', 5));
		expect((await workflow.poll({ minute: 6, parameters })).ids).toEqual(['s']);
		expect((await workflow.poll({ minute: 6, parameters })).ids).toEqual(['newer']);
		expect((await workflow.poll({ minute: 6, parameters })).ids).toEqual([]);
	});

	it('emits the scheduled message last if it is the newest', async () => {
		const workflow = await withSent(10);
		workflow.messages.push(message('older', 9));
		expect((await workflow.poll({ minute: 11, parameters })).ids).toEqual(['older']);
		expect((await workflow.poll({ minute: 11, parameters })).ids).toEqual(['s']);
		expect((await workflow.poll({ minute: 11, parameters })).ids).toEqual([]);
	});

	it('keeps the position of the list while an old scheduled message waits', async () => {
		const workflow = await withSent(1);
		for (const minute of [20, 21, 22]) workflow.messages.push(message(`m${minute}`, minute));
		const ids: unknown[] = [];
		for (let poll = 0; poll < 5; poll++)
			ids.push(...(await workflow.poll({ minute: 23, parameters })).ids);
		expect(ids).toEqual(['s', 'm20', 'm21', 'm22']);
	});
});

describe('messages that a poll leaves to the next ones', () => {
	/** The IDs of the items of several polls. */
	const polled = async (workflow: Workflow, given: Parameters<Workflow['poll']>[0]) => {
		const ids: unknown[] = [];
		for (let poll = 0; poll < 6; poll++) ids.push(...(await workflow.poll(given)).ids);
		return ids;
	};
	const all = ['m20', 'm60', 'm100'];

	it('are emitted even if they are older than the overlap', async () => {
		const workflow = await new Workflow().begin();
		for (const minute of [20, 60, 100]) workflow.messages.push(message(`m${minute}`, minute));
		const parameters = { 'options.limitPerPoll': 1 };
		expect(await polled(workflow, { minute: 101, parameters })).toEqual(all);
	});

	it('are emitted if there was no time to read their emails', async () => {
		const workflow = await new Workflow().begin();
		const emails = Array.from({ length: 23 }, (_, n) => `e${n}`);
		for (const [n, id] of emails.entries()) {
			const meta = { email: { messageIds: [id] } };
			workflow.messages.push(message(id, 20 * n, { messageType: 'TYPE_EMAIL', meta }));
			workflow.emails[id] = { body: id };
		}
		const parameters = { 'options.includeEmailBodies': true, channels: ['email'] };
		const given = { minute: 20 * 23, requests: 5, parameters };
		expect((await workflow.poll(given)).ids).toEqual(emails.slice(0, 10));
		expect(await polled(workflow, given)).toEqual(emails.slice(10));
	});

	it('are emitted with an execution for each, if n8n stops in between', async () => {
		const workflow = await new Workflow().begin();
		for (const minute of [20, 60, 100]) workflow.messages.push(message(`m${minute}`, minute));
		const parameters = { 'options.startPer': 'item' };
		const { starts } = await workflow.poll({ minute: 101, parameters });
		for (const [emitted, { state }] of starts.entries()) {
			workflow.state = saved(state);
			const { ids } = await workflow.poll({ minute: 101, parameters });
			expect(ids).toEqual(all.slice(emitted + 1));
		}
	});
});

it('fails on activation if an option has an unknown value', async () => {
	const choice = () => {
		throw new Error('unknown value');
	};
	const { poll } = new Workflow().open({});
	const start = async (path: string) => {
		const strict: typeof poll.choice = (given, ...rest) =>
			given === path ? choice() : poll.choice(given, ...rest);
		return await newMessage.start({ ...poll, choice: strict });
	};
	for (const path of ['direction', 'options.startPer'])
		await expect(start(path)).rejects.toThrow('unknown value');
	await expect(start('another option')).resolves.toBeDefined();
});

it('filters the list by contact and conversation', async () => {
	const workflow = await new Workflow().begin();
	const parameters = { 'filters.contactId': 'k1', 'filters.conversationId': 'c1' };
	const { asked } = await workflow.poll({ minute: 1, parameters });
	for (const { query } of asked)
		expect(query).toMatchObject({ contactId: 'k1', conversationId: 'c1', locationId: 'location' });
	expect(asked.map(({ query }) => query.sortBy)).toEqual(['createdAt', 'createdAt']);
});

it('has the fields of the contact that the list returns', async () => {
	const workflow = await new Workflow().begin();
	workflow.messages.push(
		message('a', 1),
		message('b', 2, { contactName: 'Ann', phone: '+1', fullName: undefined }),
		message('c', 3, { contactName: 'Ann', fullName: 'Ann Lee' }),
	);
	const { items } = await workflow.poll({ minute: 4 });
	expect(items.map(({ contact }) => contact)).toEqual([
		{ id: 'k1' },
		{ id: 'k1', name: 'Ann', phone: '+1' },
		{ id: 'k1', name: 'Ann Lee' },
	]);
});
