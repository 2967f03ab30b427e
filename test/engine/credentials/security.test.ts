import { SEED, type Fault } from '../../../sandbox';
import {
	getConversation,
	itemWithFiles,
	sendSms,
	updateConversation,
	uploadLargeFile,
} from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

/** Requests to the storage, which has another origin. */
const atStorage = () =>
	testEnv.sandbox.requests.filter(({ headers }) =>
		testEnv.sandbox.storageUrl.endsWith(headers.host ?? '?'),
	);

describe('access token', () => {
	it('is not sent to another origin by a redirect', async () => {
		const location = `${testEnv.sandbox.storageUrl}/elsewhere`;
		testEnv.sandbox.faults.add({
			path: `/conversations/${SEED.conversationId}`,
			status: 302,
			headers: { location },
		});
		const { error } = await testEnv.run({ parameters: getConversation() });
		expect(error).toBeDefined();
		expect(atStorage().length).toBeGreaterThan(0);
		for (const { headers } of atStorage()) expect(headers.authorization).toBeUndefined();
	});

	it.each([301, 302, 303, 307, 308])(
		'is not sent anywhere else after a write is answered with %i',
		async (status) => {
			const location = `${testEnv.sandbox.storageUrl}/elsewhere`;
			testEnv.sandbox.faults.add({ method: 'PUT', status, headers: { location } });
			const parameters = updateConversation({ updateFields: { starred: true } });
			const { error, requests } = await testEnv.run({ parameters });
			expect(requests).toHaveLength(1);
			expect(error).toMatchObject({ httpCode: String(status) });
		},
	);

	it('is not sent to the file storage, nor are our other headers', async () => {
		const items = [await itemWithFiles(testEnv, ['a.mp4', Buffer.alloc(9), 'video/mp4'])];
		const { error } = await testEnv.run({ parameters: uploadLargeFile(), items });
		expect(error).toBeUndefined();
		const [put, ...others] = atStorage();
		expect(others).toEqual([]);
		expect(put.method).toBe('PUT');
		for (const name of ['authorization', 'version', 'cookie']) {
			expect(put.headers[name]).toBeUndefined();
		}
		expect(put.headers['user-agent'] ?? '').not.toContain('highlevel');
		expect(JSON.stringify(put.headers)).not.toContain(testEnv.sandbox.token);
	});

	it.each<[string, Fault]>([
		['a status', { status: 500, body: { message: 'No' } }],
		['a broken connection', { disconnect: 'after' }],
		['a refused token', { status: 401, body: { message: 'Invalid JWT' } }],
		['a page', { status: 200, html: true }],
	])('does not appear in errors, items or logs after %s', async (_, fault) => {
		const { faults, token } = testEnv.sandbox;
		faults.add({ ...fault, times: 2 });
		const { error, requests } = await testEnv.run({ parameters: sendSms() });
		expect(requests[0].headers.authorization).toBe(`Bearer ${token}`);
		const parts = [error?.message, error?.description, error?.stack, JSON.stringify(error)];
		expect(parts.join()).toContain('HighLevel');
		expect(parts.join()).not.toContain(token);
		const node = { onError: 'continueRegularOutput' as const };
		const { items } = await testEnv.run({ parameters: sendSms(), node });
		expect(items[0].json.error).toMatch(/HighLevel/);
		expect(JSON.stringify(items)).not.toContain(token);
		expect(testEnv.logs.length).toBeGreaterThan(0);
		expect(testEnv.logs.join()).not.toContain(token);
	});
});

describe('base URL', () => {
	it.each([
		'http://api.example.com',
		'http://127.0.0.1.example.com',
		'http://localhost@example.com',
		'ftp://127.0.0.1',
		'//127.0.0.1',
		'services.leadconnectorhq.com',
		'',
	])('is rejected unless it uses https or localhost: %j', async (baseUrl) => {
		const { error, requests } = await testEnv.run({
			parameters: sendSms(),
			credentials: { baseUrl },
		});
		expect(error?.message).toMatch(/'Base URL' in the credential must start with https/);
		expect(requests).toEqual([]);
	});

	it('may end with a slash, and may be localhost', async () => {
		const { port } = new URL(testEnv.sandbox.url);
		for (const baseUrl of [`http://127.0.0.1:${port}/`, ` http://127.0.0.1:${port}`]) {
			const { json } = await testEnv.run({
				parameters: getConversation(),
				credentials: { baseUrl },
			});
			expect(json[0].id).toBe(SEED.conversationId);
		}
	});
});
