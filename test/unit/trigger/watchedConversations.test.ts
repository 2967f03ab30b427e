import type { IDataObject } from 'n8n-workflow';

import { PollTimeout } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';
import { refused } from './lists';
import { HOUR_MS, MINUTE_MS, SECOND_MS, START, WatchingWorkflow } from './watchingWorkflow';

const DAY_MS = 24 * HOUR_MS;
const started = async () => await new WatchingWorkflow().begin();
const stateOf = ({ state }: WatchingWorkflow) =>
	state as { conversations: Record<string, IDataObject>; notBefore: number; watermark: number };

/** A workflow in which this many contacts wrote, one each second. */
async function withContacts(count: number) {
	const workflow = await started();
	for (let n = 1; n <= count; n++) workflow.add(`c${n}`, n * SECOND_MS);
	return workflow;
}

describe('the list of changed conversations', () => {
	const later = 2 * HOUR_MS;
	const pagesOf = ({ asked }: Awaited<ReturnType<WatchingWorkflow['poll']>>) =>
		asked.filter(({ path }) => path.endsWith('/search')).length;

	it('is read down to the overlap, and not further', async () => {
		const workflow = await withContacts(250);
		workflow.add('latest', later);
		expect(pagesOf(await workflow.poll(later))).toBe(3);
		expect(pagesOf(await workflow.poll(later + MINUTE_MS))).toBe(1);
	});

	it('is read with the overlap, from exactly its start on', async () => {
		const workflow = await started();
		workflow.add('latest', later);
		await workflow.poll(later);
		expect(stateOf(workflow)).toMatchObject({
			...{ watermark: START + later, notBefore: START + later - 10 * MINUTE_MS },
		});
		workflow.add('at-the-start', later - 10 * MINUTE_MS);
		workflow.add('before-it', later - 10 * MINUTE_MS - 1);
		const { ids } = await workflow.poll(later + MINUTE_MS);
		expect([...ids].sort()).toEqual(['at-the-start', 'latest']);
	});

	it('is read again from the same time if a poll had no time for all of it', async () => {
		const workflow = await withContacts(250);
		const parameters = { 'options.limitPerPoll': 1_000 };
		await workflow.poll(later, { requests: 1, parameters });
		expect(stateOf(workflow)).toMatchObject({ notBefore: START, watermark: START });
		const { ids } = await workflow.poll(later + MINUTE_MS, { parameters });
		expect(ids.length + 10).toBe(250);
	});

	it('may have conversations without a time, and with a time in the future', async () => {
		const workflow = await started();
		workflow.add('a', SECOND_MS);
		workflow.add('b', DAY_MS);
		expect((await workflow.poll(MINUTE_MS)).ids).toContain('a');
		expect(stateOf(workflow).watermark).toBe(START + MINUTE_MS);
		workflow.stored.conversations.unshift({ id: 'odd', contactId: 'k', sort: [1] });
		workflow.stored.threads.odd = [];
		await expect(workflow.poll(2 * MINUTE_MS)).resolves.toBeDefined();
	});
});

