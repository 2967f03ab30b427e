import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { ApiError, isTransient, readErrorBody, retryOf } from '../errors';
import type { ApiErrorDetails } from '../errors';
import { readRateLimitHeaders } from './rateLimitHeaders';
import { replyIn, retryAfterMs, statusInBody } from './replyFacts';
import type { Session } from './session';
import { linkedAbort, deadlineFor, watchTransfer, withDeadline } from './deadline';
import { bytesOf, isReadable } from './streams';
import { canceledError, jittered, pause, logWait } from './delay';

const MAX_RETRIES = 3;
const MAX_RATE_LIMIT_RETRIES = 10;
const INITIAL_DELAY_MS = 500;
/** No connection came about, so nothing can have been processed: no address, no listener, no trusted certificate. */
const NOT_CONNECTED_CODES =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO)$|CERT|_SIGNATURE$/;
/** A connection that broke or fell silent. The ERR_ codes stand for a reply that ended early. */
const CONNECTION_LOST_CODES =
	/^(ECONNRESET|ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT|EPIPE|ERR_NETWORK|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE)$/;

/** What HighLevel, or a proxy before it, answers in the place of a file. */
const NO_FILE = /\bjson\b|\bhtml\b/i;

/** A 2xx reply: its body parsed where it was JSON, a stream where a stream was asked for. */
export interface ApiResponse {
	status: number;
	headers: IDataObject;
	body: unknown;
}

export interface TransportRequest {
	options: IHttpRequestOptions;
	/** What the body of a good reply must be. */
	expect: 'json' | 'stream' | 'anything';
	/** Takes a stream in; its result becomes the reply's body. A connection that breaks here counts as a broken reply. */
	consume?: (reply: ApiResponse) => Promise<unknown>;
}

/** What one attempt came to, short of a good reply. */
interface FailedAttempt {
	failure: ApiError;
	canRetry: boolean;
	/** It was the rate limit's: what it refuses was surely not processed. */
	isRateLimited?: boolean;
	retryAfterMs?: number;
}

interface Thrown {
	code?: unknown;
	message?: unknown;
	cause?: unknown;
	/** The request that left, on errors of n8n's HTTP client. */
	request?: unknown;
}

/**
 * The network's code somewhere in an error, for n8n wraps its HTTP client's error in its own; the words of the
 * innermost one where none has a code.
 * Undefined where nothing left: a missing credential, a header that cannot be sent.
 */
function networkCode(error: unknown): string | undefined {
	let left = false;
	let code: string | undefined;
	let words = '';
	for (let current = error as Thrown, depth = 0; current && depth < 5; depth++) {
		const known = typeof current.code === 'string' ? current.code : '';
		if (NOT_CONNECTED_CODES.test(known) || CONNECTION_LOST_CODES.test(known)) return known;
		left ||= current.request !== undefined && current.request !== null;
		code ??= known || undefined;
		words = typeof current.message === 'string' ? current.message.slice(0, 100) : words;
		current = current.cause as Thrown;
	}
	return left ? (code ?? words) : undefined;
}

async function classifyResponse(
	response: IN8nHttpFullResponse,
	request: TransportRequest,
	session: Session,
): Promise<ApiResponse | FailedAttempt> {
	const { headers } = response;
	const status = response.statusCode;
	const good = status >= 200 && status < 300;
	const isFile = request.expect === 'stream' && !NO_FILE.test(String(headers['content-type']));
	if (good && isFile) return { status, headers, body: response.body };

	const body: unknown = isReadable(response.body) ? await bytesOf(response.body) : response.body;
	const failedInside = good ? statusInBody(body) : undefined;
	if (good && failedInside === undefined) {
		const json = request.expect !== 'stream' && typeof body === 'object' && body !== null;
		if (json || request.expect === 'anything') return { status, headers, body };
		const { text } = readErrorBody(body, session.redact);
		return {
			failure: new ApiError({ kind: 'invalidResponse', status, text }),
			canRetry: retryOf(request.options.method) === 'safe',
		};
	}

	const real = failedInside ?? status;
	const details: ApiErrorDetails = {
		kind: 'status',
		status: real,
		...readErrorBody(body, session.redact),
	};
	if (real === 429) {
		const { dayIsOver, dayResetsInMs: resetsInMs } = readRateLimitHeaders(headers);
		if (dayIsOver) {
			return {
				failure: new ApiError({ ...details, kind: 'dailyLimit', resetsInMs }),
				canRetry: false,
			};
		}
		return {
			failure: new ApiError(details),
			canRetry: true,
			isRateLimited: true,
			// The limiter waits for the window's end by itself where it sees the status, which it does not inside of a body.
			retryAfterMs: retryAfterMs(headers) || (failedInside && session.limiter.intervalMs),
		};
	}
	return {
		failure: new ApiError(details),
		canRetry: retryOf(request.options.method) === 'safe' && isTransient(details),
		retryAfterMs: retryAfterMs(headers),
	};
}

