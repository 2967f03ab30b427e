/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import dns from 'node:dns';
import { setTimeout as sleep } from 'node:timers/promises';

import { startSandbox, type Fault } from '../../../sandbox';
import {
	addRecipients,
	byId,
	createSubtype,
	deleteConversation,
	getConversation,
	SEND_PATH,
	sendSms,
	updateConversation,
	upTo,
} from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const TRANSIENT: Array<[string, Fault]> = [
	['status 500', { status: 500 }],
	['status 502 and a page', { status: 502, html: true }],
	['status 503', { status: 503 }],
	['status 504', { status: 504 }],
	['a reset before processing', { disconnect: 'before' }],
	['a reset after processing', { disconnect: 'after' }],
	['half a response', { disconnect: 'midBody' }],
	['a response that does not arrive in time', { hang: true }],
];

const HEAD = 'HTTP/1.1 200 OK\r\n';
const INVALID_RESPONSES: Array<[string, Fault]> = [
	['an invalid header', { raw: `${HEAD}No Header\r\n\r\n{}` }],
	['a header of 40 kB', { raw: `${HEAD}X-Long: ${'x'.repeat(40_000)}\r\n\r\n{}` }],
	['a bad chunk', { raw: `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}` }],
	['invalid gzip', { raw: `${HEAD}Content-Encoding: gzip\r\n\r\nno gzip` }],
	['a response that is not HTTP', { raw: 'SSH-2.0-OpenSSH_9.2\r\n' }],
	['status 302', { status: 302, processed: true, headers: { location: '/elsewhere' } }],
	['status 408', { status: 408, processed: true }],
	['status 499', { status: 499, processed: true }],
];

describe('a read', () => {
	it('is retried after every transient error', async () => {
		const ids = [...testEnv.sandbox.state.conversations.keys()].slice(0, TRANSIENT.length);
		TRANSIENT.forEach(([, fault], index) => {
			testEnv.sandbox.faults.add({ ...fault, path: `/conversations/${ids[index]}` });
		});
		const result = await testEnv.run({
			parameters: getConversation({
				conversationId: byId('={{ $json.id }}'),
				requestOptions: { timeout: 400 },
			}),
			items: ids.map((id) => ({ id })),
		});
		expect(result.error).toBeUndefined();
		expect(result.json.map(({ id }) => id)).toEqual(ids);
		expect(result.requests).toHaveLength(TRANSIENT.length * 2);
	});

	it('is retried three times, with growing delays', async () => {
		testEnv.sandbox.faults.add({ status: 503, times: 9 });
		const result = await testEnv.run({ parameters: getConversation() });
		expect(result.error).toMatchObject({ httpCode: '503' });
		const times = result.requests.map(({ at }) => at);
		const delays = times.slice(1).map((time, index) => time - times[index]);
		expect(delays).toHaveLength(3);
		[500, 1000, 2000].forEach((minMs, index) => {
			expect(delays[index]).toBeGreaterThanOrEqual(minMs - 5);
			expect(delays[index]).toBeLessThan(minMs * 1.25 + 1000);
		});
	});

	it.each([400, 401, 403, 404, 422])('is not retried after status %i', async (status) => {
		testEnv.sandbox.faults.add({ status, times: 9, body: { message: 'No' } });
		const result = await testEnv.run({ parameters: getConversation() });
		expect(result.requests).toHaveLength(1);
		expect(result.error).toMatchObject({ httpCode: String(status) });
	});
});

