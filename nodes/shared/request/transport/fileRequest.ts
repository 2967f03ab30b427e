import type {
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	RequestHelperFunctions,
} from 'n8n-workflow';
import { ApiError, FileUnavailable } from '../errors';
import { removeEmpty, tryOr } from '../values';
import { isSafeDownloadUrl } from './safeUrls';
import { isReadable } from './streams';
import { MINUTE_MS } from '../../time';

const MAX_REDIRECTS = 5;
/** Default time-out until the response of a file's server, ms. */
const FILE_TIMEOUT_MS = MINUTE_MS;

/** What is needed to download a file from its URL. */
export interface FileAccess {
	helpers: Pick<RequestHelperFunctions, 'httpRequest'>;
	/** The request options of the node. */
	network: Pick<IHttpRequestOptions, 'timeout' | 'proxy' | 'skipSslCertificateValidation'>;
	/** Base URL of the API. Decides whether URLs on this computer and in private networks are allowed. */
	baseUrl: string;
	signal?: IHttpRequestOptions['abortSignal'];
}

/** The error for a file that cannot be downloaded. `explanation` is one or more sentences. */
const unavailableError = (reason: string, explanation: string, status?: number) =>
	new FileUnavailable(reason, {
		status,
		title: 'The file is not available',
		advice: `${explanation} To return an item instead, set the option 'When Not Available'.`,
	});

/** Closes the stream of a response that is not needed. */
function discard({ body }: IN8nHttpFullResponse): void {
	if (isReadable(body)) body.destroy();
}

/** The absolute URL that a response redirects to; undefined if it is not a redirect, otherwise the response is closed. */
function redirectTarget(response: IN8nHttpFullResponse, url: string): string | undefined {
	const { statusCode, headers } = response;
	const { location } = headers;
	if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== 'string')
		return undefined;
	discard(response);
	// An invalid URL is returned as it is, and rejected by `assertSafe`.
	return tryOr(() => new URL(location, url).href) ?? location;
}

const originOf = (url: string) => tryOr(() => new URL(url).origin);

/** Throws a `FileUnavailable` for a URL that must not be opened, see `isSafeDownloadUrl`. */
function assertSafe(url: string, { baseUrl }: FileAccess, isRedirect: boolean): void {
	if (isSafeDownloadUrl(url, baseUrl)) return;
	throw unavailableError(
		'its URL is not allowed',
		`${isRedirect ? 'Its server redirects to a URL' : 'Its URL is one'} that is not allowed: only http and https are, and no address on the n8n server or in its private network.`,
	);
}

/** Returns a response with a file (2xx) or a server error (5xx). Throws a `FileUnavailable` or an `ApiError` for any other. */
function assertFile(response: IN8nHttpFullResponse): IN8nHttpFullResponse {
	const { statusCode: status } = response;
	if ((status >= 200 && status < 300) || status >= 500) return response;
	discard(response);
	const explanation = `The file's server returned status ${status}.`;
	if (status === 401 || status === 403) {
		throw unavailableError(
			`status ${status}`,
			`${explanation} The URL has expired, or the file was deleted. The scopes of the token are not the cause.`,
			status,
		);
	}
	if (status >= 400 && status !== 408 && status !== 429) {
		throw unavailableError(
			`status ${status}`,
			`${explanation} The file may have been deleted, or its URL may have expired.`,
			status,
		);
	}
	throw new ApiError({
		...{ kind: 'status', status, step: 'downloading a file' },
		title: "The file's server returned no file",
		advice: `${explanation} Try again later.`,
	});
}

/**
 * Requests a file from its URL without the credential, as a stream. Follows redirects, and checks each URL before it is
 * opened. Returns a response with status 2xx or 5xx. Throws a `FileUnavailable` if the file does not exist or its URL is not
 * allowed, an `ApiError` for any other status, and the error of n8n's helper if the connection fails.
 */
export async function openFile(
	access: FileAccess,
	fileUrl: string,
	isRedirect = false,
): Promise<IN8nHttpFullResponse> {
	const { helpers, network, signal } = access;
	let url = fileUrl;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		assertSafe(url, access, isRedirect || redirects > 0);
		const options: IHttpRequestOptions = {
			timeout: FILE_TIMEOUT_MS,
			...removeEmpty({ ...network }),
			method: 'GET',
			url,
			encoding: 'stream',
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: signal,
		};
		const response = (await helpers.httpRequest(options)) as IN8nHttpFullResponse;
		const next = redirectTarget(response, url);
		if (next === undefined) return assertFile(response);
		url = next;
	}
	throw unavailableError('too many redirects', 'Its server redirects too many times.');
}

/**
 * Requests a file from the API. `send` sends a request with the credential, and is also used for redirects within the API's
 * origin; all others are followed by `openFile`, without the credential. Returns the response. Throws what `send` and
 * `openFile` throw.
 */
export async function sendForFile(
	send: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>,
	options: IHttpRequestOptions,
	access: FileAccess,
): Promise<IN8nHttpFullResponse> {
	let current: IHttpRequestOptions = { ...options, disableFollowRedirect: true };
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		const response = await send({ ...current, headers: { ...current.headers } });
		const next = redirectTarget(response, current.url);
		if (next === undefined) return response;
		if (originOf(next) !== originOf(current.url)) {
			const signal = options.abortSignal ?? access.signal;
			return await openFile({ ...access, signal }, next, true);
		}
		current = { ...current, url: next, qs: undefined };
	}
	throw unavailableError('too many redirects', 'HighLevel redirects too many times.');
}
