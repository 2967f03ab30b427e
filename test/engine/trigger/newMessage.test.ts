import { EXPORT_PATH, upTo } from '../fixtures';
import { HOUR, MINUTE, usePollingTrigger } from './pollingTrigger';

const { testEnv, active, activated, ...given } = usePollingTrigger();
const add = (...message: Parameters<typeof given.add>) => given.add(...message).id;

it('returns everything after the activation once, and nothing from before', async () => {
	add(Date.now() - 5000);
	const workflow = await activated();
	expect(workflow.starts).toEqual([]);
	const id = add(Date.now() + 1000);
	expect((await workflow.poll()).map((message) => message.id)).toEqual([id]);
	expect(await workflow.poll()).toEqual([]);
	expect(workflow.errors).toEqual([]);
});

it('returns the messages of one poll together, oldest first, simplified', async () => {
	const workflow = await active();
	const now = Date.now();
	const ids = [add(now - 3000), add(now - 1000), add(now - 2000, { messageType: 'TYPE_EMAIL' })];
	await workflow.poll();
	expect(workflow.starts).toHaveLength(1);
	expect(workflow.ids).toEqual([ids[0], ids[2], ids[1]]);
	expect(workflow.emitted[0]).toEqual(
		expect.objectContaining({ ...given.mine, direction: 'inbound', messageType: 'TYPE_SMS' }),
	);
	expect(workflow.emitted[0]).not.toHaveProperty('locationId');
});

it('neither loses nor repeats messages across a restart', async () => {
	const workflow = await active();
	const now = Date.now();
	const ids = [add(now - 9000)];
	await workflow.poll();
	workflow.restart();
	ids.push(add(now - 8000));
	await workflow.poll();
	workflow.restart();
	await workflow.poll();
	expect(workflow.ids).toEqual(ids);
});

it('loses nothing that is listed late while a limit holds back other messages', async () => {
	const workflow = await active({ options: { limitPerPoll: 1 } });
	const now = Date.now();
	const ids = [add(now - 3000), add(now - 2000, { messageType: 'TYPE_EMAIL' }), add(now - 1000)];
	for (let poll = 0; poll < 2; poll++) await workflow.poll();
	ids.push(add(now - 60_000));
	for (let poll = 0; poll < 3; poll++) await workflow.poll();
	expect([...workflow.ids].sort()).toEqual([...ids].sort());
});

it('returns again what n8n could not start', async () => {
	const workflow = await active();
	const id = add();
	workflow.crashes = true;
	await workflow.poll();
	workflow.crashes = false;
	workflow.restart();
	await workflow.poll();
	expect(workflow.ids).toEqual([id]);
});

it('returns messages with equal times, whenever they are listed', async () => {
	const workflow = await active();
	const moment = Date.now() - 1000;
	const ids = [add(moment)];
	await workflow.poll();
	ids.push(add(moment));
	await workflow.poll();
	ids.push(add(moment));
	await workflow.poll();
	await workflow.poll();
	expect(workflow.ids).toEqual(ids);
});

it('returns messages that are listed late, within the overlap', async () => {
	const workflow = await active({ options: { overlap: 10 } });
	const now = Date.now();
	const first = add(now);
	await workflow.poll();
	const late = add(now - 9 * MINUTE);
	add(now - 11 * MINUTE);
	await workflow.poll();
	await workflow.poll();
	expect(workflow.ids).toEqual([first, late]);
});

it('waits for late messages as long as there are no newer ones', async () => {
	const workflow = await active();
	const first = add(Date.now() - 50 * MINUTE);
	await workflow.poll();
	await workflow.poll();
	const second = add(Date.now() - 49 * MINUTE);
	await workflow.poll();
	expect(workflow.ids).toEqual([first, second]);
});

it('ignores dates in the future', async () => {
	const workflow = await active();
	const ahead = add(Date.now() + HOUR);
	await workflow.poll();
	const now = add();
	await workflow.poll();
	await workflow.poll();
	expect(workflow.ids).toEqual([ahead, now]);
});

it('returns 1,000 messages in order up to the limit, with little saved data', async () => {
	const workflow = await active();
	const now = Date.now();
	const ids = upTo(1000).map((index) =>
		add(now - 100_000 + 10 * index, index % 3 === 0 ? { messageType: 'TYPE_EMAIL' } : {}),
	);
	for (const poll of upTo(3)) {
		const emitted = await workflow.poll();
		expect(emitted).toHaveLength([500, 500, 0][poll]);
		workflow.restart();
	}
	expect(workflow.ids).toEqual(ids);
	expect(JSON.stringify(workflow.saved).length).toBeLessThan(100_000);
});

it('returns the rest of messages with equal times later', async () => {
	const workflow = await active({ options: { limitPerPoll: 10 } });
	const moment = Date.now() - 1000;
	const ids = upTo(25).map((index) =>
		add(moment, index % 2 === 0 ? { messageType: 'TYPE_EMAIL' } : {}),
	);
	for (const size of [10, 10, 5, 0]) expect(await workflow.poll()).toHaveLength(size);
	expect(new Set(workflow.ids)).toEqual(new Set(ids));
	expect(workflow.emitted).toHaveLength(25);
});

it('catches up in pages after a long outage, oldest first', async () => {
	const workflow = await active({ options: { limitPerPoll: 2000, overlap: 1 } });
	const now = Date.now();
	const ids = upTo(3000).map((index) => add(now - HOUR / 2 + 500 * index));
	testEnv.sandbox.requests.length = 0;
	for (const size of [2000, 1000, 0]) expect(await workflow.poll()).toHaveLength(size);
	expect(workflow.ids).toEqual(ids);
	const starts = testEnv.sandbox.requests.map(({ query }) => Date.parse(String(query.startDate)));
	expect(starts).toEqual([...starts].sort((a, b) => a - b));
});

it('forgets messages older than the overlap', async () => {
	const workflow = await active({ options: { limitPerPoll: 5000, overlap: 60 } });
	const now = Date.now();
	const ids = upTo(2500).map((index) => add(now - HOUR / 2 + 100 * index));
	await workflow.poll();
	expect(JSON.stringify(workflow.saved).length).toBeLessThan(100_000);
	await workflow.poll();
	expect(workflow.ids).toEqual(ids);
	workflow.restart({ parameters: { options: { overlap: 1 } } });
	add(now);
	await workflow.poll();
	expect(workflow.emitted).toHaveLength(2501);
	expect(JSON.stringify(workflow.saved).length).toBeLessThan(600);
});

it('returns a late message among thousands within the overlap', async () => {
	const workflow = await active({ options: { limitPerPoll: 5000, overlap: 10 } });
	const now = Date.now();
	const ids = upTo(4000).map((index) => add(now - 8 * MINUTE + 100 * index));
	await workflow.poll();
	ids.push(add(now - 9 * MINUTE));
	await workflow.poll();
	await workflow.poll();
	expect(workflow.ids).toEqual(ids);
});

it('runs one poll at a time', async () => {
	const workflow = await active();
	const id = add();
	testEnv.sandbox.faults.add({ path: EXPORT_PATH, delayMs: 200 });
	await Promise.all([workflow.poll(), workflow.poll()]);
	await workflow.poll();
	expect(workflow.ids).toEqual([id]);
});
