import { addRecipients, getConversation, getMessages, SEND_PATH, sendSms, upTo } from '../fixtures';
import { useTestEnvs, type TestEnv } from '../harness';

/** HighLevel's limit, with 10 seconds scaled to one. */
const LIMIT = { max: 100, intervalMs: 1000 };
/** Starts a test environment for one test, because the limiter is kept after a run. */
const newTestEnv = useTestEnvs({ sandbox: { rateLimit: LIMIT } });

describe('rate limit', () => {
	it('sends 250 messages in order, ten at a time, with almost no 429', async () => {
		const testEnv = await newTestEnv();
		const items = addRecipients(testEnv.sandbox, 250);
		const result = await testEnv.run({
			parameters: sendSms(),
			items,
			after: "={{ $('Feeder').item.json.index }}",
		});
		expect(result.error).toBeUndefined();
		expect(result.after).toEqual(upTo(250));
		const { messages } = testEnv.sandbox.state;
		const bodies = result.json.map(({ messageId }) => messages.get(String(messageId))?.body);
		expect(bodies).toEqual(items.map(({ text }) => text));
		expect(testEnv.sandbox.rateLimit.refused).toBeLessThan(250 * 0.05);
		expect(Math.max(...result.requests.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(10);
	});

	it('is shared by the whole process', async () => {
		const testEnv = await newTestEnv();
		const items = upTo(60).map((index) => ({ index }));
		const run = async () => await testEnv.run({ parameters: getConversation(), items });
		const results = await Promise.all([run(), run(), run()]);
		for (const { json } of results) expect(json).toHaveLength(60);
		const { requests, rateLimit } = testEnv.sandbox;
		expect(requests.length - rateLimit.refused).toBe(180);
		expect(rateLimit.refused).toBeLessThan(9);
		expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(10);
	});

	it('leaves room for other clients', async () => {
		const testEnv = await newTestEnv({ sandbox: { rateLimit: { max: 100, intervalMs: 3000 } } });
		const { url, token } = testEnv.sandbox;
		const headers = { authorization: `Bearer ${token}`, 'user-agent': 'another app' };
		await Promise.all(upTo(80).map((n) => fetch(`${url}/conversations/${n}`, { headers })));
		const items = upTo(40).map((index) => ({ index }));
		const result = await testEnv.run({ parameters: getConversation(), items });
		expect(result.json).toHaveLength(40);
		expect(testEnv.sandbox.rateLimit.refused).toBeLessThanOrEqual(2);
	});

	it('is 100, less two, without headers, and Stop ends the wait', async () => {
		const testEnv = await newTestEnv({ sandbox: { rateLimit: false } });
		const items = upTo(150).map((index) => ({ index }));
		const result = await testEnv.run({ parameters: getConversation(), items, stopAfterMs: 4000 });
		expect(result.requests).toHaveLength(98);
		// Without the cancellation, the other requests would be sent after the window of 10 s.
		expect(result.status).toBe('canceled');
	});
});

describe('a 429', () => {
	it('waits for Retry-After, then sends', async () => {
		const testEnv = await newTestEnv();
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 429, headers: { 'retry-after': '1' } });
		const result = await testEnv.run({ parameters: sendSms() });
		expect(result.error).toBeUndefined();
		const [first, second, ...others] = result.requests;
		expect(others).toEqual([]);
		expect(second.at - first.at).toBeGreaterThanOrEqual(995);
		expect(second.at - first.at).toBeLessThan(10_000);
	});

	it('waits for the interval without Retry-After', async () => {
		const testEnv = await newTestEnv({ sandbox: { rateLimit: { max: 100, intervalMs: 400 } } });
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 429, body: 'Too Many Requests' });
		const startedAt = Date.now();
		const result = await testEnv.run({ parameters: sendSms() });
		expect(result.error).toBeUndefined();
		expect(result.requests).toHaveLength(2);
		expect(result.requests[1].at - startedAt).toBeGreaterThanOrEqual(395);
		expect(result.requests[1].at - startedAt).toBeLessThan(10_000);
	});

	it.each([
		['0', '0'],
		['a date in the past', 'Wed, 21 Oct 2015 07:28:00 GMT'],
	])('waits for the interval if Retry-After is %s', async (_, after) => {
		const testEnv = await newTestEnv({ sandbox: { rateLimit: { max: 100, intervalMs: 200 } } });
		const headers = { 'retry-after': after };
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 429, headers, times: 3 });
		// The limiter's interval begins when it sends a request, which the sandbox may record later.
		const startedAt = Date.now();
		const result = await testEnv.run({ parameters: sendSms() });
		expect(result.error).toBeUndefined();
		expect(result.requests).toHaveLength(4);
		expect(result.requests[3].at - startedAt).toBeGreaterThanOrEqual(3 * 195);
	});

	it('with Retry-After 0 does not shorten waits of other errors: a 503 is retried after the usual delays', async () => {
		const testEnv = await newTestEnv();
		testEnv.sandbox.faults.add({ status: 503, headers: { 'retry-after': '0' }, times: 2 });
		const { error, requests } = await testEnv.run({ parameters: getConversation() });
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(3);
		expect(requests[2].at - requests[0].at).toBeGreaterThanOrEqual(1_490);
	});

	it('is not retried forever', async () => {
		const testEnv = await newTestEnv({ sandbox: { rateLimit: { max: 100, intervalMs: 20 } } });
		testEnv.sandbox.faults.add({ status: 429, times: 1000 });
		const result = await testEnv.run({ parameters: getConversation() });
		expect(result.requests).toHaveLength(11);
		expect(result.error).toMatchObject({ httpCode: '429' });
		expect(result.error?.message).toMatch(/rate limit/);
	});

	it('does not delay stopping a workflow, nor does a missing answer', async () => {
		const testEnv = await newTestEnv();
		testEnv.sandbox.faults.add({ hang: true });
		testEnv.sandbox.faults.add({ status: 429, headers: { 'retry-after': '30' } });
		for (const parameters of [sendSms(), getMessages()]) {
			const result = await testEnv.run({ parameters, stopAfterMs: 300 });
			expect(result.status).toBe('canceled');
			// Half of the requested wait.
			expect(result.duration).toBeLessThan(15_000);
			expect(result.requests).toHaveLength(1);
		}
	});
});

