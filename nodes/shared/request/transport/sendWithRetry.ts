import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { ApiError, isTransient, readErrorBody, retryOf } from '../errors';
import type { ApiErrorDetails } from '../errors';
import { readRateLimitHeaders } from './rateLimitHeaders';
import { responseIn, retryAfterMs, statusInBody } from './responseDetails';
import type { Session } from './session';
import { linkedAbort, deadlineFor, watchTransfer, withDeadline } from './deadline';
import { readErrorResponse, isReadable } from './streams';
import { canceledError, jittered, pause, logWait } from './delay';

const MAX_RETRIES = 3;
const MAX_RATE_LIMIT_RETRIES = 10;
const INITIAL_DELAY_MS = 500;
/** No connection was established (host not found, refused, untrusted certificate), so nothing was processed. */
const NOT_CONNECTED_CODES =
	/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROTO)$|CERT|_SIGNATURE$/;
/** The connection was lost or timed out. The codes that start with ERR_ mean that the response ended early. */
const CONNECTION_LOST_CODES =
	/^(ECONNRESET|ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT|EPIPE|ERR_NETWORK|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE)$/;

/** Content types of errors that HighLevel, or a proxy in front of it, may return instead of a file. */
const NOT_A_FILE = /\bjson\b|\bhtml\b/i;

/** A 2xx response. The body is a stream if one was requested, otherwise parsed JSON or text. */
export interface ApiResponse {
	status: number;
	headers: IDataObject;
	body: unknown;
}

/** A request, and how to read its response. */
export interface TransportRequest {
	options: IHttpRequestOptions;
	/** The body that a successful response must have. */
	expect: 'json' | 'stream' | 'anything';
	/** Reads the response's stream; the result becomes its body. A connection lost meanwhile counts as a failed request. */
	consume?: (response: ApiResponse) => Promise<unknown>;
}

/** An attempt that did not succeed. */
interface FailedAttempt {
	failure: ApiError;
	/** Whether a retry is safe and may help. */
	canRetry: boolean;
	/** The response had status 429, so the request was certainly not processed. */
	isRateLimited?: boolean;
	retryAfterMs?: number;
}

/** The parts of an error of n8n's HTTP client that are used here. */
interface HttpClientError {
	code?: unknown;
	message?: unknown;
	cause?: unknown;
	/** Set if a request was sent. */
	request?: unknown;
}

/**
 * The code of a network error, which n8n wraps in errors of its own. Without a code, the message of the innermost error.
 * Undefined if no request was sent, e.g. because the credential is missing or a header is invalid.
 */
function networkCode(error: unknown): string | undefined {
	let wasSent = false;
	let firstCode: string | undefined;
	let lastMessage = '';
	for (let current = error as HttpClientError, depth = 0; current && depth < 5; depth++) {
		const code = typeof current.code === 'string' ? current.code : '';
		if (NOT_CONNECTED_CODES.test(code) || CONNECTION_LOST_CODES.test(code)) return code;
		wasSent ||= current.request !== undefined && current.request !== null;
		firstCode ??= code || undefined;
		if (typeof current.message === 'string') lastMessage = current.message.slice(0, 100);
		current = current.cause as HttpClientError;
	}
	return wasSent ? (firstCode ?? lastMessage) : undefined;
}

