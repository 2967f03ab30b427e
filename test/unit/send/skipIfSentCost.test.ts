/* eslint-disable no-console */
import { sleep } from 'n8n-workflow';

import { RateLimiter } from '../../../nodes/shared/request/transport/rateLimiter';
import { RateLimit } from '../../../sandbox/rateLimit';

/** The live limit and usual replies, in a tenth of the time: 100 in 10 s, 200 ms a message, 500 ms a page. */
const WINDOW = { max: 100, intervalMs: 1_000 };
const MESSAGE_MS = 20;
const PAGE_MS = 50;
const SENDS = 1_000;
/** Items of a run in progress at the same time. */
const AT_ONCE = 10;
/** 5,000 recorded messages, 1,000 a page. */
const PAGES = 5;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The time to read some pages and then to send, if a part of the first window is already used, ms. */
async function timeFor(pages: number, used: number): Promise<number> {
	const limit = new RateLimit(WINDOW);
	for (let index = 0; index < used; index++) limit.count('location');
	const limiter = new RateLimiter();
	let left = SENDS;
	const sender = { pendingRequests: () => Math.max(0, left) };
	const request = async (replyMs: number): Promise<void> => {
		const reply = await limiter.run(async () => {
			const { allowed, headers } = limit.count('location');
			await sleep(replyMs);
			return { statusCode: allowed ? 200 : 429, headers };
		}, sender);
		if (reply.statusCode !== 200) await request(replyMs);
	};
	const startedAt = Date.now();
	let endedAt: number | undefined;
	const work = async () => {
		for (let page = 0; page < pages; page++) await request(PAGE_MS);
		const tenth = async () => {
			while (left-- > 0) await request(MESSAGE_MS);
		};
		await Promise.all(Array.from({ length: AT_ONCE }, tenth));
		endedAt = Date.now();
	};
	const done = work();
	while (endedAt === undefined) await jest.advanceTimersByTimeAsync(MESSAGE_MS);
	await done;
	return endedAt - startedAt;
}

test('takes at most 3% more time for reading 5,000 messages before 1,000 sends', async () => {
	const ratios: number[] = [];
	for (let used = 0; used < WINDOW.max; used += 5) {
		ratios.push((await timeFor(PAGES, used)) / (await timeFor(0, used)));
	}
	const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
	console.info(`mean ${mean.toFixed(4)}, ${ratios.map((ratio) => ratio.toFixed(3)).join(' ')}`);
	expect(mean).toBeLessThan(1.03);
	// If the reads exceed a window, they cost one more window at most.
	expect(Math.max(...ratios)).toBeLessThan(1 + 1.5 / (SENDS / WINDOW.max));
});
