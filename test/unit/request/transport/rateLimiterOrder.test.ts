import { ApiError } from '../../../../nodes/shared/request/errors/apiError';
import {
	MAX_LIMITERS,
	RateLimiter,
	rateLimiterFor,
} from '../../../../nodes/shared/request/transport/rateLimiter';
import type { Sender } from '../../../../nodes/shared/request/transport/rateLimiter';
import { INTERVAL_MS, Scene, settle } from './rateLimiterScene';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const single = (): Sender => ({ pendingRequests: () => 0 });
const bulk = (): Sender => ({ pendingRequests: () => 50 });

describe('a request that waits', () => {
	it('starts before bulk runs if it is a single one, in order among its kind', async () => {
		const scene = new Scene();
		await scene.fill();
		scene.send('bulk 1', bulk());
		scene.send('single 1', single());
		scene.send('bulk 2', bulk());
		scene.send('single 2', single());
		expect(await scene.order(4)).toEqual(['single 1', 'single 2', 'bulk 1', 'bulk 2']);
	});

	it('starts first if its sender has sent the fewest requests in this window', async () => {
		const scene = new Scene();
		const [many, few] = [bulk(), bulk()];
		await scene.sendAll('many', many, 8);
		await scene.sendAll('few', few, 2);
		await scene.fill();
		scene.send('many', many);
		scene.send('few', few);
		scene.send('none', bulk());
		expect(await scene.order(3)).toEqual(['none', 'few', 'many']);
	});

	it('does not wait for what its sender sent in earlier windows', async () => {
		const scene = new Scene();
		const [earlier, now] = [bulk(), bulk()];
		await scene.sendAll('earlier', earlier, 8);
		await scene.nextWindow();
		await scene.sendAll('now', now, 2);
		await scene.fill();
		scene.send('now', now);
		scene.send('earlier', earlier);
		expect(await scene.order(2)).toEqual(['earlier', 'now']);
	});

	it.each([
		[19, ['unknown', 'single']],
		[20, ['single', 'unknown']],
	])('belongs to a bulk run after %d requests if nothing is known', async (count, expected) => {
		const scene = new Scene();
		const [unknown, known] = [{}, single()];
		await scene.sendAll('single', known, 30);
		await scene.sendAll('unknown', unknown, count);
		await scene.fill();
		scene.send('single', known);
		scene.send('unknown', unknown);
		expect(await scene.order(2)).toEqual(expected);
	});

	it('fails if a response says that the daily limit has been reached', async () => {
		const scene = new Scene();
		await scene.fill();
		scene.send('a');
		scene.send('b');
		const daily = { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': '60000' };
		await scene.finish(1, { headers: daily });
		expect(scene.started).not.toContain('a');
		expect(scene.failed.map((error) => (error as ApiError).details)).toMatchObject([
			{ kind: 'dailyLimit', status: 429, resetsInMs: 60_000 },
			{ kind: 'dailyLimit' },
		]);
	});

	it('starts if requests are left for the day', async () => {
		const scene = new Scene();
		await scene.fill();
		scene.send('a');
		const daily = { 'x-ratelimit-daily-remaining': '5', 'x-ratelimit-daily-reset': '60000' };
		await scene.finish(1, { headers: { ...scene.headers(), ...daily } });
		expect(scene.started).toContain('a');
	});

	it('waits for the next window after a status 429', async () => {
		const scene = new Scene();
		await scene.sendAll('first', {}, 3);
		scene.send('rejected');
		await settle();
		await scene.finish(1, { statusCode: 429 });
		scene.send('next');
		await settle(1_000);
		expect(scene.started).not.toContain('next');
		await settle(2 * INTERVAL_MS);
		expect(scene.started).toContain('next');
	});

	it('leaves no timer when it is canceled, or when nothing waits any longer', async () => {
		const scene = new Scene();
		scene.limiter.pauseFor(60_000);
		const canceler = new AbortController();
		scene.send('canceled', { signal: canceler.signal });
		await settle();
		expect(jest.getTimerCount()).toBe(1);
		canceler.abort();
		await settle();
		expect(jest.getTimerCount()).toBe(0);
		expect(scene.failed).toMatchObject([{ message: 'The execution was canceled' }]);
	});
});

it('logs a long wait once, and again only if it becomes much longer', async () => {
	const scene = new Scene();
	const log = jest.fn();
	const pause = (ms: number) => {
		scene.limiter.pauseFor(ms);
		scene.send('waiting', { log });
	};
	pause(20_000);
	expect(log.mock.calls).toEqual([[expect.stringMatching(/^Waiting 20 s, until .*status 429/)]]);
	pause(20_000 + INTERVAL_MS / 2);
	expect(log).toHaveBeenCalledTimes(1);
	pause(20_001 + INTERVAL_MS / 2);
	expect(log).toHaveBeenCalledTimes(2);
	await settle(60_000);
});

it('does not log short waits', async () => {
	const scene = new Scene();
	const log = jest.fn();
	scene.limiter.pauseFor(5_000);
	scene.send('waiting', { log });
	await settle(6_000);
	expect([log.mock.calls, scene.started]).toEqual([[], ['waiting']]);
});

describe('a limiter', () => {
	/** A limiter whose first window is over. */
	const used = async (scene = new Scene()) => {
		await scene.sendAll('used', {}, 1);
		await settle(2 * INTERVAL_MS);
		return scene;
	};

	it('is expired once its window, its pause and its daily limit are over', async () => {
		expect(new RateLimiter().isExpired).toBe(false);
		const { limiter } = await used();
		expect(limiter.isExpired).toBe(true);
		limiter.pauseFor(1_000);
		expect(limiter.isExpired).toBe(false);
		await settle(1_000);
		expect(limiter.isExpired).toBe(true);
		const scene = new Scene();
		scene.send('last');
		await settle();
		const daily = { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': '60000' };
		await scene.finish(1, { headers: { ...scene.headers(), ...daily } });
		await settle(59_000);
		expect(scene.limiter.isExpired).toBe(false);
		await settle(1_000);
		expect(scene.limiter.isExpired).toBe(true);
	});

	it('is in use while requests are in flight or wait', async () => {
		const scene = new Scene();
		expect(scene.limiter.isInUse).toBe(false);
		scene.limiter.pauseFor(1_000);
		scene.send('a');
		await settle();
		expect([scene.started, scene.limiter.isInUse]).toEqual([[], true]);
		await settle(1_000);
		expect([scene.started, scene.limiter.isInUse]).toEqual([['a'], true]);
		await scene.finish();
		expect(scene.limiter.isInUse).toBe(false);
	});

	it('is removed for a new one only above the maximum, expired ones first', async () => {
		const oldest = rateLimiterFor('oldest of all');
		const expired = rateLimiterFor('expired');
		await expired.run(async () => await Promise.resolve({ headers: new Scene().headers() }));
		await settle(2 * INTERVAL_MS);
		// Those of other tests in this process are older.
		for (let n = 0; n < MAX_LIMITERS - 2; n++) rateLimiterFor(`other ${n}`);
		expect(rateLimiterFor('oldest of all')).toBe(oldest);
		rateLimiterFor('one more');
		expect(rateLimiterFor('oldest of all')).toBe(oldest);
		expect(rateLimiterFor('expired')).not.toBe(expired);
	});
});
