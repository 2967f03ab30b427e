import { rememberSent } from '../../../nodes/HighLevelConversations/resources/message/send/ownMessages';
import { recordAnswer, recentAnswers } from '../../../nodes/shared/thread';
import { refused, sentAs } from './fakeItem';
import { MINUTE_MS, question, scene, skipped, START } from './turnScene';

beforeEach(() => jest.useFakeTimers({ now: START + MINUTE_MS }));
afterEach(() => jest.useRealTimers());

const sends = async () => await Promise.resolve(sentAs({ messageId: 'm1' }));
const isSent = { messageId: 'm1' };
const outbound = { direction: 'outbound', source: 'api' };

it("waits by HighLevel's clock, which it reads from the first response", async () => {
	const date = new Date(START + 4_000).toUTCString();
	const one = scene({}, { headers: { date } });
	one.item.sleep = async (ms) => {
		one.waits.push(ms);
		await jest.advanceTimersByTimeAsync(ms);
		Object.assign(one.item, {
			get: async () => ({ headers: {}, body: { messages: { messages: one.thread } } }),
		});
	};
	expect(await one.go(sends)).toEqual(isSent);
	expect(one.waits).toEqual([6_000]);
});

it("records an answer by HighLevel's clock and with its type", async () => {
	const date = new Date(START + 10 * MINUTE_MS).toUTCString();
	for (const [type, messageType] of [
		['WhatsApp', 'TYPE_WHATSAPP'],
		['Unknown', 'TYPE_SMS'],
	]) {
		const one = scene({ type }, { headers: { date } });
		await one.go(async () => {
			rememberSent(one.item, { messageId: `of ${type}`, conversationId: one.conversationId });
			return await sends();
		});
		expect(recentAnswers(one.conversationId)).toMatchObject([
			{ id: `of ${type}`, messageType, dateAdded: START + 10 * MINUTE_MS },
		]);
	}
});

it('uses the rules of the turn', async () => {
	const one = scene({}, { rules: { channels: ['sms'] } });
	const other = { id: 'w1', messageType: 'TYPE_WHATSAPP', dateAdded: START + 1 };
	one.thread.unshift(question(one.conversationId, other));
	expect(await one.go(sends)).toEqual(isSent);
	const every = scene();
	every.thread.unshift(question(every.conversationId, other));
	expect(await every.go(sends)).toEqual(skipped(every, 'newerMessage'));
});

it('reads no more pages than needed', async () => {
	const one = scene();
	const before = { id: 'old', ...outbound, dateAdded: START - 300 * MINUTE_MS };
	const oldest = { id: 'oldest', dateAdded: START - 400 * MINUTE_MS };
	one.thread.push(question(one.conversationId, before), question(one.conversationId, oldest));
	one.listMore();
	expect(await one.go(sends)).toEqual(isSent);
	expect(one.reads).toHaveLength(1);
});

it('warns if the conversation cannot be read to its end', async () => {
	const one = scene();
	one.listMore();
	await one.go(sends);
	expect(one.item.warnings).toHaveLength(1);
});

it('ignores what this execution has sent', async () => {
	const one = scene();
	rememberSent(one.item, { messageId: 'own', conversationId: one.conversationId });
	one.thread.unshift(
		question(one.conversationId, { id: 'own', ...outbound, dateAdded: START + 20_000 }),
	);
	expect(await one.go(sends)).toEqual(isSent);
	const other = scene();
	other.thread.unshift(
		question(other.conversationId, { id: 'foreign', ...outbound, dateAdded: START + 20_000 }),
	);
	expect(await other.go(sends)).toEqual(skipped(other, 'answered'));
});

it('counts a scheduled answer of this process as an answer', async () => {
	const one = scene();
	const answer = question(one.conversationId, {
		id: `s-${one.conversationId}`,
		...outbound,
		dateAdded: START + 20_000,
	});
	const listed = { ...answer, status: 'scheduled' };
	one.thread.unshift(listed);
	expect(await one.go(sends)).toEqual(isSent);
	recordAnswer(answer, [String(one.thread[1].id)]);
	expect(await one.go(sends)).toEqual(skipped(one, 'answered'));
});

it('throws if the last question is not listed and cannot be read', async () => {
	const one = scene();
	one.unlist();
	const read = one.item.get;
	one.item.get = async (request) => {
		if (request.path.includes('/messages/q-')) throw refused(500, 'No');
		return await read(request);
	};
	await expect(one.go(sends)).rejects.toThrow('No');
});

it('does not compare missing contacts', async () => {
	const one = scene();
	one.thread[0].contactId = null;
	expect(await one.go(sends)).toEqual(isSent);
});

describe('an item of several messages', () => {
	it('is checked before each of them', async () => {
		const one = scene();
		let sent = 0;
		const next = async () => {
			while (sent < 15) {
				one.leave();
				rememberSent(one.item, { messageId: `p${++sent}`, conversationId: one.conversationId });
			}
			return await sends();
		};
		expect(await one.go(next)).toEqual(isSent);
		expect([sent, one.reads.length]).toEqual([15, 15]);
	});

	it('stops if the conversation changes after the first', async () => {
		const one = scene();
		let tries = 0;
		const next = async () => {
			tries++;
			one.leave();
			rememberSent(one.item, { messageId: 'first', conversationId: one.conversationId });
			one.thread.unshift(question(one.conversationId, { id: 'q2', dateAdded: START + 5 }));
			one.leave();
			return await sends();
		};
		expect(await one.go(next)).toEqual(skipped(one, 'newerMessage'));
		expect(tries).toBe(2);
	});
});
