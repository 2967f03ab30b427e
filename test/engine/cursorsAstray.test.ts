import { lasting } from '../support/lasting';
import {
	AMPLE,
	EXPORT_PATH,
	exportMessages,
	getMessages,
	SEARCH_PATH,
	searchConversations,
	upTo,
} from './fixtures';
import { startWorld } from './harness';
import { idsOf, warningOf } from './outcomes';

const world = lasting(async () => await startWorld({ sandbox: { seed: false, rateLimit: AMPLE } }));
beforeEach(() => world.sandbox.reset());

describe('a cursor that leads nowhere', () => {
	const records = (count: number) => upTo(count).map((n) => ({ id: `m${n}` }));
	const replies = (path: string | RegExp, bodies: object[]) => {
		for (const body of bodies) world.sandbox.faults.add({ path, body });
	};

	it('ends a message list that gives the same page again', async () => {
		const page = { lastMessageId: 'x', nextPage: true, messages: records(100) };
		replies(
			/messages$/,
			upTo(9).map(() => ({ messages: page })),
		);
		const result = await world.run({ parameters: getMessages({ returnAll: true }) });
		expect(idsOf(result)).toEqual(upTo(100).map((n) => `m${n}`));
		expect(result.requests).toHaveLength(2);
		expect(warningOf(result)).toMatch(/cursor that it had given before/);
	});

	it('ends an export whose cursor goes back to an earlier one', async () => {
		const cursors = ['a', 'b', 'a', 'b', 'a'];
		replies(
			EXPORT_PATH,
			cursors.map((nextCursor, n) => ({ messages: [{ id: `m${n}` }], nextCursor })),
		);
		const result = await world.run({ parameters: exportMessages({ returnAll: true }) });
		expect(idsOf(result)).toEqual(['m0', 'm1', 'm2']);
		expect(warningOf(result)).toMatch(/cursor that it had given before/);
	});

	it('ends an export on the first page without news', async () => {
		replies(
			EXPORT_PATH,
			upTo(9).map((n) => ({ messages: records(3), nextCursor: `c${n}` })),
		);
		const result = await world.run({ parameters: exportMessages({ returnAll: true }) });
		expect(result.json).toHaveLength(3);
		expect(result.requests).toHaveLength(2);
		expect(warningOf(result)).toMatch(/nothing new/);
	});

	it('ends a search that does not go on where it was asked to', async () => {
		const conversations = upTo(100).map((n) => ({ id: `c${n}`, sort: [5000 - n] }));
		replies(
			SEARCH_PATH,
			upTo(9).map(() => ({ conversations, total: 500 })),
		);
		const result = await world.run({ parameters: searchConversations({ returnAll: true }) });
		expect(result.json).toHaveLength(100);
		expect(result.requests).toHaveLength(2);
		expect(warningOf(result)).toMatch(/did not go on where it was asked to/);
	});

	it('ends a search without sort values, and says so', async () => {
		replies(SEARCH_PATH, [{ conversations: records(100), total: 500 }]);
		const result = await world.run({ parameters: searchConversations({ returnAll: true }) });
		expect(result.json).toHaveLength(100);
		expect(result.requests).toHaveLength(1);
		expect(warningOf(result)).toMatch(/gave no sort value/);
	});
});
