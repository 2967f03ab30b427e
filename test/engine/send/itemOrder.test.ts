import { SEED } from '../../../sandbox';
import { waitFor } from '../../support/waitFor';
import {
	addRecipients,
	byId,
	getConversation,
	getMessages,
	SEND_PATH,
	sendSms,
	upTo,
} from '../fixtures';
import { useTestEnv, type TestEnv } from '../harness';

const testEnv = useTestEnv();

const textsSent = (result: Awaited<ReturnType<TestEnv['run']>>) =>
	result.requests.map(({ body }) => (body as { message?: string }).message);

describe('items of a run', () => {
	it('are linked to their input item, also several from one', async () => {
		const ids = [SEED.conversationId, SEED.emailConversationId];
		const result = await testEnv.run({
			parameters: getMessages({ conversationId: byId('={{ $json.id }}'), limit: 3 }),
			items: ids.map((id) => ({ id })),
			after: "={{ $('Feeder').item.json.id }}",
		});
		expect(result.after).toEqual([ids[0], ids[0], ids[0], ids[1], ids[1], ids[1]]);
		expect(result.json.map(({ conversationId }) => conversationId)).toEqual(result.after);
	});

	it('are returned in the order of the input', async () => {
		const ids = [...testEnv.sandbox.state.conversations.keys()].slice(0, 8);
		testEnv.sandbox.faults.add({ path: `/conversations/${ids[0]}`, delayMs: 200, headers: {} });
		const parameters = getConversation({ conversationId: byId('={{ $json.id }}') });
		const { json } = await testEnv.run({ parameters, items: ids.map((id) => ({ id })) });
		expect(json.map(({ id }) => id)).toEqual(ids);
	});

	it('for one contact are sent one after the other, in order', async () => {
		const items = upTo(15).map((n) => ({ text: `Part ${n}` }));
		testEnv.sandbox.faults.add({ path: SEND_PATH, delayMs: 30, headers: {}, times: 15 });
		const result = await testEnv.run({ parameters: sendSms(), items });
		expect(textsSent(result)).toEqual(items.map(({ text }) => text));
		expect(Math.max(...result.requests.map(({ inFlight }) => inFlight))).toBe(1);
	});

	it('do not wait for other contacts', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, delayMs: 500, headers: {}, times: 10 });
		const result = await testEnv.run({
			parameters: sendSms(),
			items: addRecipients(testEnv.sandbox, 20),
		});
		expect(Math.max(...result.requests.map(({ inFlight }) => inFlight))).toBe(10);
	});

	it('are not sent if an expression of a later one cannot be evaluated', async () => {
		const items = addRecipients(testEnv.sandbox, 10);
		const parameters = sendSms({
			message: "={{ $json.index === 7 ? $('Nowhere').first().json.text : $json.text }}",
		});
		const { error, requests } = await testEnv.run({ parameters, items });
		expect(error?.message).toMatch(/Nowhere|node/);
		expect(requests).toEqual([]);
	});

	it("are limited to one by 'Execute Once'", async () => {
		const items = addRecipients(testEnv.sandbox, 5);
		const node = { executeOnce: true };
		const { requests, json, error } = await testEnv.run({ parameters: sendSms(), items, node });
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(1);
		expect(json).toHaveLength(1);
	});

	it("are sent in n8n's own batches if they are set", async () => {
		const items = addRecipients(testEnv.sandbox, 6);
		const batching = { batch: { batchSize: 2, batchInterval: 300 } };
		const parameters = sendSms({ requestOptions: { batching } });
		const result = await testEnv.run({ parameters, items });
		expect(textsSent(result).sort()).toEqual(items.map(({ text }) => text));
		const [first, last] = [result.requests[0], result.requests[5]];
		expect(last.at - first.at).toBeGreaterThanOrEqual(550);
		expect(result.json).toHaveLength(6);
	});

	it('are none if there is no input', async () => {
		const { json, requests, error } = await testEnv.run({ parameters: sendSms(), items: [] });
		expect([json, requests, error]).toEqual([[], [], undefined]);
	});

	it('are independent of another run of the same workflow', async () => {
		const items = addRecipients(testEnv.sandbox, 5);
		const once = async () => await testEnv.run({ parameters: sendSms(), items });
		const first = await once();
		const second = await once();
		expect(textsSent(first).sort()).toEqual(textsSent(second).sort());
		expect(second.requests).toHaveLength(5);
	});

	it('that are stopped leave a log line with the progress', async () => {
		const items = addRecipients(testEnv.sandbox, 40);
		testEnv.sandbox.faults.add({ path: SEND_PATH, delayMs: 300, headers: {}, times: 40 });
		const from = testEnv.logs.length;
		const { requests } = await testEnv.run({ parameters: sendSms(), items, stopAfterMs: 700 });
		expect(requests.length).toBeLessThan(40);
		const logLine = () => testEnv.logs.slice(from).find((line) => /was stopped/.test(line));
		await waitFor(() => logLine() !== undefined);
		const [, sent, skipped, unsent] =
			/(\d+) were sent, (\d+) were skipped, (\d+) were not sent/.exec(String(logLine())) ?? [];
		expect(Number(sent)).toBeLessThanOrEqual(requests.length);
		expect(Number(sent) + Number(skipped) + Number(unsent)).toBe(40);
	});
});
