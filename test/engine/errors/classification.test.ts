import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';
import { SEED } from '../../../sandbox';
import {
	addRecipients,
	byId,
	EXPORT_PATH,
	getConversation,
	getMessages,
	getRecording,
	SEND_PATH,
	sendSms,
	updateConversation,
} from '../fixtures';
import { sendRequests, sendEmail } from '../send/middleware/messages';
import { useTestEnv, useTestEnvs } from '../harness';
import { failing } from './outcomes';

const testEnv = useTestEnv();
/** For tests that wait for retries, and so run concurrently. */
const newTestEnv = useTestEnvs();

const TIMED_OUT = { statusCode: 400, message: 'Request Timeout after 30000ms' };
const DND = 'Cannot send message as DND is active for SMS.';
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };

describe('a failure that may have been processed', () => {
	it.each<[string, Fault]>([
		["a time-out of HighLevel's own", { status: 400, body: TIMED_OUT }],
		['the same in a 200 response', { status: 200, body: TIMED_OUT }],
		[
			'the same with the status as text',
			{ status: 201, body: { ...TIMED_OUT, statusCode: '400' } },
		],
		['an unknown message', { status: 400, body: { message: 'Something went wrong' } }],
		['a 400 of another server', { status: 400, html: true }],
		['a 400 without a message', { status: 400, empty: true }],
		['a time-out that mentions a refusal', { status: 504, body: { message: DND } }],
	])('is not retried: %s', async (_, fault) => {
		testEnv.sandbox.faults.add({ path: SEND_PATH, processed: true, times: 9, ...fault });
		const { error, requests } = await testEnv.run({ parameters: sendSms(), node: retrying });
		expect(requests).toHaveLength(1);
		expect(error?.message).toMatch(/it may have been processed \[item 0 \(the 1st\)\]$/);
		expect(error?.description).toMatch(/Check HighLevel/);
	});

	it('is not retried for other writes', async () => {
		testEnv.sandbox.faults.add({ status: 400, body: TIMED_OUT, times: 9 });
		const parameters = updateConversation({ updateFields: { starred: true } });
		const { error, requests } = await testEnv.run({ parameters, node: retrying });
		expect(requests).toHaveLength(1);
		expect(error?.message).toMatch(/did not finish the request in time.*may have been processed/);
	});

	it("does not include rejections: n8n's Retry On Fail sends them again", async () => {
		const body = { status: 400, message: 'Missing phone number', name: 'HttpException' };
		testEnv.sandbox.faults.add({ path: SEND_PATH, status: 400, body });
		const { requests, json } = await testEnv.run({ parameters: sendSms(), node: retrying });
		expect(requests).toHaveLength(2);
		expect(json[0].messageId).toBeDefined();
	});
});

describe('On Do Not Disturb', () => {
	const parameters = sendSms({ options: { onDoNotDisturb: 'skip' } });

	it.each([400, 403, 422])(
		'skips a contact that HighLevel rejects with status %i',
		async (status) => {
			testEnv.sandbox.faults.add({ path: SEND_PATH, status, body: { message: DND } });
			const { json } = await testEnv.run({ parameters });
			expect(json).toMatchObject([{ skipped: true, reason: 'do not disturb' }]);
		},
	);

	it.each<[string, Fault]>([
		['status 408', { status: 408, body: { message: DND } }],
		['status 500', { status: 500, body: { message: DND } }],
		['status 504', { status: 504, body: { message: DND } }],
		['a time-out with status 400', { status: 400, body: { message: `Request Timeout. ${DND}` } }],
	])('fails if %s only mentions it', async (_, fault) => {
		const { description, message, requests } = await failing(testEnv, parameters, {
			...{ path: SEND_PATH, processed: true },
			...fault,
		});
		expect(requests).toHaveLength(1);
		expect(message).toMatch(/may have been processed/);
		expect(description).not.toMatch(/Nothing was sent/);
	});
});

describe('a read', () => {
	it.each<[string, INodeParameters]>([
		['a record', getConversation()],
		['a list', getMessages()],
		['a file', getRecording()],
	])('is retried after a 400 that reports a time-out: %s', async (_, parameters) => {
		testEnv.sandbox.faults.add({ status: 400, body: TIMED_OUT });
		const { error, requests } = await testEnv.run({ parameters });
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(2);
	});

	it.concurrent('does not treat an email as deleted because of a time-out', async () => {
		const own = await newTestEnv();
		const path = new RegExp(`email/${SEED.emailMessageId}$`);
		const parameters = getMessages({
			conversationId: byId(SEED.emailConversationId),
			options: { includeEmailBodies: true },
		});
		const { message, requests } = await failing(own, parameters, {
			...{ path, status: 400, body: TIMED_OUT },
		});
		expect(message).toMatch(/did not finish the request in time/);
		expect(requests.filter((request) => path.test(request.path))).toHaveLength(4);
	});

	it.concurrent('of a recording does not treat a time-out as "not available yet"', async () => {
		const own = await newTestEnv();
		const parameters = getRecording({ options: { whenUnavailable: 'item' } });
		const { message } = await failing(own, parameters, { status: 400, body: TIMED_OUT });
		expect(message).toMatch(/did not finish the request in time/);
	});
});

describe('Skip If Sent', () => {
	const send = async (own = testEnv) =>
		await own.run({
			parameters: sendEmail({ subject: 'Once', options: { skipIfSent: 24 } }),
		});

	it.concurrent.each<[string, Fault]>([
		['a time-out', { status: 400, body: TIMED_OUT }],
		['an invalid request', { status: 422, body: { message: ['id must be a mongodb id'] } }],
		['no message', { status: 400, empty: true }],
		['an HTML page', { status: 404, html: true }],
		['an unknown endpoint', { status: 404, body: { message: 'Cannot GET /conversations' } }],
		['no access', { status: 403, body: { message: 'Email not found' } }],
		['a server error', { status: 500, body: { message: 'Email not found' } }],
	])('sends nothing if a subject could not be read: %s', async (_, fault) => {
		const own = await newTestEnv();
		const first = await send(own);
		expect([first.error?.message, sendRequests(first).length]).toEqual([undefined, 1]);
		own.sandbox.faults.add({ path: /\/messages\/email\//, times: 99, ...fault });
		const result = await send(own);
		expect(sendRequests(result)).toHaveLength(0);
		expect(result.error?.message).toMatch(/checking sent messages/);
	});

	it.each<[string, Fault]>([
		['by status', { status: 404, body: { message: 'Email message not found' } }],
		[
			'by code',
			{ status: 400, body: { message: 'x', canonicalCode: 'CONVERSATIONS_MSG_NOT_FOUND' } },
		],
	])('sends if HighLevel reports that the email no longer exists: %s', async (_, fault) => {
		await send();
		testEnv.sandbox.faults.add({ path: /\/messages\/email\//, times: 99, ...fault });
		expect(sendRequests(await send())).toHaveLength(1);
	});

	it('reads the list again after a time-out', async () => {
		const [item] = addRecipients(testEnv.sandbox, 1);
		testEnv.sandbox.faults.add({ path: EXPORT_PATH, status: 400, body: TIMED_OUT });
		const parameters = sendSms({ options: { skipIfSent: 24 } });
		const { error, requests } = await testEnv.run({ parameters, items: [item] });
		expect(error).toBeUndefined();
		expect(requests.map(({ path }) => path)).toEqual([EXPORT_PATH, EXPORT_PATH, SEND_PATH]);
	});
});
