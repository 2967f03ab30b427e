/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createApp } from './app';
import { SCOPES, Tokens } from './auth';
import type { SandboxContext } from './endpoint';
import { Faults } from './faults';
import { OAuth } from './oauth';
import { RateLimit, type RateLimits } from './rateLimit';
import type { InboundListener } from './routes/inbox';
import { seedInbox } from './seed';
import { SEED } from './seed/ids';
import { State } from './state';
import type { RecordedRequest } from './types';
import { Webhooks } from './webhooks';

export type { Fault } from './faults';
export { SEED } from './seed/ids';
export { wavChunks, wavSize } from './wavFile';
export type * from './types';

export interface SandboxOptions {
	/** Any free port by default, or for 0. */
	port?: number;
	/** Whether to seed the inbox (default) or only create tokens. */
	seed?: boolean;
	/** By default 100 requests per 10,000 ms and 200,000 per day; false for none. */
	rateLimit?: Partial<RateLimits> | false;
	/** Latency of every response, ms. */
	latencyMs?: number;
	/** Additional latency of list endpoints, ms. */
	pageLatencyMs?: number;
	/** Whether to reject undocumented fields with 422 (default true). */
	strict?: boolean;
	/** PEM of the private key for signing webhooks; a new one by default. */
	webhookKey?: string;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/**
 * Starts an imitation of HighLevel's Conversations API on 127.0.0.1, with its state in memory.
 *
 * @throws Error if the port is in use
 */
export async function startSandbox(options: SandboxOptions = {}) {
	const { seed = true, strict = true, latencyMs = 0, pageLatencyMs = 0 } = options;
	const state = new State();
	const accessTokens = new Tokens();
	const oauth = new OAuth(accessTokens, SEED.locationId);
	const faults = new Faults();
	const rateLimit = new RateLimit(options.rateLimit);
	const requests: RecordedRequest[] = [];
	let storageUrl = '';
	const context: SandboxContext = { state, strict, storageUrl: () => storageUrl };
	const inboundListeners = new Set<InboundListener>();
	const onInbound: InboundListener = (message) => {
		for (const listener of inboundListeners) listener(message);
	};
	const app = createApp({
		...{ context, tokens: accessTokens, oauth, faults, rateLimit, requests },
		...{ latencyMs, pageLatencyMs, onInbound },
	});
	const server = createServer(app);
	// The storage has another origin, so that tests can detect a token sent to it.
	const storage = createServer(app);
	const url = await listen(server, options.port ?? 0);
	storageUrl = await listen(storage, 0);
	const tokens = addTokens(accessTokens);

	const sandbox = {
		url,
		storageUrl,
		/** Valid for every scope at `locationId`. */
		token: tokens.full,
		tokens: { ...tokens, oauth: '' },
		locationId: SEED.locationId,
		otherLocationId: SEED.otherLocationId,
		state,
		/** Every request so far, in order. */
		requests,
		faults,
		rateLimit,
		oauth,
		webhooks: new Webhooks(options.webhookKey),
		/** Called for each message sent as a contact on the inbox page. */
		inboundListeners,
		/** Restores the seed, and clears faults, recorded requests, the rate limit and OAuth tokens. */
		reset: (): void => {
			state.clear();
			state.providers.add(SEED.providerId);
			if (seed) seedInbox(state);
			faults.clear();
			rateLimit.reset();
			requests.length = 0;
			oauth.reset();
			sandbox.tokens.oauth = oauth.issueTokens().access_token;
		},
		stop: async (): Promise<void> => {
			await Promise.all([close(server), close(storage)]);
		},
	};
	sandbox.reset();
	return sandbox;
}

/** Private integration tokens, always the same. */
function addTokens(tokens: Tokens) {
	const pit = (name: string, scopes: readonly string[], locationId: string = SEED.locationId) => {
		const value = `pit-${name}-5a1d-4c0e-9b7f-0123456789ab`;
		return tokens.add({ value, app: value, locationId, scopes }).value;
	};
	return {
		full: pit('f0110000', SCOPES),
		readOnly: pit(
			'4ead0000',
			SCOPES.filter((scope) => scope.endsWith('.readonly')),
		),
		/** The scopes of the documented endpoints, without optional ones. */
		conversationsOnly: pit(
			'c0417000',
			SCOPES.filter((scope) => scope.startsWith('conversations')),
		),
		noScopes: pit('00000000', []),
		otherLocation: pit('07e40000', SCOPES, SEED.otherLocationId),
	};
}

async function listen(server: Server, port: number): Promise<string> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const { port: bound } = server.address() as AddressInfo;
	return `http://127.0.0.1:${bound}`;
}

async function close(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
