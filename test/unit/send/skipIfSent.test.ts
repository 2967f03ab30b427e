import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { skipIfSent } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/skipIfSent';
import { ApiError } from '../../../nodes/shared/request/errors';
import type { ReadRequest } from '../../../nodes/shared/request/operationSpec';
import { fakeItem, refused, sentAs } from './fakeItem';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const LATE_MS = 90_000;
let sentCount = 0;

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

interface Scene {
	message?: string;
	options?: IDataObject;
	/** What the location's list shows as sent: texts. */
	listed?: string[];
	/** Whether HighLevel has a message that it does not list. */
	hasUnlisted?: boolean;
	run?: Map<string, Promise<unknown>>;
	sent?: Map<string, Promise<unknown>>;
	alreadySent?: boolean;
	fails?: unknown;
}

/** A text that no other test sends: what the process has sent is remembered over all of them. */
const newText = () => `Text ${++sentCount}`;

/** Prepares an item; `go` is its turn. */
async function prepare({ message = newText(), listed = [], ...scene }: Scene) {
	const answer = ({ path }: ReadRequest) => {
		const record = { direction: 'outbound', contactId: 'k1', conversationId: 'c1' };
		if (path.endsWith('/export')) {
			const more = { ...record, messageType: 'TYPE_SMS', dateAdded: '2026-03-02T11:00:00Z' };
			return { messages: listed.map((body) => ({ ...more, id: `id of ${body}`, body })) };
		}
		if (!scene.hasUnlisted) throw refused(404, 'Message not found');
		return { message: record };
	};
	const { options, run, sent } = scene;
	const body = { type: 'SMS', contactId: 'k1', message };
	const { item, reads } = fakeItem(body, { options, answer, run, sent });
	let sends = 0;
	const next = async (): Promise<INodeExecutionData[]> => {
		sends++;
		if (scene.fails !== undefined) throw scene.fails;
		return await Promise.resolve(sentAs({ messageId: `new ${message}`, conversationId: 'c1' }));
	};
	const prepared = await skipIfSent(item, 24);
	return {
		lastMessage: prepared?.lastMessage,
		reads,
		sends: () => sends,
		go: async () => {
			const results = prepared?.middleware({ next, alreadySent: scene.alreadySent === true });
			return ((await results) ?? [])[0].json;
		},
	};
}

it.each([undefined, ''])('does nothing if it is %j', async (option) => {
	const { item } = fakeItem({ type: 'SMS', message: 'Hi' });
	expect(await skipIfSent(item, option)).toBeUndefined();
});

it.each([0, 0.9, 169, true, 'x', 'x'.repeat(1_000)])('rejects %p as hours', async (option) => {
	const { item } = fakeItem({ type: 'SMS', message: 'Hi' });
	const shown = String(option).slice(0, 100);
	await expect(skipIfSent(item, option)).rejects.toMatchObject({
		message: `'Skip If Sent Within' must be a number of hours from 1 to 168: ${shown}`,
	});
});

it.each([1, '168'])('accepts %p as hours', async (option) => {
	const { item } = fakeItem(
		{ type: 'SMS', message: newText() },
		{ answer: () => ({ messages: [] }) },
	);
	expect(await skipIfSent(item, option)).toMatchObject({ lastMessage: undefined });
});

it('sends messages that were not sent', async () => {
	const item = await prepare({ message: 'A new one' });
	expect(await item.go()).toMatchObject({ messageId: 'new A new one' });
	expect(item.sends()).toBe(1);
});

it('skips messages that are listed as sent', async () => {
	const item = await prepare({ message: 'Listed', listed: ['Listed'] });
	expect(item.lastMessage).toMatchObject({ messageId: 'id of Listed' });
	expect(await item.go()).toEqual({
		...{ skipped: true, reason: 'already sent', contactId: 'k1', type: 'SMS' },
		...{ messageId: 'id of Listed', conversationId: 'c1', sentAt: '2026-03-02T11:00:00Z' },
	});
	expect(item.sends()).toBe(0);
});

it('lets an earlier try of the node return what it sent', async () => {
	const message = newText();
	const item = await prepare({ message, listed: [message], alreadySent: true });
	expect(await item.go()).toMatchObject({ messageId: `new ${message}` });
});