describe('a write', () => {
	describe.each(['accessToken', 'oAuth2'])('with the credential %s', (authentication) => {
		it.each([...INVALID_RESPONSES, ...TRANSIENT])(
			"is sent once after %s, also with n8n's Retry On Fail",
			async (_, fault) => {
				testEnv.sandbox.faults.add({ path: SEND_PATH, times: 9, ...fault });
				const oauthTokenData = { ...testEnv.sandbox.oauth.issueTokens() };
				const { requests, error } = await testEnv.run({
					credentials: authentication === 'oAuth2' ? { oauthTokenData } : {},
					parameters: sendSms({ authentication, requestOptions: { timeout: 400 } }),
					node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 },
				});
				expect(requests).toHaveLength(1);
				expect(error?.message).toMatch(/\[item 0 \(the 1st\)\]/);
				expect(error?.description).toMatch(/may have been processed/);
				expect(error?.description).toMatch(/'Get Many' or 'Export'/);
			},
		);
	});

	it.each([
		['PUT', updateConversation({ updateFields: { starred: true } })],
		['DELETE', deleteConversation()],
		['POST', createSubtype()],
	])('is sent once for %s', async (method, parameters) => {
		testEnv.sandbox.faults.add({ method, disconnect: 'after', times: 9 });
		const result = await testEnv.run({ parameters });
		expect(result.requests.map((request) => request.method)).toEqual([method]);
		expect(result.error?.description).toMatch(/may have been processed/);
	});

	it('is retried if the connection is refused', async () => {
		const { url, stop } = await startSandbox({ rateLimit: false });
		await stop();
		const running = testEnv.run({ parameters: sendSms(), credentials: { baseUrl: url } });
		await sleep(300);
		const late = await startSandbox({ rateLimit: false, port: Number(new URL(url).port) });
		const result = await running;
		expect(result.error).toBeUndefined();
		expect(late.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			`POST ${SEND_PATH}`,
		]);
		await late.stop();
	});

	/** Makes every DNS lookup fail. */
	const withoutNames = (failure: Error) =>
		jest.spyOn(dns, 'lookup').mockImplementation(((...args: unknown[]) => {
			const done = args.at(-1) as (error: Error) => void;
			done(failure);
		}) as typeof dns.lookup);
	const credentials = { baseUrl: 'https://api.example.invalid' };

	it('is retried if the host name cannot be resolved', async () => {
		const notFound = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
		const lookup = withoutNames(notFound);
		const result = await testEnv.run({ parameters: sendSms(), credentials });
		expect(lookup).toHaveBeenCalledTimes(4);
		lookup.mockRestore();
		expect(result.error?.message).toMatch(/Could not connect/);
		expect(result.error?.description).toMatch(/Nothing was sent \(ENOTFOUND\)/);
	});

	it('is sent once after an unknown error, which is reported', async () => {
		const lookup = withoutNames(new Error('An unknown failure'));
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const { error } = await testEnv.run({ parameters: sendSms(), credentials, node });
		expect(lookup).toHaveBeenCalledTimes(1);
		lookup.mockRestore();
		expect(error?.description).toMatch(/may have been processed.*\(An unknown failure\)/);
	});
});

describe('a failed send', () => {
	const failing = { path: SEND_PATH, status: 422, body: { message: 'No' } };

	it('stops the items that have not started, and counts those sent', async () => {
		const items = addRecipients(testEnv.sandbox, 60);
		testEnv.sandbox.faults.add({ ...failing, skip: 14 });
		const result = await testEnv.run({ parameters: sendSms(), items });
		const sent = result.requests.filter(({ status }) => status === 200).length;
		expect(result.requests.length).toBeLessThanOrEqual(25);
		expect(result.error?.description).toMatch(new RegExp(`\\b${sent} were sent`));
	});

	it('does not stop the others if the node continues on errors', async () => {
		const items = addRecipients(testEnv.sandbox, 60);
		testEnv.sandbox.faults.add({ ...failing, skip: 14 });
		const node = { onError: 'continueRegularOutput' as const };
		const result = await testEnv.run({ parameters: sendSms(), items, node });
		expect(result.requests).toHaveLength(60);
		expect(result.json.filter(({ error }) => error)).toHaveLength(1);
	});

	it("is not sent again by n8n's Retry On Fail, nor are the messages already sent", async () => {
		const items = addRecipients(testEnv.sandbox, 20);
		const contactId = items[7].contactId;
		const isToContact = ({ body }: { body: unknown }) =>
			(body as { contactId?: unknown }).contactId === contactId;
		testEnv.sandbox.faults.add({
			path: SEND_PATH,
			when: isToContact,
			disconnect: 'after',
			times: 9,
		});
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const result = await testEnv.run({ parameters: sendSms(), items, node });
		const contacts = result.requests.map(({ body }) => (body as { contactId: string }).contactId);
		expect(new Set(contacts).size).toBe(contacts.length);
		expect(contacts.filter((id) => id === contactId)).toHaveLength(1);
		expect(result.error?.description).toMatch(/may have been processed/);
	});

	it('continues with the rest if Retry On Fail follows a rejection', async () => {
		const items = addRecipients(testEnv.sandbox, 30);
		testEnv.sandbox.faults.add({ ...failing, skip: 14 });
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const result = await testEnv.run({ parameters: sendSms(), items, node });
		expect(result.error).toBeDefined();
		expect(result.status).toBe('success');
		expect(result.json).toHaveLength(30);
		const done = result.requests.filter(({ status }) => status === 200);
		expect(done).toHaveLength(30);
		const texts = upTo(30).map((n) => `Hello ${n}`);
		expect(done.map(({ body }) => (body as { message: string }).message).sort()).toEqual(
			texts.sort(),
		);
	});
});
