/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

import { addRecipients, SEND_PATH, sendSms } from '../fixtures';
import { useTestEnv } from '../harness';
import type { Outcome } from '../errors/outcomes';

const testEnv = useTestEnv();
const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => process.on('unhandledRejection', onUnhandled));
beforeEach(() => {
	unhandled.length = 0;
});
afterAll(() => process.off('unhandledRejection', onUnhandled));

const inBatches = (batchSize: number, batchInterval: number) => ({
	requestOptions: { batching: { batch: { batchSize, batchInterval } } },
});
const failingAt = (index: number) => ({
	message: `={{ $json.index === ${index} ? $('Nowhere').first().json.text : $json.text }}`,
});
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

/** Waits for requests that n8n does not wait for: until there was no request for some time. */
async function textsIn({ requests }: Outcome): Promise<unknown[]> {
	let seen = -1;
	while (seen !== testEnv.sandbox.requests.length) {
		seen = testEnv.sandbox.requests.length;
		await sleep(600);
	}
	const from = testEnv.sandbox.requests.indexOf(requests[0]);
	const all = from === -1 ? testEnv.sandbox.requests : testEnv.sandbox.requests.slice(from);
	return all.map(({ body }) => (body as { message?: string }).message);
}

describe('a run that n8n aborts at an expression', () => {
	it('sends started items once, even if Retry On Fail restarts it', async () => {
		const items = addRecipients(testEnv.sandbox, 4);
		testEnv.sandbox.faults.add({ path: SEND_PATH, delayMs: 400, headers: {}, times: 20 });
		const parameters = sendSms({ ...failingAt(3), ...inBatches(2, 30) });
		const result = await testEnv.run({ parameters, items, node: retrying });
		expect(result.error?.message).toMatch(/Nowhere|node/);
		expect(await textsIn(result)).toEqual(['Hello 0', 'Hello 1']);
	});

	it('sends none of the batch that could not be started', async () => {
		const items = addRecipients(testEnv.sandbox, 6);
		const parameters = sendSms({ ...failingAt(5), ...inBatches(3, 300) });
		const result = await testEnv.run({ parameters, items });
		expect((await textsIn(result)).sort()).toEqual(['Hello 0', 'Hello 1', 'Hello 2']);
	});

	it('retries what was rejected meanwhile', async () => {
		const items = addRecipients(testEnv.sandbox, 3);
		testEnv.sandbox.faults.add({
			...{ path: SEND_PATH, delayMs: 300, status: 422, body: { message: 'No' } },
		});
		const parameters = sendSms({ ...failingAt(2), ...inBatches(1, 30) });
		const result = await testEnv.run({ parameters, items, node: retrying });
		const texts = await textsIn(result);
		expect(texts.filter((text) => text === 'Hello 0')).toHaveLength(2);
		expect(texts.filter((text) => text === 'Hello 1')).toHaveLength(1);
	});

	it.each([
		['at once', {}],
		['in batches', inBatches(2, 50)],
	])('leaves no unhandled rejection, started %s', async (_, batches) => {
		const items = addRecipients(testEnv.sandbox, 5);
		items[0].text = '';
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 500, times: 9 });
		const parameters = sendSms({ ...failingAt(4), ...batches });
		const result = await testEnv.run({ parameters, items });
		expect(result.error?.message).toMatch(/'Message' is empty \[item 0/);
		await textsIn(result);
		expect(unhandled).toEqual([]);
	});
});

describe('batches with an interval', () => {
	it('fail with the error of an earlier one', async () => {
		const items = addRecipients(testEnv.sandbox, 4);
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 500 });
		const parameters = sendSms(inBatches(1, 150));
		const result = await testEnv.run({ parameters, items });
		expect(result.error?.message).toMatch(/temporarily unavailable.*\[item 0 \(the 1st\)\]/);
		expect(result.requests).toHaveLength(1);
		await setImmediate();
		expect(unhandled).toEqual([]);
	});

	it('are each checked before the first of their items is sent', async () => {
		const items = addRecipients(testEnv.sandbox, 4);
		items[3].text = '';
		const result = await testEnv.run({ parameters: sendSms(inBatches(2, 300)), items });
		expect(result.error?.message).toMatch(/'Message' is empty \[item 3 \(the 4th\)\]/);
		expect(result.requests).toHaveLength(2);
	});
});
