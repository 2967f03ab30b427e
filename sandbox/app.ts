/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import express, { type Express, type NextFunction, type Request, type Response } from 'express';

import { authorize, type Tokens, type Version } from './auth';
import type { Call, Endpoint, Reply, SandboxContext } from './endpoint';
import { ApiError, edgePage, refuse } from './errors';
import { applyFaults, type Faults } from './faults';
import type { OAuth } from './oauth';
import type { RateLimit } from './rateLimit';
import { contentOf, readBody, recordInto, recordOf } from './recorder';
import { conversationEndpoints } from './routes/conversations';
import { emailStatusEndpoints } from './routes/emailStatus';
import { fileEndpoints, mountFiles } from './routes/files';
import { mountInbox, type InboundListener } from './routes/inbox';
import { messageListEndpoints } from './routes/messageLists';
import { messageEndpoints } from './routes/messages';
import { mountOAuth } from './routes/oauth';
import { peopleEndpoints } from './routes/people';
import { preferenceEndpoints } from './routes/preferences';
import { externalMessageEndpoints } from './routes/externalMessages';
import { recordingEndpoints } from './routes/recordings';
import { searchEndpoints } from './routes/search';
import { sendEndpoints } from './routes/send';
import { mountStorage } from './routes/storage';
import { uploadEndpoints } from './routes/uploads';
import type { RecordedRequest } from './types';

export interface Parts {
	context: SandboxContext;
	tokens: Tokens;
	oauth: OAuth;
	faults: Faults;
	rateLimit: RateLimit;
	requests: RecordedRequest[];
	latencyMs: number;
	pageLatencyMs: number;
	/** Called for each message sent as a contact on the inbox page. */
	onInbound: InboundListener;
}

/** The 29 documented endpoints and the one of v3; fixed paths come before those with IDs. */
export function allEndpoints(context: SandboxContext): Endpoint[] {
	return [
		...searchEndpoints(context),
		...messageListEndpoints(context),
		...sendEndpoints(context),
		...externalMessageEndpoints(context),
		...uploadEndpoints(context),
		...emailStatusEndpoints(context),
		...messageEndpoints(context),
		...recordingEndpoints(context),
		...preferenceEndpoints(context),
		...conversationEndpoints(context),
	];
}

/** Assembles the app: recorder, edge checks, rate limit, faults, then the endpoints. */
export function createApp(parts: Parts): Express {
	const { context, tokens, oauth, faults, rateLimit, requests, latencyMs, pageLatencyMs } = parts;
	const app = express();
	app.disable('x-powered-by');
	app.disable('etag');
	// POST /conversations/ requires the trailing slash.
	app.enable('strict routing');
	// Not part of the API, so neither recorded nor rate limited.
	mountInbox(app, context.state, parts.onInbound);
	app.use(recordInto(requests));
	app.use((request, response, next) => {
		// These addresses are not on the API's host, so Cloudflare's check and the rate limit do not apply.
		if (/^\/(storage|signed|oauth|v2\/oauth)\//.test(request.path) || isPublicFile(request))
			return next();
		if (!request.headers['user-agent']) {
			return response.status(403).type('html').send(edgePage(403, 'Access denied'));
		}
		const token = tokens.of(request.headers);
		const key = token ? `${token.app} ${token.locationId}` : 'unknown';
		const { allowed, headers } = rateLimit.count(key);
		response.set(headers);
		addTraceId(response);
		if (!allowed) throw refuse(429, 'Too Many Requests');
		return next();
	});
	app.use((request, response, next) => {
		// The bytes of a large file are read and counted by the storage.
		if (request.method === 'PUT' && request.path.startsWith('/storage/')) return next();
		return runAll(readBody, request, response, next);
	});
	if (latencyMs > 0) app.use(async (_request, _response, next) => next(await sleep(latencyMs)));
	app.use(applyFaults(faults));
	mountStorage(app, context);
	mountFiles(app, context);
	mountOAuth(app, oauth);
	const others = [...fileEndpoints(context), ...peopleEndpoints(context)];
	for (const endpoint of [...allEndpoints(context), ...others]) {
		const { method, path, scope, list, run, versions } = endpoint;
		app[method](path, async (request, response) => {
			if (list && pageLatencyMs > 0) await sleep(pageLatencyMs);
			const token = authorize(tokens, request.headers, scope, versions);
			const version = request.headers.version as Version;
			const { query } = recordOf(request);
			// No endpoint has a wildcard, so every parameter is a single string.
			const params = request.params as Call['params'];
			send(response, run({ token, version, params, query, ...contentOf(request) }));
		});
	}
	app.use((request) => {
		throw refuse(404, `Cannot ${request.method} ${request.path}`);
	});
	app.use(answerFailure);
	return app;
}

/** A request for a file's address without a token, like a browser's. */
const isPublicFile = ({ path, headers }: Request): boolean =>
	path.startsWith('/files/d/') && headers.authorization === undefined;

function send(response: Response, reply: Reply): void {
	if ('content' in reply) {
		response.status(200).set(reply.headers);
		// Ignore clients that disconnect early.
		pipeline(reply.content, response, () => {});
		return;
	}
	response.status(reply.status ?? 200);
	if ('empty' in reply) response.end();
	else response.json(reply.json);
}

/** Adds a traceId to every JSON object. */
function addTraceId(response: Response): void {
	const json = response.json.bind(response);
	response.json = (body: unknown) => {
		const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
		return json(isObject ? { ...body, traceId: randomUUID() } : body);
	};
}

function answerFailure(
	failure: unknown,
	_request: Request,
	response: Response,
	next: NextFunction,
): void {
	if (response.headersSent) return next(failure);
	const known = failure instanceof ApiError ? failure : refuse(statusOf(failure), String(failure));
	response.status(known.status).json(known.body);
}

function runAll(
	handlers: express.RequestHandler[],
	request: Request,
	response: Response,
	done: NextFunction,
): void {
	const [first, ...rest] = handlers;
	if (!first) return done();
	first(request, response, (failure?: unknown) => {
		if (failure) return done(failure);
		return runAll(rest, request, response, done);
	});
}

/** Express's own errors (body too large, invalid path) have a status. */
function statusOf(failure: unknown): number {
	return failure instanceof Error && 'status' in failure ? Number(failure.status) : 500;
}
