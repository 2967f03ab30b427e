import { sleep, type IDataObject } from 'n8n-workflow';

import { ApiError } from '../../../../nodes/shared/request/errors/apiError';
import {
	RateLimiter,
	rateLimiterFor,
} from '../../../../nodes/shared/request/transport/rateLimiter';

const INTERVAL = 200;

/** A server that allows `max` requests per window of `INTERVAL` ms. The first request after a window starts the next one. */
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

test('fills windows up to the limit, with at most ten requests at a time', async () => {
	const server = serverOf(20);
	const limiter = new RateLimiter();
	// The first response contains the actual limit.
	await limiter.run(server.answer);
	await runs(limiter, 69, server.answer);
	expect(server.starts).toHaveLength(70);
	expect(server.seen().refused).toBe(0);
	expect(server.seen().most).toBeLessThanOrEqual(10);
	const duration = server.starts[69] - server.starts[0];
	expect(duration).toBeGreaterThanOrEqual(3 * INTERVAL);
});

test('respects a window smaller than the number of parallel requests', async () => {
	const server = serverOf(4);
	const limiter = new RateLimiter();
	await limiter.run(server.answer);
	await runs(limiter, 15, server.answer);
	expect(server.starts).toHaveLength(16);
	// Each window starts with one request, whose response says how many remain.
	expect(server.seen()).toEqual({ refused: 0, most: 3 });
});

test('reads from the headers what other clients use', async () => {
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
	expect(limiter.intervalMs).toBe(INTERVAL);
});

test('stops everything during a pause', async () => {
	const limiter = new RateLimiter();
	limiter.pauseFor(150);
	const before = Date.now();
	await runs(limiter, 3, async () => ({ headers: {} }));
	expect(Date.now() - before).toBeGreaterThanOrEqual(140);
});

test('starts nothing after the daily limit, and says when it resets', async () => {
	const limiter = new RateLimiter();
	const headers = { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': '300' };
	await limiter.run(async () => ({ headers }));
	const request = jest.fn(async () => ({ headers: {} }));
	const failure: unknown = await limiter.run(request).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(ApiError);
	const { kind, resetsInMs } = (failure as ApiError).details;
	expect(kind).toBe('dailyLimit');
	expect(resetsInMs).toBeGreaterThan(0);
	expect(resetsInMs).toBeLessThanOrEqual(300);
	expect(request).not.toHaveBeenCalled();
	await sleep(320);
	await limiter.run(request);
	expect(request).toHaveBeenCalledTimes(1);
});

test('releases a waiting request on Stop, and keeps the others in order', async () => {
	const limiter = new RateLimiter();
	limiter.pauseFor(600);
	const stop = new AbortController();
	const request = jest.fn(async () => ({ headers: {} }));
	const stopped = limiter.run(request, stop).catch((error: unknown) => error);
	const other = limiter.run(request);
	stop.abort();
	expect(await stopped).toBeInstanceOf(Error);
	// The pause is not over, so the other request has not been sent.
	expect(request).not.toHaveBeenCalled();
	await other;
	expect(request).toHaveBeenCalledTimes(1);
	await expect(limiter.run(request, stop)).rejects.toThrow();
	expect(request).toHaveBeenCalledTimes(1);
});

test('releases the slot of a failed request', async () => {
	const limiter = new RateLimiter();
	const failing = async () => await Promise.reject(new Error('broken'));
	for (let i = 0; i < 30; i++) await expect(limiter.run(failing)).rejects.toThrow('broken');
	await expect(limiter.run(async () => ({ headers: {} }))).resolves.toEqual({ headers: {} });
});

test('ignores invalid headers', async () => {
	const limiter = new RateLimiter();
	const headers = {
		'x-ratelimit-max': 'many',
		'x-ratelimit-remaining': '',
		'x-ratelimit-interval-milliseconds': '-5',
	};
	await runs(limiter, 50, async () => ({ headers }));
	expect(limiter.intervalMs).toBe(10_000);
});

test('limits a pause of days to a minute, and logs the reason and end', async () => {
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
			`Waiting 60 s, until ${end}: HighLevel's rate limit (100 requests in 60 s) has been reached.`,
		]);
	} finally {
		jest.useRealTimers();
	}
});

test('resets the daily limit after a day at most', async () => {
	const limiter = new RateLimiter();
	const headers = { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': '1e15' };
	await limiter.run(async () => ({ headers }));
	const failure: unknown = await limiter.run(async () => ({ headers })).catch((e: unknown) => e);
	expect((failure as ApiError).details.resetsInMs).toBeLessThanOrEqual(86_400_000);
});

test('shares one limiter per key', () => {
	expect(rateLimiterFor('a')).toBe(rateLimiterFor('a'));
	expect(rateLimiterFor('a')).not.toBe(rateLimiterFor('b'));
});
