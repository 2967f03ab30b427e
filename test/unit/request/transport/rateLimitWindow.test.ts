import { sleep } from 'n8n-workflow';

import { RateLimiter } from '../../../../nodes/shared/request/transport/rateLimiter';

const WINDOW = { max: 100, intervalMs: 10_000 };
const UP_MS = 60;
const DOWN_MS = 140;

/** A server that counts requests in fixed windows. The first request after a window starts the next one. */
class Server {
	counted = 0;
	refused = 0;
	private opened = -Infinity;
	private used = 0;

	/** Counts a request. Returns the status and the headers of its response. */
	count() {
		const now = Date.now();
		const { max, intervalMs } = WINDOW;
		if (now >= this.opened + intervalMs) [this.opened, this.used] = [now, 0];
		const passes = this.used < max;
		if (passes) this.used++;
		else this.refused++;
		this.counted++;
		const headers = {
			'x-ratelimit-max': String(max),
			'x-ratelimit-remaining': String(max - this.used),
			'x-ratelimit-interval-milliseconds': String(intervalMs),
		};
		return { statusCode: passes ? 200 : 429, headers };
	}
}

/** An n8n process with its own rate limiter. */
class Process {
	private readonly limiter = new RateLimiter();
	private sent = 0;

	constructor(private readonly server: Server) {}

	/** Sends a message, and retries it after each 429. Returns the duration in ms. */
	async send(sender = {}): Promise<number> {
		const before = Date.now();
		for (let passes = false; !passes; ) {
			const reply = await this.limiter.run(async () => {
				// Response times vary, so responses arrive out of order, but in the same way in every run of the test.
				const jitter = (++this.sent * 7919) % 100;
				await sleep(UP_MS + jitter);
				const { statusCode, headers } = this.server.count();
				await sleep(DOWN_MS + 2 * jitter);
				return { statusCode, headers };
			}, sender);
			passes = reply.statusCode === 200;
		}
		return Date.now() - before;
	}

	/** Sends messages, ten at a time like a run of the node. Returns the duration in ms. */
	async sendAll(count: number, isList = false): Promise<number> {
		const before = Date.now();
		let next = 0;
		// The number of requests for a list is not known in advance.
		const run = isList ? {} : { pendingRequests: () => Math.max(0, count - next) };
		const lane = async () => {
			while (next++ < count) await this.send(run);
		};
		await Promise.all(Array.from({ length: 10 }, lane));
		return Date.now() - before;
	}
}

const ideal = (count: number) =>
	(Math.ceil(count / WINDOW.max) - 1) * WINDOW.intervalMs + UP_MS + DOWN_MS;

/** Advances the fake clock until the work is done. */
async function done<T>(work: Promise<T>): Promise<T> {
	let isDone = false;
	const ended = work.finally(() => (isDone = true));
	for (let step = 0; !isDone && step < 100_000; step++) await jest.advanceTimersByTimeAsync(50);
	return await ended;
}

let server: Server;
const processes = (count: number) => Array.from({ length: count }, () => new Process(server));

/** Replaces `Math.random` by a sequence that is the same in every run. */
function seededRandom(): () => number {
	let state = 1;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

beforeEach(() => {
	jest.useFakeTimers();
	jest.spyOn(Math, 'random').mockImplementation(seededRandom());
	server = new Server();
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

test('uses whole windows with one process', async () => {
	const [alone] = processes(1);
	const ms = await done(alone.sendAll(1_000));
	expect(server.refused).toBe(0);
	expect(ms / ideal(1_000)).toBeLessThan(1.1);
});

test.each([2, 3, 4])('shares windows between %i processes with almost no 429', async (count) => {
	const all = processes(count);
	const times = await done(Promise.all(all.map(async (each) => await each.sendAll(400))));
	expect(server.refused / server.counted).toBeLessThan(0.01);
	expect(Math.max(...times) / ideal(count * 400)).toBeLessThan(1.15);
	// No process has to wait until another has finished.
	expect(Math.min(...times) / ideal(count * 400)).toBeGreaterThan(0.7);
});

test('shares windows between lists of unknown length', async () => {
	const all = processes(2);
	const times = await done(Promise.all(all.map(async (each) => await each.sendAll(400, true))));
	expect(server.refused / server.counted).toBeLessThan(0.01);
	expect(Math.max(...times) / ideal(800)).toBeLessThan(1.25);
	expect(Math.min(...times) / ideal(800)).toBeGreaterThan(0.7);
});

test('gives a process its share even if it starts within a window', async () => {
	const short: number[] = [];
	for (let later = 0; later < WINDOW.intervalMs; later += 1_000) {
		server = new Server();
		const [first, second] = processes(2);
		const long = first.sendAll(1_000);
		await jest.advanceTimersByTimeAsync(33_000 + later);
		short.push(await done(second.sendAll(200)));
		expect((await done(long)) / ideal(1_200)).toBeLessThan(1.15);
		expect(server.refused / server.counted).toBeLessThan(0.01);
	}
	short.sort((a, b) => a - b);
	// With half of each window, four windows are enough. It takes some more until both processes share the windows equally.
	expect(short[short.length / 2]).toBeLessThan(6 * WINDOW.intervalMs);
	expect(Math.max(...short)).toBeLessThan(9 * WINDOW.intervalMs);
});

test('has room for single messages beside a long run of another process', async () => {
	const [long, other] = processes(2);
	const run = long.sendAll(1_000);
	const waits: number[] = [];
	for (let moment = 0; moment < 8; moment++) {
		await jest.advanceTimersByTimeAsync(1.1 * WINDOW.intervalMs);
		waits.push(await done(other.send()));
	}
	await done(run);
	// A message that is sent in the last tenth of a full window waits for the next one.
	expect(waits.filter((ms) => ms < 1_000).length).toBeGreaterThanOrEqual(7);
	expect(Math.max(...waits)).toBeLessThan(1.3 * WINDOW.intervalMs);
	expect(server.refused).toBeLessThanOrEqual(1);
});

test('continues alone after the other process has ended', async () => {
	const [long, short] = processes(2);
	const shortMs = done(short.sendAll(100));
	const ms = await done(long.sendAll(800));
	expect(await shortMs).toBeLessThan(3 * WINDOW.intervalMs);
	expect(ms / ideal(900)).toBeLessThan(1.15);
});

test('loses the rest of its window after a 429, and probes the next with one request', async () => {
	const [alone] = processes(1);
	await done(alone.sendAll(10));
	// Another client uses the rest of the window.
	while (server.count().statusCode === 200);
	const { counted, refused } = server;
	const ms = await done(alone.sendAll(20));
	expect(ms).toBeLessThan(WINDOW.intervalMs + 1_000);
	expect(server.counted - counted).toBeLessThanOrEqual(20 + 10 + 1);
	expect(server.refused - refused).toBeLessThanOrEqual(10);
});
