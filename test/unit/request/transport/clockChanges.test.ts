/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { sleep } from 'n8n-workflow';

import {
	MAX_LIMITERS,
	RateLimiter,
	rateLimiterFor,
} from '../../../../nodes/shared/request/transport/rateLimiter';
import { ServerClock } from '../../../../nodes/shared/request/transport/serverClock';
import { HOUR_MS } from '../../../../nodes/shared/time';

const headersFor = (remaining: number, intervalMs = 200) => ({
	'x-ratelimit-max': '5',
	'x-ratelimit-remaining': String(remaining),
	'x-ratelimit-interval-milliseconds': String(intervalMs),
});

describe.each([-HOUR_MS, HOUR_MS])('a system clock that is changed by %i ms', (byMs) => {
	/** Changes the system clock. */
	const set = () => {
		const real = Date.now.bind(Date);
		jest.spyOn(Date, 'now').mockImplementation(() => real() + byMs);
	};
	afterEach(() => jest.restoreAllMocks());

	test('does not block requests that wait for the next window', async () => {
		const limiter = new RateLimiter();
		let remaining = 5;
		const answer = async () => ({ headers: headersFor(Math.max(0, --remaining)) });
		await limiter.run(answer);
		for (let n = 0; n < 4; n++) await limiter.run(answer);
		const waiting = limiter.run(async () => ({ headers: headersFor(4) }));
		set();
		await waiting;
		await limiter.run(async () => ({ headers: headersFor(3) }));
	}, 10_000);

	test('neither lengthens nor shortens a pause', async () => {
		const limiter = new RateLimiter();
		await limiter.run(async () => ({ headers: headersFor(4) }));
		limiter.pauseFor(300);
		set();
		const startedAt = performance.now();
		await limiter.run(async () => ({ headers: headersFor(4) }));
		expect(performance.now() - startedAt).toBeGreaterThan(250);
	}, 10_000);

	test("does not change HighLevel's clock", async () => {
		const clock = new ServerClock();
		const theirs = Date.UTC(2026, 0, 1);
		clock.update({ date: new Date(theirs).toUTCString() });
		set();
		await sleep(20);
		expect(clock.now() - theirs).toBeGreaterThanOrEqual(15);
		expect(clock.now() - theirs).toBeLessThan(10_000);
	});
});

describe('rate limiters', () => {
	test('are shared per key, and limited in number', async () => {
		const busy = rateLimiterFor('busy');
		let end = () => {};
		const request = busy.run(async () => {
			await new Promise<void>((resolve) => (end = resolve));
			return { headers: {} };
		});
		await sleep(0);
		const first = rateLimiterFor('first');
		const made = new Set<RateLimiter>();
		const keys = MAX_LIMITERS + 100;
		for (let n = 0; n < keys; n++) made.add(rateLimiterFor(`key ${n}`));
		expect(made.size).toBe(keys);
		let kept = 0;
		for (let n = keys - 1; made.has(rateLimiterFor(`key ${n}`)); n--) kept++;
		expect(kept).toBeLessThanOrEqual(MAX_LIMITERS);
		expect(kept).toBeGreaterThan(MAX_LIMITERS / 2);
		expect(rateLimiterFor('first')).not.toBe(first);
		// Limiters in use are kept.
		expect(rateLimiterFor('busy')).toBe(busy);
		end();
		await request;
	});

	test('do not keep senders in memory', async () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const limiter = rateLimiterFor('kept');
		const send = async () => {
			const controller = new AbortController();
			const sender = {
				signal: controller.signal,
				data: new Array(1000).fill('item'),
				pendingRequests: () => 1,
			};
			await limiter.run(async () => ({ headers: headersFor(4, 10_000) }), sender);
			return new WeakRef(sender);
		};
		const senders: Array<WeakRef<object>> = [];
		for (let n = 0; n < 4; n++) senders.push(await send());
		await sleep(10);
		collect();
		expect(senders.filter((sender) => sender.deref() !== undefined)).toEqual([]);
	});
});
