import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox());
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const path = `/conversations/${SEED.conversationId}`;
const sms = { type: 'SMS', contactId: SEED.contactId, message: 'Once' };
const send = async () => await call('POST', '/conversations/messages', sms);
const sent = () =>
	[...sandbox.state.messages.values()].filter(({ body }) => body === 'Once').length;

test('applies a fault a number of times, after a number of requests, only to matching ones', async () => {
	sandbox.faults.add({
		method: 'get',
		path: /^\/conversations\/\w+$/,
		status: 503,
		times: 2,
		skip: 1,
	});
	const statuses: number[] = [];
	for (let i = 0; i < 5; i += 1) statuses.push((await call('GET', path)).status);
	expect(statuses).toEqual([200, 503, 503, 200, 200]);
	sandbox.faults.add({ path: '/elsewhere', status: 500 });
	sandbox.faults.add({ when: ({ query }) => query.a === '1', status: 418 });
	expect((await call('GET', path)).status).toBe(200);
	expect((await call('GET', `${path}?a=1`)).status).toBe(418);
	sandbox.faults.add({ times: Infinity, status: 500 });
	sandbox.faults.clear();
	expect((await call('GET', path)).status).toBe(200);
});

test('answers with JSON, text, a page or nothing', async () => {
	sandbox.faults.add({ status: 400, body: { message: 'no' } });
	sandbox.faults.add({ body: '<html>', contentType: 'text/html' });
	sandbox.faults.add({ status: 502, html: true });
	sandbox.faults.add({ status: 201, empty: true });
	expect((await call('GET', path)).json).toMatchObject({ message: 'no' });
	expect(await call('GET', path)).toMatchObject({ status: 200, text: '<html>' });
	expect((await call('GET', path)).text).toContain('Cloudflare');
	expect(await call('GET', path)).toMatchObject({ status: 201, text: '' });
});

test('adds headers to a fault and to a normal response', async () => {
	sandbox.faults.add({ status: 429, headers: { 'retry-after': '2' }, empty: true });
	sandbox.faults.add({ headers: { 'x-ratelimit-remaining': '0' } });
	const refused = await call('GET', path);
	expect(refused.headers.get('retry-after')).toBe('2');
	expect(refused.headers.get('x-ratelimit-max')).toBe('100');
	const normal = await call('GET', path);
	expect(normal.status).toBe(200);
	expect(normal.headers.get('x-ratelimit-remaining')).toBe('0');
});

test('rejects before or after processing', async () => {
	sandbox.faults.add({ status: 502, html: true });
	expect((await send()).status).toBe(502);
	expect(sent()).toBe(0);
	sandbox.faults.add({ status: 502, html: true, processed: true });
	expect((await send()).status).toBe(502);
	expect(sent()).toBe(1);
});

test.each([
	['before', 0],
	['after', 1],
	['midBody', 1],
] as const)('loses the connection %s', async (disconnect, count) => {
	sandbox.faults.add({ disconnect });
	await expect(send()).rejects.toThrow();
	expect(sent()).toBe(count);
	expect(sandbox.requests).toHaveLength(1);
	expect(sandbox.requests[0]).toMatchObject({ aborted: true, status: undefined });
});

test('cuts and replaces a stream', async () => {
	const recording = `/conversations/messages/${SEED.callMessageId}/locations/${SEED.locationId}/recording`;
	sandbox.faults.add({ disconnect: 'midBody' });
	await expect(call('GET', recording)).rejects.toThrow();
	sandbox.faults.add({ status: 500, processed: true, body: { message: 'late' } });
	expect((await call('GET', recording)).json).toMatchObject({ message: 'late' });
	expect((await call('GET', recording)).headers.get('content-length')).toBe('32044');
});

test('ends a hanging request with the client’s time-out', async () => {
	sandbox.faults.add({ hang: true });
	const headers = { authorization: `Bearer ${sandbox.token}`, version: '2021-04-15' };
	const signal = AbortSignal.timeout(100);
	await expect(fetch(sandbox.url + path, { headers, signal })).rejects.toThrow(/timeout/);
	expect((await call('GET', path)).status).toBe(200);
	expect(sandbox.requests[0].aborted).toBe(true);
});

test('changes a normal response', async () => {
	sandbox.faults.add({ map: (json, { method }) => ({ was: json, method }) });
	expect((await call('GET', path)).json).toMatchObject({
		was: { id: SEED.conversationId },
		method: 'GET',
		traceId: expect.any(String),
	});
});

test('counts requests in progress', async () => {
	sandbox.faults.add({ delayMs: 100, times: 3 });
	await Promise.all([call('GET', path), call('GET', path), call('GET', path)]);
	expect(sandbox.requests.map(({ inFlight }) => inFlight)).toEqual([1, 2, 3]);
	await call('GET', path);
	expect(sandbox.requests.at(-1)?.inFlight).toBe(1);
});

test('adds latency to all requests and to lists', async () => {
	const slow = await startSandbox({ latencyMs: 40, pageLatencyMs: 80 });
	const get = clientOf(slow);
	const took = async (target: string) => {
		const start = performance.now();
		await get('GET', target);
		return performance.now() - start;
	};
	const [record, list] = [await took(path), await took(`${path}/messages`)];
	await slow.stop();
	expect(record).toBeGreaterThanOrEqual(38);
	expect(list).toBeGreaterThanOrEqual(116);
});
