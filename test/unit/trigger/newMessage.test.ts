import type { IDataObject } from 'n8n-workflow';

import { newMessage } from '../../../nodes/HighLevelConversationsTrigger/events/newMessage';
import { refused, saved } from './lists';
import { message, MINUTE_MS, Workflow } from './messageWorkflow';

const DAY_MS = 24 * 60 * MINUTE_MS;

const started = async (...messages: IDataObject[]) => await new Workflow(messages).begin();

it('returns messages since the start once, oldest first, filtered by direction', async () => {
	const workflow = await started(message('old', -1), message('at the start', 0));
	workflow.messages.push(
		message('b', 2),
		message('a', 1),
		message('out', 1, { direction: 'outbound' }),
	);
	expect((await workflow.poll({ minute: 3 })).ids).toEqual(['at the start', 'a', 'b']);
	expect((await workflow.poll({ minute: 4 })).ids).toEqual([]);
});

it.each([
	['outbound', ['out']],
	['both', ['in', 'out']],
])('returns the direction %s', async (direction, expected) => {
	const workflow = await started();
	workflow.messages.push(message('in', 1), message('out', 2, { direction: 'outbound' }));
	const { ids } = await workflow.poll({ minute: 3, parameters: { direction } });
	expect(ids).toEqual(expected);
});

it('reads the selected channels, emails separately', async () => {
	const workflow = await started();
	workflow.messages.push(
		message('sms', 1),
		message('email', 2, { messageType: 'TYPE_EMAIL' }),
		message('whatsapp', 3, { messageType: 'TYPE_WHATSAPP' }),
	);
	const poll = async (channels: string[]) => {
		const { ids, asked } = await workflow.poll({
			minute: 4,
			parameters: { channels, direction: 'both' },
		});
		return [ids, asked.map(({ query }) => query.channel)];
	};
	expect(await poll(['email'])).toEqual([['email'], ['Email']]);
	expect(await poll(['sms'])).toEqual([['sms'], [undefined]]);
	expect(await poll([])).toEqual([['whatsapp'], [undefined, 'Email']]);
});

it('omits canceled messages', async () => {
	const workflow = await started();
	workflow.messages.push(message('a', 1, { status: 'cancelled' }));
	expect((await workflow.poll({ minute: 3 })).ids).toEqual([]);
});

it('returns a message that HighLevel lists late, within the overlap', async () => {
	const workflow = await started();
	workflow.messages.push(message('a', 20));
	await workflow.poll({ minute: 21 });
	workflow.messages.push(message('late', 11), message('too late', 9));
	expect((await workflow.poll({ minute: 22 })).ids).toEqual(['late']);
	const parameters = { 'options.overlap': 15 };
	expect((await workflow.poll({ minute: 23, parameters })).ids).toEqual([]);
});

it('returns a scheduled message once it is sent', async () => {
	const parameters = { direction: 'outbound' };
	const workflow = await started();
	const scheduled = message('s', 1, { direction: 'outbound', status: 'scheduled' });
	workflow.messages.push(scheduled);
	expect((await workflow.poll({ minute: 2, parameters })).ids).toEqual([]);
	workflow.messages.length = 0;
	workflow.single.s = scheduled;
	expect((await workflow.poll({ minute: 60, parameters })).ids).toEqual([]);
	scheduled.status = 'sent';
	expect((await workflow.poll({ minute: 90, parameters })).ids).toEqual(['s']);
	const { ids, asked } = await workflow.poll({ minute: 91, parameters });
	expect([ids, asked.some(({ path }) => path.endsWith('/s'))]).toEqual([[], false]);
});

it.each<[string, unknown]>([
	['cancelled', message('s', 1, { status: 'cancelled', direction: 'outbound' })],
	['deleted', undefined],
])('drops a scheduled message that was %s', async (_, later) => {
	const parameters = { direction: 'outbound' };
	const workflow = await started();
	workflow.messages.push(message('s', 1, { direction: 'outbound', status: 'scheduled' }));
	await workflow.poll({ minute: 2, parameters });
	workflow.messages.length = 0;
	if (later !== undefined) workflow.single.s = later as IDataObject;
	expect((await workflow.poll({ minute: 3, parameters })).ids).toEqual([]);
	expect((workflow.state as { deferred: object }).deferred).toEqual({});
});

describe("above 'Limit per Poll'", () => {
	const parameters = { 'options.limitPerPoll': 2 };

	it('returns the rest with later polls', async () => {
		const workflow = await started();
		for (let minute = 1; minute <= 5; minute++)
			workflow.messages.push(message(`m${minute}`, minute));
		const ids: unknown[][] = [];
		for (let poll = 0; poll < 4; poll++)
			ids.push((await workflow.poll({ minute: 6, parameters })).ids);
		expect(ids).toEqual([['m1', 'm2'], ['m3', 'm4'], ['m5'], []]);
	});

	it('reads no more pages than needed', async () => {
		const workflow = await started();
		workflow.pageSize = 2;
		for (let minute = 1; minute <= 9; minute++)
			workflow.messages.push(message(`m${minute}`, minute));
		const given = { minute: 10, parameters: { ...parameters, channels: ['sms'] } };
		const { ids, asked } = await workflow.poll(given);
		expect([ids, asked.length]).toEqual([['m1', 'm2'], 1]);
		expect((await workflow.poll(given)).ids).toEqual(['m3', 'm4']);
	});
});

