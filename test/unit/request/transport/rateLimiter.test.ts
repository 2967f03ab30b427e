import { sleep, type IDataObject } from 'n8n-workflow';

import { ApiError } from '../../../../nodes/shared/request/errors/apiError';
import {
	RateLimiter,
	rateLimiterFor,
} from '../../../../nodes/shared/request/transport/rateLimiter';

const INTERVAL = 200;

/** A server that allows `max` requests in windows of `INTERVAL` ms, each begun by its first request. */
function serverOf(max: number, latencyMs = 2) {
	let opened = -Infinity;
	let used = 0;
	const starts: number[] = [];
	let refused = 0;
	let inFlight = 0;
	let most = 0;
	const answer = async (): Promise<{ headers: IDataObject }> => {
		const now = Date.now();
		starts.push(now);
		most = Math.max(most, ++inFlight);
		if (now - opened >= INTERVAL) [opened, used] = [now, 0];
		if (++used > max) refused++;
		const headers = {
			'x-ratelimit-max': String(max),
			'x-ratelimit-remaining': String(Math.max(0, max - used)),
			'x-ratelimit-interval-milliseconds': String(INTERVAL),
		};
		await sleep(latencyMs);
		inFlight--;
		return { headers };
	};
	return { answer, starts, seen: () => ({ refused, most }) };
}

const runs = async (
	limiter: RateLimiter,
	count: number,
	answer: () => Promise<{ headers: IDataObject }>,
) => await Promise.all(Array.from({ length: count }, async () => await limiter.run(answer)));

test('many requests go out in full windows, none above the limit, ten at a time at most', async () => {
	const server = serverOf(20);
	const limiter = new RateLimiter();
	// The first reply tells the real limit.
	await limiter.run(server.answer);
	await runs(limiter, 69, server.answer);
	expect(server.starts).toHaveLength(70);
	expect(server.seen().refused).toBe(0);
	expect(server.seen().most).toBeLessThanOrEqual(10);
	const duration = server.starts[69] - server.starts[0];
	expect(duration).toBeGreaterThanOrEqual(3 * INTERVAL);
});

test('a window that allows fewer than go out at a time is kept to as well', async () => {
	const server = serverOf(4);
	const limiter = new RateLimiter();
	await limiter.run(server.answer);
	await runs(limiter, 15, server.answer);
	expect(server.starts).toHaveLength(16);
	// One goes first in each window, and tells how many are left.
	expect(server.seen()).toEqual({ refused: 0, most: 3 });
});

test('what another client uses up is seen in the headers', async () => {
	const limiter = new RateLimiter();
	const headers = {
		'x-ratelimit-max': '5',
		'x-ratelimit-remaining': '0',
		'x-ratelimit-interval-milliseconds': String(INTERVAL),
	};
	await limiter.run(async () => ({ headers }));
	const before = Date.now();
	await limiter.run(async () => ({ headers: {} }));
	expect(Date.now() - before).toBeGreaterThanOrEqual(INTERVAL - 20);
	expect(limiter.interval).toBe(INTERVAL);
});

test('a hold stops everything for its time', async () => {
	const limiter = new RateLimiter();
	limiter.holdFor(150);
	const before = Date.now();
	await runs(limiter, 3, async () => ({ headers: {} }));
	expect(Date.now() - before).toBeGreaterThanOrEqual(140);
});

test("with the day's quota used up nothing starts, and the failure says when it is there again", async () => {
	const limiter = new RateLimiter();
	const headers = { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': '300' };
	await limiter.run(async () => ({ headers }));
	const request = jest.fn(async () => ({ headers: {} }));
	const failure: unknown = await limiter.run(request).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(ApiError);
	const { kind, resetsInMs } = (failure as ApiError).details;
	expect(kind).toBe('quota');
	expect(resetsInMs).toBeGreaterThan(0);
	expect(resetsInMs).toBeLessThanOrEqual(300);
	expect(request).not.toHaveBeenCalled();
	await sleep(320);
	await limiter.run(request);
	expect(request).toHaveBeenCalledTimes(1);
});

test('Stop frees a waiting request at once and leaves the others in line', async () => {
	const limiter = new RateLimiter();
	limiter.holdFor(600);
	const stop = new AbortController();
	const request = jest.fn(async () => ({ headers: {} }));
	const stopped = limiter.run(request, stop).catch((error: unknown) => error);
	const other = limiter.run(request);
	stop.abort();
	expect(await stopped).toBeInstanceOf(Error);
	// Before the hold was over, and the other went out.
	expect(request).not.toHaveBeenCalled();
	await other;
	expect(request).toHaveBeenCalledTimes(1);
	await expect(limiter.run(request, stop)).rejects.toThrow();
	expect(request).toHaveBeenCalledTimes(1);
});

test('a request that fails gives its place back', async () => {
	const limiter = new RateLimiter();
	const failing = async () => await Promise.reject(new Error('broken'));
	for (let i = 0; i < 30; i++) await expect(limiter.run(failing)).rejects.toThrow('broken');
	await expect(limiter.run(async () => ({ headers: {} }))).resolves.toEqual({ headers: {} });
});

test('headers that make no sense change nothing', async () => {
	const limiter = new RateLimiter();
	const headers = {
		'x-ratelimit-max': 'many',
		'x-ratelimit-remaining': '',
		'x-ratelimit-interval-milliseconds': '-5',
	};
	await runs(limiter, 50, async () => ({ headers }));
	expect(limiter.interval).toBe(10_000);
});

test('headers that ask for days are held to a minute, and the log hears why and until when', async () => {
	jest.useFakeTimers();
	try {
		const limiter = new RateLimiter();
		const headers = {
			'x-ratelimit-max': '100',
			'x-ratelimit-remaining': '0',
			'x-ratelimit-interval-milliseconds': '999999999',
		};
		await limiter.run(async () => ({ headers }));
		const lines: string[] = [];
		const request = jest.fn(async () => ({ headers: {} }));
		const waiting = limiter.run(request, { log: (line) => lines.push(line) });
		const end = new Date(Date.now() + 60_000).toISOString();
		await jest.advanceTimersByTimeAsync(59_000);
		expect(request).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1_000);
		await waiting;
		expect(lines).toEqual([
			`Waiting 60 s, until ${end}: HighLevel's rate limit (100 requests in 60 s) is used up.`,
		]);
	} finally {
		jest.useRealTimers();
	}
});

test("a day's quota is there again after a day at most", async () => {
	const limiter = new RateLimiter();
	const headers = { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': '1e15' };
	await limiter.run(async () => ({ headers }));
	const failure: unknown = await limiter.run(async () => ({ headers })).catch((e: unknown) => e);
	expect((failure as ApiError).details.resetsInMs).toBeLessThanOrEqual(86_400_000);
});

test('one key, one limiter', () => {
	expect(rateLimiterFor('a')).toBe(rateLimiterFor('a'));
	expect(rateLimiterFor('a')).not.toBe(rateLimiterFor('b'));
});
