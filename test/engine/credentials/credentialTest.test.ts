import { useTestEnv } from '../harness';
import { testCredential } from '../harness/credentialTest';

const NAME = 'highLevelConversationsApi';
const testEnv = useTestEnv();

const tryOut = async (values: Record<string, string> = {}) =>
	await testCredential(testEnv, NAME, values);

describe('credential test', () => {
	it.each<Record<string, string>>([
		{},
		{ apiVersion: '2021-04-15' },
		{ apiVersion: 'v3' },
		{ apiVersion: '' },
	])('passes with a valid token: %j', async (values) => {
		expect(await tryOut(values)).toMatchObject({ status: 'OK' });
		const { headers, path } = testEnv.sandbox.requests.at(-1)!;
		expect([path, headers.version]).toEqual([
			'/conversations/search',
			values.apiVersion || '2021-04-15',
		]);
	});

	it('names the problem with a token, a scope, a location and a version', async () => {
		const { tokens, otherLocationId } = testEnv.sandbox;
		const results = [
			await tryOut({ accessToken: 'pit-wrong' }),
			await tryOut({ accessToken: tokens.noScopes }),
			await tryOut({ locationId: otherLocationId }),
			await tryOut({ apiVersion: 'v9' }),
		];
		expect(results.map(({ status }) => status)).toEqual(Array(4).fill('Error'));
		expect(results.map(({ message }) => message)).toEqual([
			expect.stringMatching(/rejected the access token/),
			expect.stringMatching(/scope 'conversations.readonly' is missing/),
			expect.stringMatching(/another location/),
			expect.stringMatching(/API Version/),
		]);
	});

	it.each([
		['a 401 that names no status', { status: 401, body: { message: 'Invalid JWT' } }],
		['a 401 that says status', { status: 401, body: { status: 401, message: 'No' } }],
		['a 401 without a body', { status: 401, body: '' }],
		['a 401 of a proxy', { status: 401, html: true }],
		['an HTML page instead of the API', { status: 200, html: true }],
		['an empty reply', { status: 200, body: '' }],
		['JSON of something else', { status: 200, body: { ok: true } }],
	] as const)('fails for %s', async (_, fault) => {
		testEnv.sandbox.faults.add(fault);
		const { status, message } = await tryOut();
		expect([status, message]).toEqual(['Error', expect.stringMatching(/token/i)]);
	});

	it.each([
		400, 402, 403, 404, 405, 406, 407, 408, 409, 410, 413, 415, 418, 422, 423, 426, 428, 429, 431,
		451, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 522, 524, 526, 530, 598,
	])('fails for status %d', async (code) => {
		testEnv.sandbox.faults.add({ status: code, html: true });
		expect(await tryOut()).toMatchObject({ status: 'Error' });
	});
});