/** Returns a successful response, or why the attempt failed. Reads the body of an error response if it is a stream. */
async function classifyResponse(
	response: IN8nHttpFullResponse,
	request: TransportRequest,
	session: Session,
): Promise<ApiResponse | FailedAttempt> {
	const { headers } = response;
	const status = response.statusCode;
	const isSuccess = status >= 200 && status < 300;
	const isFile = request.expect === 'stream' && !NOT_A_FILE.test(String(headers['content-type']));
	if (isSuccess && isFile) return { status, headers, body: response.body };

	const body: unknown = isReadable(response.body)
		? await readErrorResponse(response.body)
		: response.body;
	const bodyStatus = isSuccess ? statusInBody(body) : undefined;
	if (isSuccess && bodyStatus === undefined) {
		const isJson = request.expect !== 'stream' && typeof body === 'object' && body !== null;
		if (isJson || request.expect === 'anything') return { status, headers, body };
		const { text } = readErrorBody(body, session.redact);
		return {
			failure: new ApiError({ kind: 'invalidResponse', status, text }),
			canRetry: retryOf(request.options.method) === 'safe',
		};
	}

	const actualStatus = bodyStatus ?? status;
	const details: ApiErrorDetails = {
		kind: 'status',
		status: actualStatus,
		...readErrorBody(body, session.redact),
	};
	if (actualStatus === 429) {
		const { isDailyLimitReached, dailyResetMs } = readRateLimitHeaders(headers);
		if (isDailyLimitReached) {
			return {
				failure: new ApiError({ ...details, kind: 'dailyLimit', resetsInMs: dailyResetMs }),
				canRetry: false,
			};
		}
		return {
			failure: new ApiError(details),
			canRetry: true,
			isRateLimited: true,
			// The rate limiter pauses by itself if the response has status 429, but it does not read bodies.
			retryAfterMs: retryAfterMs(headers) || (bodyStatus && session.limiter.intervalMs),
		};
	}
	return {
		failure: new ApiError(details),
		canRetry: retryOf(request.options.method) === 'safe' && isTransient(details),
		retryAfterMs: retryAfterMs(headers),
	};
}

/** Returns why an attempt failed. Throws errors that are not about the connection, and `canceledError` on Stop. */
function classifyError(error: unknown, request: TransportRequest, session: Session): FailedAttempt {
	if (error instanceof ApiError) return { failure: error, canRetry: false };
	const code = networkCode(error);
	if (session.signal?.aborted) throw canceledError();
	if (code === undefined) throw error;
	const isNotConnected = NOT_CONNECTED_CODES.test(code);
	return {
		failure: new ApiError({ kind: isNotConnected ? 'notConnected' : 'connectionLost', code }),
		canRetry: isNotConnected || retryOf(request.options.method) === 'safe',
	};
}

/** Sends a request as soon as the rate limit allows. Its time-out starts then. */
async function sendWithinLimit(
	session: Session,
	{ options, expect }: TransportRequest,
	send: Session['send'],
	fileSignal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	// n8n's helper modifies the options.
	const copy = () => ({ ...options, headers: { ...options.headers } });
	return await session.limiter.run(
		async () =>
			await withDeadline(
				deadlineFor(options),
				session.signal,
				async (abortSignal) =>
					// Downloads may take longer than the time-out: `watchTransfer` checks their progress.
					await send({ ...copy(), abortSignal: expect === 'stream' ? fileSignal : abortSignal }),
			),
		session,
	);
}

/** Sends a request once and reads its response. */
async function attemptRequest(
	session: Session,
	request: TransportRequest,
	send: Session['send'],
): Promise<ApiResponse | FailedAttempt> {
	const file = linkedAbort(session.signal);
	let response: IN8nHttpFullResponse;
	try {
		response = await sendWithinLimit(session, request, send, file.signal);
	} catch (error) {
		file.unlink();
		const errorResponse = responseIn(error);
		if (!errorResponse) return classifyError(error, request, session);
		response = errorResponse;
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
 * Sends a request within the rate limit, and retries it if that is safe. After status 429, or if no connection could be
 * established, nothing was processed, so any request is retried; after other transient failures only reads are.
 * Returns the 2xx response. Throws an `ApiError`, or `canceledError` on Stop.
 */
export async function sendWithRetry(
	session: Session,
	request: TransportRequest,
	send: Session['send'] = session.send,
): Promise<ApiResponse> {
	let retries = 0;
	let rateLimitRetries = 0;
	for (;;) {
		const outcome = await attemptRequest(session, request, send);
		if (!('failure' in outcome)) return outcome;
		if (!outcome.canRetry) throw outcome.failure;
		if (outcome.isRateLimited) {
			if (++rateLimitRetries > MAX_RATE_LIMIT_RETRIES) throw outcome.failure;
			if (outcome.retryAfterMs) session.limiter.pauseFor(jittered(outcome.retryAfterMs));
			continue;
		}
		if (++retries > MAX_RETRIES) throw outcome.failure;
		const delay = jittered(
			Math.max(outcome.retryAfterMs ?? 0, INITIAL_DELAY_MS * 2 ** (retries - 1)),
		);
		const { status } = outcome.failure.details;
		logWait(session.log, delay, `HighLevel returned status ${status} and asked to retry later.`);
		await pause(delay, session.signal);
	}
}
