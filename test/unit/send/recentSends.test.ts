/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { RecentSends } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/recentSends';
import type { SendOutcome } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/recentSends';

const DAY_MS = 24 * 3_600_000;
const sent = (): SendOutcome => ({ kind: 'sent', json: {}, at: Date.now() });

describe('messages sent by this process', () => {
	it('are limited in number', async () => {
		const sends = new RecentSends(50);
		for (let index = 0; index < 1_000; index++) {
			expect(await sends.sendUnlessRecent(String(index), 0, async () => sent())).toBeUndefined();
		}
		expect(sends.size).toBe(50);
		expect(sends.lastOutcome('0')).toBeUndefined();
		expect(sends.lastOutcome('999')).toMatchObject({ kind: 'sent' });
	});

	it('are sent by one of many callers at a time, until one sends', async () => {
		const sends = new RecentSends();
		const order: number[] = [];
		const claims = [1, 2, 3, 4].map(
			async (index) =>
				await sends.sendUnlessRecent('key', 0, async () => {
					order.push(index);
					await new Promise((resolve) => setImmediate(resolve));
					return index < 3 ? { kind: 'nothing' } : sent();
				}),
		);
		const outcomes = await Promise.all(claims);
		expect(order).toEqual([1, 2, 3]);
		expect(outcomes[3]).toMatchObject({ kind: 'sent' });
		expect(sends.size).toBe(1);
	});

	it('are sent again if they were sent before the given time', async () => {
		const sends = new RecentSends();
		await sends.sendUnlessRecent('key', 0, async () => ({ kind: 'sent', json: {}, at: 1_000 }));
		expect(await sends.sendUnlessRecent('key', 1_000, async () => sent())).toMatchObject({
			at: 1_000,
		});
		expect(await sends.sendUnlessRecent('key', 1_001, async () => sent())).toBeUndefined();
	});

	it('are not remembered if nothing was sent', async () => {
		const sends = new RecentSends();
		await sends.sendUnlessRecent('key', 0, async () => ({ kind: 'nothing' }));
		await new Promise((resolve) => setImmediate(resolve));
		expect(sends.size).toBe(0);
	});

	it('are forgotten after a day', async () => {
		jest.useFakeTimers({ now: 0 });
		try {
			const sends = new RecentSends();
			await sends.sendUnlessRecent('old', 0, async () => sent());
			jest.setSystemTime(DAY_MS - 1);
			await sends.sendUnlessRecent('new', 0, async () => sent());
			expect(sends.size).toBe(2);
			jest.setSystemTime(DAY_MS);
			await sends.sendUnlessRecent('newest', 0, async () => sent());
			expect(sends.size).toBe(2);
			expect(sends.lastOutcome('old')).toBeUndefined();
			expect(sends.lastOutcome('new')).toBeDefined();
		} finally {
			jest.useRealTimers();
		}
	});

	it('are kept if a forgotten one with the same key ends without a send', async () => {
		const sends = new RecentSends(1);
		let endFirst: (outcome: SendOutcome) => void = () => {};
		const first = new Promise<SendOutcome>((resolve) => (endFirst = resolve));
		await sends.sendUnlessRecent('key', 0, async () => await first);
		await sends.sendUnlessRecent('other', 0, async () => sent());
		await sends.sendUnlessRecent('key', 0, async () => sent());
		endFirst({ kind: 'nothing' });
		await new Promise((resolve) => setImmediate(resolve));
		expect(sends.lastOutcome('key')).toMatchObject({ kind: 'sent' });
	});
});