describe('conversations that are due', () => {
	it('are read in batches of ten, until the time of the poll is over', async () => {
		const workflow = await withContacts(25);
		const first = await workflow.poll(5 * MINUTE_MS, { requests: 5 });
		expect([first.ids.length, first.looks.length]).toEqual([10, 10]);
		const second = await workflow.poll(5 * MINUTE_MS, { requests: 12 });
		expect(second.ids).toHaveLength(15);
		expect(new Set([...first.ids, ...second.ids]).size).toBe(25);
	});

	it('are read even if reading the list took all the time', async () => {
		const workflow = await withContacts(2);
		expect((await workflow.poll(5 * MINUTE_MS, { requests: 0 })).ids).toHaveLength(2);
	});

	it('are read one by one up to the limit, and the others by the next poll', async () => {
		const workflow = await withContacts(13);
		const parameters = { 'options.limitPerPoll': 12 };
		const { looks, ids } = await workflow.poll(5 * MINUTE_MS, { parameters });
		expect([looks.length, ids.length]).toEqual([12, 12]);
		expect((await workflow.poll(5 * MINUTE_MS, { parameters })).ids).toEqual(['c13']);
	});

	it('remain due if the time of the poll ends while they are read', async () => {
		const workflow = await withContacts(12);
		workflow.stored.before = (path) => {
			if (path === '/conversations/c2/messages') throw new PollTimeout();
		};
		const { ids, warnings } = await workflow.poll(5 * MINUTE_MS);
		expect(ids).toEqual(['c1', ...[3, 4, 5, 6, 7, 8, 9, 10].map((n) => `c${n}`)]);
		expect(warnings).toEqual([]);
		delete workflow.stored.before;
		expect((await workflow.poll(5 * MINUTE_MS)).ids).toEqual(['c2', 'c11', 'c12']);
	});

	it('are emitted by how long they have waited, in whatever order they are read', async () => {
		const workflow = await started();
		workflow.add('later', 20 * SECOND_MS);
		workflow.add('sooner', SECOND_MS);
		await workflow.poll(25 * SECOND_MS);
		workflow.add('sooner', 30 * SECOND_MS);
		workflow.add('soonest', 2 * SECOND_MS);
		expect((await workflow.poll(5 * MINUTE_MS)).ids).toEqual(['soonest', 'later', 'sooner']);
	});

	it('fail the poll if the first of them cannot be read because of the rate limit', async () => {
		const workflow = await withContacts(1);
		workflow.stored.before = (path) => {
			if (path.endsWith('/messages')) throw refused(429);
		};
		await expect(workflow.poll(5 * MINUTE_MS)).rejects.toThrow();
	});
});

describe('a contact that is not watched', () => {
	it('is not read, and not again when it is changed to be watched', async () => {
		const workflow = await withContacts(1);
		const parameters = { 'filters.contactId': 'somebody else' };
		workflow.stored.conversations[0].tags = ['vip'];
		const filtered = { filters: { blockedTags: 'vip' } };
		expect((await workflow.poll(5 * MINUTE_MS, { parameters: filtered })).looks).toEqual([]);
		expect(stateOf(workflow).conversations.c1).not.toHaveProperty('due');
		expect((await workflow.poll(6 * MINUTE_MS, { parameters })).looks).toEqual([]);
		expect((await workflow.poll(HOUR_MS)).looks).toEqual([]);
	});

	it('is not read if the filter is set while the conversation is due', async () => {
		const workflow = await withContacts(2);
		await workflow.poll(3 * SECOND_MS);
		const parameters = { 'filters.contactId': 'k-c2' };
		const { ids, looks } = await workflow.poll(5 * MINUTE_MS, { parameters });
		expect([ids, looks]).toEqual([['c2'], ['/conversations/c2/messages']]);
	});
});

describe('a part of an item that cannot be read', () => {
	const parameters = { 'options.lastMessages': 2 };

	it('delays its conversation, and is left out after a day', async () => {
		const workflow = await withContacts(1);
		const lists = (at: number) => workflow.poll(at, { parameters });
		let count = 0;
		workflow.stored.before = (path) => {
			// The first read is that of the conversation, the second one that of its last messages.
			if (path.endsWith('/messages') && ++count % 2 === 0) throw refused(500);
		};
		expect((await lists(5 * MINUTE_MS)).ids).toEqual([]);
		expect(stateOf(workflow).conversations.c1).toMatchObject({
			...{ tries: 1, due: START + 6 * MINUTE_MS, failedAt: START + 5 * MINUTE_MS },
		});
		expect((await lists(6 * MINUTE_MS - 1)).looks).toEqual([]);
		expect((await lists(6 * MINUTE_MS)).ids).toEqual([]);
		expect(stateOf(workflow).conversations.c1).toMatchObject({ tries: 2 });
		const { items } = await lists(DAY_MS + 5 * MINUTE_MS);
		expect(items).toMatchObject([{ conversationId: 'c1', lastMessages: [] }]);
		expect(items[0].hint).toContain('The last messages could not be read (status 500)');
	});
});

it('forgets the oldest conversations above the maximum, with a warning', async () => {
	const workflow = await started();
	const many = Array.from({ length: 5_001 }, (_, n) => [
		`c${n}`,
		{ lastMessageAt: START + n, due: START + DAY_MS },
	]);
	Object.assign(workflow.state, { conversations: Object.fromEntries(many) });
	const { warnings } = await workflow.poll(MINUTE_MS);
	expect(warnings).toEqual(['1 conversations are no longer tracked: the limit was exceeded']);
	expect(Object.keys(stateOf(workflow).conversations)).toHaveLength(5_000);
});
