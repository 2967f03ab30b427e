import type { IDataObject } from 'n8n-workflow';

import { messageFailed } from '../../../nodes/HighLevelConversationsTrigger/events/messageFailed';
import { pollOver, saved } from './lists';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 5, 12);
const PAGE_SIZE = 2;

const message = (id: string, hours: number, more: IDataObject = {}): IDataObject => ({
	...{ id, status: 'failed', direction: 'outbound', messageType: 'TYPE_SMS' },
	...{ dateAdded: new Date(START + hours * HOUR_MS).toISOString(), ...more },
});

interface Given {
	hours?: number;
	requests?: number;
	parameters?: IDataObject;
}

/** A workflow over the export of these messages, in pages of two. */
class Workflow {
	state: object = {};

	constructor(readonly messages: IDataObject[]) {}

	open({ hours = 0, parameters, ...given }: Given) {
		const other = (_path: string, { startDate, channel, cursor = 0 }: IDataObject) => {
			const found = this.messages
				.filter(({ messageType }) => (channel === 'Email') === (messageType === 'TYPE_EMAIL'))
				.filter(({ dateAdded }) => startDate === undefined || String(dateAdded) > String(startDate))
				.sort((a, b) => String(a.dateAdded).localeCompare(String(b.dateAdded)));
			const end = Number(cursor) + PAGE_SIZE;
			const nextCursor = end < found.length ? String(end) : null;
			return { messages: found.slice(Number(cursor), end), nextCursor };
		};
		return pollOver(
			{ other },
			{ now: START + hours * HOUR_MS, parameters: { channels: ['sms'], ...parameters }, ...given },
		).poll;
	}

	async activate(given: Given = {}) {
		this.state = saved(await messageFailed.start(this.open(given)));
		return this;
	}

	async ids(given: Given = {}) {
		const { starts, state } = await messageFailed.poll(this.open(given), this.state);
		this.state = saved(state);
		return starts.flatMap(({ items }) => items.map(({ id }) => id));
	}
}

const failures = Array.from({ length: 7 }, (_, index) => message(`m${index}`, index - 10));

it('returns no failures from before the activation', async () => {
	const workflow = await new Workflow([...failures]).activate();
	expect(await workflow.ids({ hours: 1 })).toEqual([]);
	workflow.messages.push(message('new', 1));
	expect(await workflow.ids({ hours: 2 })).toEqual(['new']);
	expect(await workflow.ids({ hours: 3 })).toEqual([]);
});

it('returns a message that was sent before the activation and failed after it', async () => {
	const sent = message('sent', -2, { status: 'sent' });
	const workflow = await new Workflow([sent]).activate();
	expect(await workflow.ids({ hours: 1 })).toEqual([]);
	sent.status = 'undelivered';
	expect(await workflow.ids({ hours: 2 })).toEqual(['sent']);
});

it('returns no failures from before the activation if it had no time to read them all', async () => {
	const workflow = await new Workflow([...failures]).activate({ requests: 1 });
	const all: unknown[] = [];
	for (let poll = 0; poll < 12; poll++) all.push(...(await workflow.ids({ requests: 1 })));
	expect(all).toEqual([]);
	workflow.messages.push(message('new', 1));
	for (let poll = 0; poll < 12; poll++)
		all.push(...(await workflow.ids({ hours: 2, requests: 1 })));
	expect(all).toEqual(['new']);
});

it("looks back for exactly the hours of 'Look Back'", async () => {
	const parameters = { 'options.lookBack': 3 };
	const workflow = await new Workflow([]).activate();
	workflow.messages.push(message('older', 1.9), message('newer', 2));
	const before = workflow.state;
	expect(await workflow.ids({ hours: 5, parameters })).toEqual(['newer']);
	workflow.state = before;
	expect(await workflow.ids({ hours: 5 })).toEqual(['older', 'newer']);
});

it("returns nothing from before the activation if 'Look Back' is increased", async () => {
	const workflow = new Workflow([message('old', -5)]);
	await workflow.activate({ parameters: { 'options.lookBack': 2 } });
	expect(await workflow.ids({ parameters: { 'options.lookBack': 24 } })).toEqual([]);
});

it('returns failures of outbound messages on the selected channels only', async () => {
	const workflow = await new Workflow([]).activate();
	workflow.messages.push(
		message('inbound', 1, { direction: 'inbound' }),
		message('whatsapp', 1, { messageType: 'TYPE_WHATSAPP' }),
		message('delivered', 1, { status: 'delivered' }),
		message('failed', 1),
	);
	expect(await workflow.ids({ hours: 2 })).toEqual(['failed']);
});

it('returns failed emails and other failed messages once if a poll has time for one page', async () => {
	const parameters = { channels: ['sms', 'email'] };
	const workflow = await new Workflow([]).activate({ parameters });
	for (let n = 1; n <= 6; n++) {
		workflow.messages.push(message(`sms${n}`, n / 10));
		workflow.messages.push(message(`email${n}`, 1 + n / 10, { messageType: 'TYPE_EMAIL' }));
	}
	const all: unknown[] = [];
	for (let poll = 0; poll < 20; poll++)
		all.push(...(await workflow.ids({ hours: 3, requests: 1, parameters })));
	expect([...all].sort()).toEqual(workflow.messages.map(({ id }) => id).sort());
});

it("returns failures above 'Limit per Poll' once, in later polls", async () => {
	const parameters = { 'options.limitPerPoll': 1 };
	for (const requests of [1, 2, Infinity]) {
		const workflow = await new Workflow([]).activate();
		for (let n = 1; n <= 6; n++) workflow.messages.push(message(`m${n}`, n));
		const all: unknown[] = [];
		for (let poll = 0; poll < 30; poll++)
			all.push(...(await workflow.ids({ hours: 7, requests, parameters })));
		expect([...all].sort()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
	}
});

it('fails on activation if an option is invalid', async () => {
	const workflow = new Workflow([]);
	for (const name of ['lookBack', 'limitPerPoll']) {
		const parameters = { [`options.${name}`]: 0 };
		await expect(workflow.activate({ parameters })).rejects.toThrow('must be at least 1');
	}
});