it('continues after a poll whose time was over', async () => {
	const workflow = await started();
	workflow.pageSize = 3;
	for (let minute = 1; minute <= 9; minute++) workflow.messages.push(message(`m${minute}`, minute));
	const all: unknown[] = [];
	for (let poll = 0; poll < 20; poll++) {
		all.push(
			...(await workflow.poll({ minute: 10, requests: 1, parameters: { channels: ['sms'] } })).ids,
		);
	}
	expect(all).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9']);
});

it('starts an execution for each item if selected, each with its own state', async () => {
	const workflow = await started();
	workflow.messages.push(message('a', 1), message('b', 2), message('c', 3));
	const before = workflow.state;
	const { starts } = await workflow.poll({ minute: 4, parameters: { 'options.startPer': 'item' } });
	expect(starts.map(({ items }) => items.map(({ id }) => id))).toEqual([['a'], ['b'], ['c']]);
	expect(saved(starts[2].state)).toEqual(workflow.state);
	workflow.state = saved(starts[1].state);
	expect((await workflow.poll({ minute: 4 })).ids).toEqual(['c']);
	workflow.state = saved(starts[0].state);
	expect((await workflow.poll({ minute: 4 })).ids).toEqual(['b', 'c']);
	workflow.state = before;
	expect((await workflow.poll({ minute: 3 })).starts).toHaveLength(1);
});

describe('with options', () => {
	const email = message('e', 1, {
		messageType: 'TYPE_EMAIL',
		meta: { email: { messageIds: ['x1'] } },
	});
	const parameters = { 'options.includeEmailBodies': true };

	it('retries the body of an email for a day', async () => {
		const workflow = await started();
		workflow.messages.push(email, message('a', 2));
		workflow.emails.x1 = refused(500) as never;
		expect((await workflow.poll({ minute: 3, parameters })).ids).toEqual(['a']);
		expect((await workflow.poll({ minute: 3.9, parameters })).ids).toEqual([]);
		workflow.single.e = email;
		expect((await workflow.poll({ minute: 4, parameters })).ids).toEqual([]);
		const { items } = await workflow.poll({ minute: 3 + DAY_MS / MINUTE_MS, parameters });
		const hint = 'The body of an email could not be read (status 500) and was left out.';
		expect(items).toMatchObject([{ id: 'e', emails: [], hint }]);
	});

	it('returns the emails', async () => {
		const workflow = await started();
		workflow.messages.push(email);
		workflow.emails.x1 = { subject: 'News' };
		expect((await workflow.poll({ minute: 3, parameters })).items).toMatchObject([
			{ id: 'e', emails: [{ subject: 'News' }] },
		]);
	});

	it('returns the last messages, oldest first, with one read', async () => {
		const workflow = await started();
		workflow.messages.push(message('a', 1), message('b', 2));
		workflow.threads.c1 = [message('b', 2), message('a', 1, { extra: 1 }), message('z', -5)];
		const { items, asked } = await workflow.poll({
			minute: 3,
			parameters: { 'options.lastMessages': 2 },
		});
		const last = [{ id: 'a' }, { id: 'b' }];
		expect(items).toMatchObject([{ lastMessages: last }, { lastMessages: last }]);
		expect((items[0].lastMessages as IDataObject[])[0]).not.toHaveProperty('extra');
		expect(asked.filter(({ path }) => path === '/conversations/c1/messages')).toHaveLength(1);
	});
});

it('returns all fields without Simplify', async () => {
	const workflow = await started();
	workflow.messages.push(message('a', 1, { extra: 1, tags: ['t'] }));
	const simple = await new Workflow(workflow.messages).begin({ minute: -5 });
	expect((await simple.poll({ minute: 3 })).items[0]).not.toHaveProperty('extra');
	const { items } = await workflow.poll({ minute: 3, parameters: { simplify: false } });
	expect(items).toMatchObject([{ extra: 1, contact: { id: 'k1', tags: ['t'] } }]);
});

it('returns the latest matching message in a test', async () => {
	const workflow = new Workflow([
		message('a', 1),
		message('e', 2, { messageType: 'TYPE_EMAIL' }),
		message('s', 3, { status: 'scheduled' }),
		message('o', 4, { direction: 'outbound' }),
	]);
	const test = async (parameters: IDataObject) =>
		(await newMessage.test(workflow.open({ parameters, testing: true }).poll)).map(({ id }) => id);
	expect(await test({})).toEqual(['e']);
	expect(await test({ channels: ['sms'] })).toEqual(['a']);
	expect(await test({ channels: ['whatsapp'] })).toEqual([]);
});
