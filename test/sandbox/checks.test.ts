/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { request } from 'node:http';

import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox());
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const conversation = `/conversations/${SEED.conversationId}`;
const search = `/conversations/search?locationId=${SEED.locationId}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Sends a GET request with exactly these headers; `fetch` would add a User-Agent. */
async function bareGet(
	headers: Record<string, string>,
): Promise<{ status?: number; body: string }> {
	return await new Promise((resolve, reject) => {
		request(sandbox.url + conversation, { headers }, (response) => {
			let body = '';
			response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
			response.on('end', () => resolve({ status: response.statusCode, body }));
		})
			.on('error', reject)
			.end();
	});
}

describe('checks of every endpoint', () => {
	test.each([
		['no token', { authorization: undefined }, 'Invalid JWT'],
		['an unknown token', bearer('pit-unknown'), 'Invalid JWT'],
		['no Version', { version: undefined }, 'version header was not found.'],
		['another Version', { version: '2021-07-28' }, 'version header is invalid'],
		[
			'a token without scopes',
			bearer('pit-00000000-5a1d-4c0e-9b7f-0123456789ab'),
			'The token is not authorized for this scope.',
		],
	])('answer %s with a 401 of the first format', async (_case, headers, message) => {
		const { status, json } = await call('GET', conversation, undefined, headers);
		expect(status).toBe(401);
		expect(json).toEqual({
			statusCode: 401,
			message,
			error: 'Unauthorized',
			traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
	});

	test('allow a read-only token to read, but not to write', async () => {
		const headers = bearer(sandbox.tokens.readOnly);
		expect((await call('GET', conversation, undefined, headers)).status).toBe(200);
		expect((await call('DELETE', conversation, undefined, headers)).status).toBe(401);
		expect(sandbox.state.conversations.has(SEED.conversationId)).toBe(true);
	});

	test('require no scope for preferences', async () => {
		const path = `/conversations/preferences/custom-subtypes?locationId=${SEED.locationId}`;
		const { status, json } = await call('GET', path, undefined, bearer(sandbox.tokens.noScopes));
		expect(status).toBe(200);
		expect(json.customSubtypes).toHaveLength(2);
	});

	test('allow a token its own location only', async () => {
		const headers = bearer(sandbox.tokens.otherLocation);
		for (const path of [search, conversation]) {
			const { status, json } = await call('GET', path, undefined, headers);
			expect(status).toBe(403);
			expect(json.message).toBe('The token does not have access to this location.');
		}
		const own = `/conversations/${SEED.otherConversationId}`;
		expect((await call('GET', own, undefined, headers)).status).toBe(200);
	});

	test('answer with an HTML page without a User-Agent', async () => {
		const headers = { ...bearer(sandbox.token), version: '2021-04-15' };
		const refused = await bareGet(headers);
		expect(refused.status).toBe(403);
		expect(refused.body).toContain('Cloudflare');
		expect((await bareGet({ ...headers, 'user-agent': 'test/1' })).status).toBe(200);
	});

	test('answer 404 for unknown paths, the retired host and a missing slash', async () => {
		const lead = { locationId: SEED.locationId, contactId: SEED.newContactId };
		const { status, json } = await call('GET', `/v1${conversation}`);
		expect(status).toBe(404);
		expect(json.message).toBe(`Cannot GET /v1${conversation}`);
		expect((await call('POST', '/conversations', lead)).status).toBe(404);
		expect((await call('POST', '/conversations/', lead)).status).toBe(201);
	});

	test('ignore a body that is not declared as JSON', async () => {
		const lead = { locationId: SEED.locationId, contactId: SEED.newContactId };
		const { status, json } = await call('POST', '/conversations/', lead, {
			'content-type': 'text/plain',
		});
		expect(status).toBe(422);
		expect(json.message).toContain('contactId should not be empty');
	});

	test('reject undocumented fields', async () => {
		const body = { locationId: SEED.locationId, unread: 1 };
		const { status, json } = await call('PUT', conversation, body);
		expect(status).toBe(422);
		expect(json.message).toEqual(['property unread should not exist']);
	});
});

describe('rate limit', () => {
	test('counts down, answers 429, and resets after the interval', async () => {
		const limited = await startSandbox({ rateLimit: { max: 3, intervalMs: 400 } });
		const get = clientOf(limited);
		const remaining: Array<string | null> = [];
		for (let i = 0; i < 4; i += 1) {
			const { headers, status } = await get('GET', conversation);
			remaining.push(`${status} ${headers.get('x-ratelimit-remaining')}`);
		}
		expect(remaining).toEqual(['200 2', '200 1', '200 0', '429 0']);
		const refused = await get('GET', conversation);
		expect(refused.json).toMatchObject({ statusCode: 429, error: 'Too Many Requests' });
		expect(refused.headers.get('retry-after')).toBeNull();
		expect(refused.headers.get('x-ratelimit-interval-milliseconds')).toBe('400');
		expect(limited.rateLimit.refused).toBe(2);
		const other = bearer(limited.tokens.otherLocation);
		expect((await get('GET', conversation, undefined, other)).status).toBe(403);
		await new Promise((resolve) => setTimeout(resolve, 450));
		expect((await get('GET', conversation)).status).toBe(200);
		await limited.stop();
	});

	test('resets after a day', async () => {
		const limited = await startSandbox({ rateLimit: { dailyMax: 1 } });
		const get = clientOf(limited);
		expect((await get('GET', '/nowhere')).headers.get('x-ratelimit-daily-remaining')).toBe('0');
		const { status, headers } = await get('GET', conversation);
		expect(status).toBe(429);
		expect(headers.get('x-ratelimit-limit-daily')).toBe('1');
		const resetMs = Number(headers.get('x-ratelimit-daily-reset'));
		expect(resetMs % 1000).toBe(0);
		expect(resetMs).toBeGreaterThan(86_000_000);
		await limited.stop();
	});
});

test('records every request in order', async () => {
	await call('PUT', `${conversation}?a=1&b=2&b=3`, { locationId: SEED.locationId, starred: false });
	await call('GET', '/conversations/a%2Fb');
	expect(sandbox.requests).toMatchObject([
		{
			method: 'PUT',
			path: conversation,
			query: { a: '1', b: ['2', '3'] },
			body: { locationId: SEED.locationId, starred: false },
			rawBody: `{"locationId":"${SEED.locationId}","starred":false}`,
			status: 200,
			inFlight: 1,
			aborted: false,
		},
		{ method: 'GET', path: '/conversations/a/b', rawPath: '/conversations/a%2Fb', status: 400 },
	]);
});

test('restores the seed on reset', async () => {
	await call('DELETE', conversation);
	expect((await call('GET', conversation)).status).toBe(400);
	sandbox.reset();
	expect(sandbox.requests).toHaveLength(0);
	expect((await call('GET', conversation)).status).toBe(200);
});

test('prints its usage and ends on SIGTERM', async () => {
	const tsx = require.resolve('tsx/cli');
	const child = spawn(process.execPath, [tsx, 'sandbox/cli.ts', '--port', '0']);
	const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
	let output = '';
	await new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.stdout.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			if (output.includes('Stop with')) resolve();
		});
	});
	const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
	const token = /pit-\S+/.exec(output)?.[0] ?? '';
	const headers = { ...bearer(token), version: '2021-04-15' };
	const { status } = await fetch(url + conversation, { headers });
	child.kill('SIGTERM');
	expect(await exit).toBe(0);
	expect(status).toBe(200);
});