describe('a long wait', () => {
	const logged = (testEnv: TestEnv, from: number) =>
		testEnv.logs.slice(from).filter((line) => line.includes('Waiting'));

	it('is limited even if the headers ask for more, and is logged with its reason and end', async () => {
		const testEnv = await newTestEnv();
		const headers = {
			'x-ratelimit-remaining': '0',
			'x-ratelimit-interval-milliseconds': '999999999',
		};
		testEnv.sandbox.faults.add({ headers });
		await testEnv.run({ parameters: getConversation() });
		const from = testEnv.logs.length;
		const startedAt = Date.now();
		const { status } = await testEnv.run({ parameters: getConversation(), stopAfterMs: 300 });
		expect(status).toBe('canceled');
		const [line, ...others] = logged(testEnv, from);
		expect(others).toEqual([]);
		expect(line).toMatch(/^info HighLevel: Waiting \d+ s, until .*rate limit .* has been reached/);
		const end = Date.parse(/until (\S+):/.exec(line)![1]);
		expect(end - startedAt).toBeGreaterThan(50_000);
		expect(end - startedAt).toBeLessThanOrEqual(61_000);
	});

	it.each([
		[429, /429/],
		[503, /503/],
	])('is also logged if a %s asks for it', async (code, reason) => {
		const testEnv = await newTestEnv();
		testEnv.sandbox.faults.add({ status: code, headers: { 'retry-after': '40' } });
		const from = testEnv.logs.length;
		const { status } = await testEnv.run({ parameters: getConversation(), stopAfterMs: 300 });
		expect(status).toBe('canceled');
		expect(logged(testEnv, from)).toEqual([expect.stringMatching(reason)]);
	});

	it('is not logged if it takes a second', async () => {
		const testEnv = await newTestEnv();
		testEnv.sandbox.faults.add({ status: 429, headers: { 'retry-after': '1' } });
		const from = testEnv.logs.length;
		await testEnv.run({ parameters: getConversation() });
		expect(logged(testEnv, from)).toEqual([]);
	});
});

describe('daily quota', () => {
	it('stops all requests when it is used up, and says when it resets', async () => {
		const testEnv = await newTestEnv({ sandbox: { rateLimit: { ...LIMIT, dailyMax: 12 } } });
		const result = await testEnv.run({
			parameters: sendSms(),
			items: addRecipients(testEnv.sandbox, 40),
		});
		expect(testEnv.sandbox.rateLimit.refused).toBeLessThanOrEqual(10);
		expect(result.requests.filter(({ status }) => status === 200)).toHaveLength(12);
		expect(result.error?.message).toMatch(/daily rate limit/);
		expect(result.error?.description).toMatch(/in 24 hours/);
		expect(result.error?.description).toMatch(/12 were sent/);
		const again = await testEnv.run({ parameters: getConversation() });
		expect(again.requests).toEqual([]);
		expect(again.error?.message).toMatch(/daily rate limit/);
	});
});
