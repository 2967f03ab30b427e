import type { IDataObject } from 'n8n-workflow';

import { newConversation } from '../../../nodes/HighLevelConversationsTrigger/events/newConversation';
import { pollOver, saved } from './lists';

const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 0, 5, 12);

/** A conversation, created and last changed minutes after the start. */
const conversation = (id: string, created: number, changed = created): IDataObject => ({
	...{ id, contactId: `k-${id}`, unreadCount: 1, extra: 1 },
	...{ dateAdded: START + created * MINUTE_MS, lastMessageDate: START + changed * MINUTE_MS },
});

/** A workflow over these conversations. */
class Workflow {
	state: object = {};

	constructor(readonly conversations: IDataObject[] = []) {}

	open(minute: number, given: { requests?: number; parameters?: IDataObject } = {}) {
		const now = START + minute * MINUTE_MS;
		return pollOver({ conversations: this.conversations }, { now, ...given });
	}

	async activate() {
		this.state = saved(await newConversation.start(this.open(0).poll));
		return this;
	}

	async poll(minute: number, given: { requests?: number; parameters?: IDataObject } = {}) {
		const { poll } = this.open(minute, given);
		const { starts, state } = await newConversation.poll(poll, this.state);
		this.state = saved(state);
		return starts.flatMap(({ items }) => items);
	}

	async ids(minute: number, given: { requests?: number; parameters?: IDataObject } = {}) {
		return (await this.poll(minute, given)).map(({ id }) => id);
	}
}

it('returns conversations created since the start once, oldest first', async () => {
	const workflow = await new Workflow([conversation('old', -5)]).activate();
	workflow.conversations.push(conversation('b', 2), conversation('a', 1, 3));
	expect(await workflow.ids(4)).toEqual(['a', 'b']);
	expect(await workflow.ids(5)).toEqual([]);
});

it('returns no older conversation in which somebody writes', async () => {
	const workflow = await new Workflow([conversation('old', -5)]).activate();
	workflow.conversations[0].lastMessageDate = START + MINUTE_MS;
	expect(await workflow.ids(2)).toEqual([]);
});

it('returns a conversation that was created while another one moved up', async () => {
	const workflow = await new Workflow().activate();
	workflow.conversations.push(conversation('a', 1, 20));
	expect(await workflow.ids(21)).toEqual(['a']);
	workflow.conversations.push(conversation('b', 15));
	expect(await workflow.ids(22)).toEqual(['b']);
});

it('simplifies its items unless Simplify is off', async () => {
	const workflow = await new Workflow().activate();
	workflow.conversations.push(conversation('a', 1));
	const before = workflow.state;
	const [simple] = await workflow.poll(2);
	expect(simple).toMatchObject({ id: 'a', contactId: 'k-a', dateAdded: START + MINUTE_MS });
	expect(simple).not.toHaveProperty('extra');
	workflow.state = before;
	expect(await workflow.poll(2, { parameters: { simplify: false } })).toMatchObject([{ extra: 1 }]);
});

it('returns everything once if a poll has time for one page', async () => {
	const workflow = await new Workflow().activate();
	for (let n = 0; n < 250; n++) workflow.conversations.push(conversation(`c${n}`, 1 + n / 100));
	const all: unknown[] = [];
	for (let poll = 0; poll < 8; poll++) all.push(...(await workflow.ids(5, { requests: 1 })));
	expect(all).toEqual(workflow.conversations.map(({ id }) => id));
});

it('returns the newest conversation in a test, not the one that changed last', async () => {
	const workflow = new Workflow([conversation('a', -9, -1), conversation('b', -3)]);
	const test = async () => (await newConversation.test(workflow.open(0).poll)).map(({ id }) => id);
	expect(await test()).toEqual(['b']);
	workflow.conversations.length = 0;
	expect(await test()).toEqual([]);
});

it('fails on activation if an option is invalid', async () => {
	for (const [name, value] of [
		['options.overlap', -1],
		['options.limitPerPoll', 0],
		['options.lastMessages', -1],
	] as const) {
		const { poll } = new Workflow().open(0, { parameters: { [name]: value } });
		await expect(newConversation.start(poll)).rejects.toThrow('must be at least');
	}
});