describe('several messages of an item', () => {
	const options = { splitText: { values: {} } };

	it('are marked if they were sent', async () => {
		const sent = new Map<string, Promise<unknown>>();
		const item = await prepare({ message: 'P1\n\nP2', listed: ['P2'], options, sent });
		expect(item.lastMessage).toBeUndefined();
		expect([...sent.keys()]).toEqual(['text 1']);
		expect(await sent.get('text 1')).toMatchObject({ json: { messageId: 'id of P2' } });
	});

	it("are skipped with the last one's ID if all were sent", async () => {
		const item = await prepare({ message: 'P1\n\nP2', listed: ['P1', 'P2'], options });
		expect(await item.go()).toMatchObject({ skipped: true, messageId: 'id of P2' });
	});

	it('are not looked up if another try of the node has sent some', async () => {
		const sent = new Map<string, Promise<unknown>>([['text 0', Promise.resolve({})]]);
		const item = await prepare({ message: 'P1\n\nP2', listed: ['P1', 'P2'], options, sent });
		expect(item.reads).toEqual([]);
		expect(await item.go()).toMatchObject({ messageId: 'new P1\n\nP2' });
	});
});

describe('equal items of a run', () => {
	it('send only the first', async () => {
		const scene = { message: newText(), run: new Map<string, Promise<unknown>>() };
		const [first, second] = [await prepare(scene), await prepare(scene)];
		const { messageId } = await first.go();
		const reason = { skipped: true, reason: 'already sent', sentAt: '2026-03-02T12:00:00.000Z' };
		expect(await second.go()).toMatchObject({ messageId, ...reason });
		expect([first.sends(), second.sends()]).toEqual([1, 0]);
	});

	it('fail if the first failed', async () => {
		const scene = { message: newText(), run: new Map<string, Promise<unknown>>() };
		const error = refused(400, 'Missing phone number');
		const [first, second] = [await prepare({ ...scene, fails: error }), await prepare(scene)];
		await expect(first.go()).rejects.toBe(error);
		await expect(second.go()).rejects.toBe(error);
		expect(second.sends()).toBe(0);
	});

	it('are skipped for the same reason as the first', async () => {
		const message = newText();
		const run = new Map<string, Promise<unknown>>();
		const item = () => fakeItem({ type: 'SMS', contactId: 'k1', message }, { run }).item;
		const [first, second] = [await skipIfSent(item(), 24), await skipIfSent(item(), 24)];
		const json = { skipped: true, reason: 'human', conversationId: 'c1' };
		await first!.middleware({ next: async () => sentAs(json), alreadySent: false });
		const next = async () => sentAs({ messageId: 'x' });
		const [result] = await second!.middleware({ next, alreadySent: false });
		expect(result.json).toMatchObject(json);
	});
});

describe('runs of this process', () => {
	it('wait for one that sends the same, and skip', async () => {
		const message = newText();
		const [first, second] = [await prepare({ message }), await prepare({ message })];
		const results = await Promise.all([first.go(), second.go()]);
		expect(results).toMatchObject([
			{ messageId: `new ${message}` },
			{ messageId: `new ${message}`, skipped: true, sentAt: '2026-03-02T12:00:00.000Z' },
		]);
		expect(second.sends()).toBe(0);
	});

	it('send what was rejected in another', async () => {
		const message = newText();
		const first = await prepare({ message, fails: refused(400, 'Missing phone number') });
		const second = await prepare({ message });
		const results = await Promise.allSettled([first.go(), second.go()]);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
		expect(second.sends()).toBe(1);
	});

	it('send what another has skipped', async () => {
		const message = newText();
		const { item } = fakeItem({ type: 'SMS', contactId: 'k1', message });
		const first = await skipIfSent(item, 24);
		const skipped = async () => sentAs({ skipped: true, reason: 'human' });
		await first!.middleware({ next: skipped, alreadySent: false });
		const second = await prepare({ message });
		expect(await second.go()).toMatchObject({ messageId: `new ${message}` });
	});

	it('do not send what another may have sent', async () => {
		const message = newText();
		const lost = new ApiError({ kind: 'connectionLost', code: 'ECONNRESET' });
		const [first, second] = [await prepare({ message, fails: lost }), await prepare({ message })];
		await expect(first.go()).rejects.toBe(lost);
		await expect(second.go()).rejects.toBe(lost);
		expect(second.sends()).toBe(0);
	});

	it.each([
		['skips what is not listed yet', LATE_MS, true, 'skipped'],
		['sends what HighLevel does not have', LATE_MS, false, 'sent'],
		['sends what should be listed by now', LATE_MS + 1, true, 'sent'],
	])('that start later %s', async (_, laterMs, hasUnlisted, expected) => {
		const message = newText();
		await (await prepare({ message })).go();
		jest.setSystemTime(NOW + laterMs);
		const later = await prepare({ message, hasUnlisted });
		const json = await later.go();
		expect(json.skipped === true ? 'skipped' : 'sent').toBe(expected);
		if (expected === 'skipped') {
			expect(json).toMatchObject({
				messageId: `new ${message}`,
				conversationId: 'c1',
				sentAt: '2026-03-02T12:00:00.000Z',
			});
		}
	});
});
