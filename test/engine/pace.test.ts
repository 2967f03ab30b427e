import { addRecipients, getConversation, getMessages, SEND_PATH, sendSms, upTo } from './fixtures';
import { startWorld, type World } from './harness';

/** HighLevel's limit, its 10 seconds scaled to one. */
const LIMIT = { max: 100, intervalMs: 1000 };
const worlds: World[] = [];

/** A world of its own: the limiter outlives a run, as it should. */
async function worldWith(rateLimit: Partial<typeof LIMIT & { dailyMax: number }> | false = LIMIT) {
	const world = await startWorld({ sandbox: { rateLimit } });
	worlds.push(world);
	return world;
}

afterAll(async () => await Promise.all(worlds.map(async (world) => await world.stop())));

describe('the rate limit', () => {
	it('lets 250 sends through, in order, ten at a time, with hardly a refusal', async () => {
		const world = await worldWith();
		const items = addRecipients(world.sandbox, 250);
		const result = await world.run({
			parameters: sendSms(),
			items,
			after: "={{ $('Feeder').item.json.index }}",
		});
		expect(result.error).toBeUndefined();
		expect(result.after).toEqual(upTo(250));
		const { messages } = world.sandbox.state;
		const bodies = result.json.map(({ messageId }) => messages.get(String(messageId))?.body);
		expect(bodies).toEqual(items.map(({ text }) => text));
		expect(world.sandbox.rateLimit.refused).toBeLessThan(250 * 0.05);
		expect(Math.max(...result.requests.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(10);
		expect(result.duration).toBeLessThan(10_000);
	});

	it('is shared by everything in the process', async () => {
		const world = await worldWith();
		const items = upTo(60).map((index) => ({ index }));
		const run = async () => await world.run({ parameters: getConversation(), items });
		const results = await Promise.all([run(), run(), run()]);
		for (const { json } of results) expect(json).toHaveLength(60);
		const { requests, rateLimit } = world.sandbox;
		expect(requests.length - rateLimit.refused).toBe(180);
		expect(rateLimit.refused).toBeLessThan(9);
		expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(10);
	});

	it('leaves room for what others use of it', async () => {
		const world = await worldWith({ max: 100, intervalMs: 3000 });
		const { url, token } = world.sandbox;
		const headers = { authorization: `Bearer ${token}`, 'user-agent': 'another app' };
		await Promise.all(upTo(80).map((n) => fetch(`${url}/conversations/${n}`, { headers })));
		const items = upTo(40).map((index) => ({ index }));
		const result = await world.run({ parameters: getConversation(), items });
		expect(result.json).toHaveLength(40);
		expect(world.sandbox.rateLimit.refused).toBeLessThanOrEqual(2);
	});

	it('holds at 100 where no header tells it, and Stop ends the wait within a second', async () => {
		const world = await worldWith(false);
		const items = upTo(150).map((index) => ({ index }));
		const result = await world.run({ parameters: getConversation(), items, stopAfterMs: 4000 });
		expect(result.requests).toHaveLength(100);
		expect(result.status).toBe('canceled');
		expect(result.duration).toBeLessThan(5000);
	});
});

describe('a refusal', () => {
	it('is waited out as long as Retry-After says, and the send goes on', async () => {
		const world = await worldWith();
		world.sandbox.faults.add({ path: SEND_PATH, status: 429, headers: { 'retry-after': '1' } });
		const result = await world.run({ parameters: sendSms() });
		expect(result.error).toBeUndefined();
		const [first, second, ...others] = result.requests;
		expect(others).toEqual([]);
		expect(second.at - first.at).toBeGreaterThanOrEqual(995);
		expect(second.at - first.at).toBeLessThan(3000);
	});

	it('is waited out for the interval where no Retry-After comes', async () => {
		const world = await worldWith({ max: 100, intervalMs: 400 });
		world.sandbox.faults.add({ path: SEND_PATH, status: 429, body: 'Too Many Requests' });
		const result = await world.run({ parameters: sendSms() });
		expect(result.error).toBeUndefined();
		const [first, second] = result.requests;
		expect(second.at - first.at).toBeGreaterThanOrEqual(395);
		expect(second.at - first.at).toBeLessThan(2000);
	});

	it('does not go on for ever', async () => {
		const world = await worldWith({ max: 100, intervalMs: 20 });
		world.sandbox.faults.add({ status: 429, times: 1000 });
		const result = await world.run({ parameters: getConversation() });
		expect(result.requests).toHaveLength(11);
		expect(result.error).toMatchObject({ httpCode: '429' });
		expect(result.error?.message).toMatch(/rate limit/);
	});

	it('is no reason to keep a stopped workflow waiting, nor is silence', async () => {
		const world = await worldWith();
		world.sandbox.faults.add({ hang: true });
		world.sandbox.faults.add({ status: 429, headers: { 'retry-after': '30' } });
		for (const parameters of [sendSms(), getMessages()]) {
			const result = await world.run({ parameters, stopAfterMs: 300 });
			expect(result.status).toBe('canceled');
			expect(result.duration).toBeLessThan(1300);
			expect(result.requests).toHaveLength(1);
		}
	});
});

describe('the daily quota', () => {
	it('stops everything at once when it is used up, and says when it resets', async () => {
		const world = await worldWith({ ...LIMIT, dailyMax: 12 });
		const result = await world.run({
			parameters: sendSms(),
			items: addRecipients(world.sandbox, 40),
		});
		expect(world.sandbox.rateLimit.refused).toBeLessThanOrEqual(10);
		expect(result.requests.filter(({ status }) => status === 200)).toHaveLength(12);
		expect(result.error?.message).toMatch(/daily quota/);
		expect(result.error?.description).toMatch(/in 24 hours/);
		expect(result.error?.description).toMatch(/12 messages/);
		const again = await world.run({ parameters: getConversation() });
		expect(again.requests).toEqual([]);
		expect(again.error?.message).toMatch(/daily quota/);
	});
});
