import type { IDataObject } from 'n8n-workflow';

import { broken, send, useFakeTime } from './fakeServer';
import type { Step } from './fakeServer';

const GOOD: Step = { statusCode: 200, body: { id: 'm1' } };

useFakeTime();

const post = { method: 'POST' as const };

it('returns a response, and sends a copy of the options', async () => {
	const headers = { Accept: 'x' };
	const { reply, sent } = await send([{ ...GOOD, headers: { a: 'b' } }], { headers });
	expect(reply).toEqual({ status: 200, headers: { a: 'b' }, body: { id: 'm1' } });
	expect(sent).toMatchObject([{ url: 'https://api/x', method: 'GET', headers }]);
	expect(sent[0].headers).not.toBe(headers);
	expect(sent[0].abortSignal).toBeDefined();
});

describe('after a transient error', () => {
	const passing: Array<[string, Step]> = [
		['status 500', { statusCode: 500 }],
		['status 504', { statusCode: 504 }],
		['status 499', { statusCode: 499 }],
		['a time-out as 400', { statusCode: 400, body: { message: 'Request Timeout' } }],
		['a lost connection', broken({ code: 'ECONNRESET', request: {} }, 1)],
		['a silent connection', broken({ code: 'ETIMEDOUT' })],
		['an unreadable reply', { statusCode: 200, body: '<html></html>' }],
		['a failure inside of a reply', { body: { statusCode: '502', message: 'x' } }],
		['a failure inside of a reply, by status', { body: { status: 500 } }],
	];

	it.each(passing)('reads are retried three times: %s', async (_, step) => {
		const { times, error } = await send([step]);
		expect(times).toEqual([0, 500, 1500, 3500]);
		expect(error?.details).toBeDefined();
		expect((await send([step, GOOD])).reply?.body).toEqual({ id: 'm1' });
	});

	it.each(passing)('writes are not retried: %s', async (_, step) => {
		for (const method of ['POST', 'PUT', 'DELETE'] as const) {
			expect((await send([step, GOOD], { method })).times).toEqual([0]);
		}
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'X_SIGNATURE'])(
		'everything is retried if it was not connected: %s',
		async (code) => {
			const { times, error } = await send([broken({ code }, 2)], post);
			expect(times).toHaveLength(4);
			expect(error?.details).toMatchObject({ kind: 'notConnected', code });
		},
	);

	it('waits as long as the response asks, and logs it', async () => {
		const asks = (value: unknown): Step => ({
			statusCode: 503,
			headers: { 'retry-after': value as string },
		});
		const pauseFor = async (value: unknown) => (await send([asks(value), GOOD])).times[1];
		expect(await pauseFor('3')).toBe(3_000);
		expect(await pauseFor(2)).toBe(2_000);
		expect(await pauseFor('0')).toBe(500);
		expect(await pauseFor('600')).toBe(60_000);
		expect(await pauseFor('-5')).toBe(500);
		expect(await pauseFor('soon')).toBe(500);
		expect(await pauseFor(['3'])).toBe(500);
		const date = new Date(Date.now() + 7_000).toUTCString();
		expect(await pauseFor(date)).toBe(7_000);
		const { lines } = await send([asks('9'), GOOD]);
		expect(lines).toEqual([expect.stringMatching(/Waiting 9 s.*returned status 503/)]);
	});
});

describe('after 429', () => {
	const limited = (headers: IDataObject = {}): Step => ({ statusCode: 429, headers });

	it('retries up to ten times, also writes', async () => {
		const { times, error } = await send([limited({ 'retry-after': '1' })], post);
		expect(times).toHaveLength(11);
		expect(times[1]).toBeGreaterThanOrEqual(1_000);
		expect(error?.details).toMatchObject({ kind: 'status', status: 429 });
	});

	it('waits for the window, also if the 429 is in the body', async () => {
		const { times, reply } = await send([{ body: { statusCode: 429 } }, GOOD], post);
		expect(times[1]).toBeGreaterThanOrEqual(10_000);
		expect(reply?.body).toEqual({ id: 'm1' });
	});

	it('does not retry if the daily limit has been reached', async () => {
		const headers = { 'x-ratelimit-daily-remaining': '0', 'x-ratelimit-daily-reset': '5000' };
		const answer = { statusCode: 429, headers, body: { message: 'Daily limit' } };
		const { times, error } = await send([answer, GOOD], post);
		expect(times).toEqual([0]);
		const quota = { kind: 'dailyLimit', status: 429, text: 'Daily limit', resetsInMs: 5_000 };
		expect(error?.details).toMatchObject(quota);
	});

	it('counts 429s separately from other errors', async () => {
		const bad = { statusCode: 500 };
		const steps = [bad, limited(), bad, limited(), bad, limited(), GOOD];
		expect((await send(steps)).reply?.body).toEqual({ id: 'm1' });
	});
});

it('stops with the execution', async () => {
	const stop = new AbortController();
	const step = Object.assign(broken({ code: 'ECONNRESET' }));
	const sending = send([step], {}, {}, stop.signal);
	await jest.advanceTimersByTimeAsync(1_000);
	stop.abort();
	const { error, times } = await sending;
	expect(error?.message).toBe('The execution was canceled');
	expect(times.length).toBeLessThan(4);
});

it('reports that it was canceled, not that the connection was lost', async () => {
	const stop = new AbortController();
	const step = broken({ code: 'ECONNRESET' });
	Object.defineProperty(step, 'code', {
		get() {
			stop.abort();
			return 'ECONNRESET';
		},
	});
	const { error } = await send([step], post, {}, stop.signal);
	expect(error?.message).toBe('The execution was canceled');
});
