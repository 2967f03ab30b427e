import { SEED } from '../../../sandbox';
import { byId, SEND_PATH, sendSms } from '../fixtures';
import { useTestEnv } from '../harness';
import { questionsIn } from '../sendAndWait/askQuestion';
import { failing } from './outcomes';

const testEnv = useTestEnv();

const { ask } = questionsIn(testEnv);
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

const UNCLEAR: Array<[string, number, unknown]> = [
	['an empty object', 201, {}],
	['a trace alone', 200, { traceId: 't-1' }],
	['no success', 200, { success: false }],
	['success without an ID', 200, { success: true, conversationId: SEED.conversationId }],
	['an empty ID', 200, { messageId: '', messageIds: [] }],
	['null', 201, { messageId: null }],
	['a list', 200, []],
	['a status as text', 200, { statusCode: '400' }],
	['a status as text in `status`', 201, { status: '500', messageId: 'm' }],
];

describe.each(UNCLEAR)('a response without a message: %s', (_, status, body) => {
	it('makes Send fail, and the message is not sent again', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, processed: true, status, body, times: 9 });
		const { error, requests, items } = await testEnv.run({ parameters: sendSms(), node: retrying });
		expect(requests).toHaveLength(1);
		expect(items).toEqual([]);
		expect(error?.message).toMatch(/it may have been processed \[item 0 \(the 1st\)\]$/);
		expect(error?.description).toMatch(/Check HighLevel/);
	});

	it('makes Send and Wait fail without waiting', async () => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, processed: true, status, body });
		const parked = await ask();
		expect(parked.status).toBe('error');
		expect(parked.waitsUntil).toBeUndefined();
		expect(parked.error?.message).toMatch(/it may have been processed/);
	});
});

it.each<[string, unknown]>([
	['the ID of a message', { messageId: 'm1' }],
	['the ID of an email', { emailMessageId: 'e1' }],
	['several IDs', { messageIds: ['m1', 'm2'] }],
	['a wrapped ID', { data: { messageId: 'm1' } }],
	['a status given as text', { messageId: 'm1', status: 'pending' }],
])('a response with %s is a success', async (_, body) => {
	testEnv.sandbox.faults.add({ path: SEND_PATH, status: 201, body });
	const { error, items } = await testEnv.run({ parameters: sendSms() });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
});

it('a response to Reply to Review without a message is an error', async () => {
	const parameters = {
		...{ resource: 'message', operation: 'replyToReview', message: 'Thanks' },
		conversationId: byId(SEED.conversationId),
	};
	const { message } = await failing(testEnv, parameters, { status: 201, body: { success: true } });
	expect(message).toMatch(/unclear response: it may have been processed/);
});