function classifyError(error: unknown, request: TransportRequest, session: Session): FailedAttempt {
	if (error instanceof ApiError) return { failure: error, canRetry: false };
	const code = networkCode(error);
	if (session.signal?.aborted) throw canceledError();
	if (code === undefined) throw error;
	const neverArrived = NOT_CONNECTED_CODES.test(code);
	return {
		failure: new ApiError({ kind: neverArrived ? 'notConnected' : 'connectionLost', code }),
		canRetry: neverArrived || retryOf(request.options.method) === 'safe',
	};
}

/** Sends a request when it is its turn. The time for it begins then, not while it waits. */
async function sendInTurn(
	session: Session,
	{ options, expect }: TransportRequest,
	send: Session['send'],
	fileSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	// A copy: n8n's helper writes into the options that it is given.
	const copy = () => ({ ...options, headers: { ...options.headers } });
	return await session.limiter.run(
		async () =>
			await withDeadline(
				deadlineFor(options),
				session.signal,
				async (abortSignal) =>
					// A file may take longer, and is watched as it comes.
					await send({ ...copy(), abortSignal: expect === 'stream' ? fileSignal : abortSignal }),
			),
		session,
	);
}

async function attemptRequest(
	session: Session,
	request: TransportRequest,
	send: Session['send'],
): Promise<ApiResponse | FailedAttempt> {
	const file = linkedAbort(session.signal);
	let response: IN8nHttpFullResponse;
	try {
		response = await sendInTurn(session, request, send, file.signal);
	} catch (error) {
		file.unlink();
		const refused = replyIn(error);
		if (!refused) return classifyError(error, request, session);
		response = refused;
	}
	const { body } = response as { body: unknown };
	const read = async () => {
		const outcome = await classifyResponse(response, request, session);
		if ('failure' in outcome || !request.consume) return outcome;
		return { ...outcome, body: await request.consume(outcome) };
	};
	try {
		return isReadable(body)
			? await watchTransfer(body, request.options, file.abort, read)
			: await read();
	} catch (error) {
		return classifyError(error, request, session);
	} finally {
		file.unlink();
	}
}

/**
 * Sends a request within the session's pace and repeats it where that cannot do a thing twice:
 * a 429 was never processed and waits for its time; 5xx and broken connections are repeated for reads alone.
 * Returns the 2xx reply. Throws an `ApiError`, or `aborted` on Stop.
 */
export async function sendWithRetry(
	session: Session,
	request: TransportRequest,
	send: Session['send'] = session.send,
): Promise<ApiResponse> {
	let repeats = 0;
	let refusals = 0;
	for (;;) {
		const outcome = await attemptRequest(session, request, send);
		if (!('failure' in outcome)) return outcome;
		if (!outcome.canRetry) throw outcome.failure;
		if (outcome.isRateLimited) {
			if (++refusals > MAX_RATE_LIMIT_RETRIES) throw outcome.failure;
			if (outcome.retryAfterMs) session.limiter.pauseFor(jittered(outcome.retryAfterMs));
			continue;
		}
		if (++repeats > MAX_RETRIES) throw outcome.failure;
		const delay = jittered(
			Math.max(outcome.retryAfterMs ?? 0, INITIAL_DELAY_MS * 2 ** (repeats - 1)),
		);
		const { status } = outcome.failure.details;
		logWait(session.log, delay, `HighLevel returned status ${status} and asked to retry later.`);
		await pause(delay, session.signal);
	}
}
