/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createPublicKey, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SEED, startSandbox, type Sandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox());
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const redirectUri = 'http://127.0.0.1:9/callback?keep=1';
const conversation = `/conversations/${SEED.conversationId}`;

interface TokenReply {
	status: number;
	json: Record<string, string>;
}

async function token(form: Record<string, string>): Promise<TokenReply> {
	const { clientId: client_id, clientSecret: client_secret } = sandbox.oauth;
	const body = new URLSearchParams({ client_id, client_secret, ...form });
	const response = await fetch(`${sandbox.url}/oauth/token`, { method: 'POST', body });
	return { status: response.status, json: await response.json() };
}

function consentUrl(more: Record<string, string> = {}): string {
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: sandbox.oauth.clientId,
		redirect_uri: redirectUri,
		scope: 'conversations.readonly conversations/message.readonly',
		state: 'a&"b',
		...more,
	});
	return `${sandbox.url}/v2/oauth/chooselocation?${query}`;
}

async function grant(): Promise<TokenReply> {
	const response = await fetch(consentUrl({ auto: '1' }), { redirect: 'manual' });
	const target = new URL(response.headers.get('location') ?? '');
	expect(target.searchParams.get('state')).toBe('a&"b');
	expect(target.searchParams.get('keep')).toBe('1');
	const code = target.searchParams.get('code') ?? '';
	return await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
}

const read = async (accessToken: string) =>
	(await call('GET', conversation, undefined, { authorization: `Bearer ${accessToken}` })).status;

describe('OAuth 2', () => {
	test('has a consent page with a button', async () => {
		const html = await (await fetch(consentUrl())).text();
		expect(html).toContain('<button type="submit" id="allow">Allow</button>');
		expect(html).toContain('name="state" value="a&#38;&#34;b"');
		expect((await fetch(consentUrl({ client_id: 'other' }))).status).toBe(400);
	});

	test('exchanges a code for tokens of one location', async () => {
		const { status, json } = await grant();
		expect(status).toBe(200);
		expect(json).toMatchObject({
			token_type: 'Bearer',
			expires_in: 86_399,
			userType: 'Location',
			locationId: SEED.locationId,
			scope: 'conversations.readonly conversations/message.readonly',
		});
		expect(await read(json.access_token)).toBe(200);
		const headers = { authorization: `Bearer ${json.access_token}` };
		expect((await call('DELETE', conversation, undefined, headers)).status).toBe(401);
	});

	test('accepts a code once, with its own redirect URL', async () => {
		const code = sandbox.oauth.issueCode('conversations.readonly', redirectUri);
		const form = { grant_type: 'authorization_code', code };
		expect((await token({ ...form, redirect_uri: 'http://127.0.0.1/' })).status).toBe(400);
		expect((await token({ ...form, redirect_uri: redirectUri })).status).toBe(400);
	});

	test('rotates refresh tokens', async () => {
		const first = (await grant()).json;
		const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
		sandbox.oauth.expireAccessTokens();
		expect(await read(first.access_token)).toBe(401);
		const second = await token(refresh);
		expect(await read(second.json.access_token)).toBe(200);
		expect(second.json.refresh_token).not.toBe(first.refresh_token);
		const reuse = await token(refresh);
		expect(reuse).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
		expect(sandbox.oauth.refreshes).toBe(1);
	});

	test('requires client ID and secret in a form', async () => {
		const refused = await token({ client_secret: 'wrong', grant_type: 'refresh_token' });
		expect(refused).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
		const { clientId: client_id, clientSecret: client_secret } = sandbox.oauth;
		const json = { client_id, client_secret, grant_type: 'refresh_token', refresh_token: 'x' };
		expect((await call('POST', '/oauth/token', json)).status).toBe(401);
	});

	test('has a token from the start', async () => {
		expect(await read(sandbox.tokens.oauth)).toBe(200);
	});
});

describe('webhooks', () => {
	interface Delivery {
		headers: IncomingHttpHeaders;
		body: Buffer;
	}

	/** Sends a webhook to a local server and returns what it received. */
	async function received(...options: Array<Parameters<Sandbox['webhooks']['deliver']>[3]>) {
		const deliveries: Delivery[] = [];
		const server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				deliveries.push({ headers: request.headers, body: Buffer.concat(chunks) });
				response.writeHead(202).end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const url = `http://127.0.0.1:${port}/hook`;
		for (const option of options) {
			const payload = { locationId: SEED.locationId, body: 'Hé' };
			const { status } = await sandbox.webhooks.deliver(url, 'InboundMessage', payload, option);
			expect(status).toBe(202);
		}
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		return deliveries;
	}

	const isSigned = ({ headers, body }: Delivery): boolean => {
		const key = createPublicKey({
			key: Buffer.from(sandbox.webhooks.publicKey, 'base64'),
			format: 'der',
			type: 'spki',
		});
		const signature = Buffer.from(String(headers['x-ghl-signature']), 'base64');
		return verify(null, body, key, signature);
	};

	test('are signed over the raw body', async () => {
		const [delivery] = await received({ webhookId: 'w1', timestamp: '2026-01-01T00:00:00.000Z' });
		expect(isSigned(delivery)).toBe(true);
		expect(JSON.parse(delivery.body.toString('utf8'))).toEqual({
			...{ type: 'InboundMessage', locationId: SEED.locationId, body: 'Hé' },
			...{ webhookId: 'w1', timestamp: '2026-01-01T00:00:00.000Z' },
		});
	});

	test('can be changed or left unsigned', async () => {
		const [tampered, unsigned] = await received({ tamper: true }, { unsigned: true });
		expect(JSON.parse(tampered.body.toString('utf8')).tampered).toBe(true);
		expect(isSigned(tampered)).toBe(false);
		expect(unsigned.headers).not.toHaveProperty('x-ghl-signature');
	});
});
