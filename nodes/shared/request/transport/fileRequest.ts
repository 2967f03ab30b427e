import type {
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	RequestHelperFunctions,
} from 'n8n-workflow';
import { ApiError, FileUnavailable } from '../errors';
import { removeEmpty, tryOr } from '../values';
import { downloadUrlIsSafe } from './addresses';
import { isReadable } from './streams';

const MAX_REDIRECTS = 5;
const REPLY_TIMEOUT_MS = 60_000;

/** What fetching the address of a file needs of its caller. */
export interface FileAccess {
	helpers: Pick<RequestHelperFunctions, 'httpRequest'>;
	/** The node's own options for requests. */
	network: Pick<IHttpRequestOptions, 'timeout' | 'proxy' | 'skipSslCertificateValidation'>;
	/** The API's base URL, which decides about addresses on this computer and in private networks. */
	baseUrl: string;
	signal?: IHttpRequestOptions['abortSignal'];
}

const unavailable = (reason: string, said: string, status?: number) =>
	new FileUnavailable(reason, {
		status,
		title: 'The file is not available',
		advice: `${said} To return an item instead, set the option 'When Not Available'.`,
	});

function discard({ body }: IN8nHttpFullResponse): void {
	if (isReadable(body)) body.destroy();
}

/** Where a reply sends its reader, as a whole address; undefined if it is no redirect. */
function redirectIn(reply: IN8nHttpFullResponse, url: string): string | undefined {
	const { statusCode, headers } = reply;
	const { location } = headers;
	if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== 'string')
		return undefined;
	discard(reply);
	// What is not an address is refused as one that must not be opened.
	return tryOr(() => new URL(location, url).href) ?? location;
}

const originOf = (url: string) => tryOr(() => new URL(url).origin);

function assertSafe(url: string, { baseUrl }: FileAccess, isRedirect: boolean): void {
	if (downloadUrlIsSafe(url, baseUrl)) return;
	const subject = isRedirect ? 'Its server redirects to an address' : 'Its address is one';
	throw unavailable(
		'its address must not be opened',
		`${subject} that is not opened: only http and https are, and no address on the computer or in the private network that n8n runs on.`,
	);
}

/** Returns a reply that is a file, or a failure of the server's that may pass. Throws a `FileUnavailable` or an `ApiError` for any other. */
function checked(reply: IN8nHttpFullResponse): IN8nHttpFullResponse {
	const { statusCode: status } = reply;
	if ((status >= 200 && status < 300) || status >= 500) return reply;
	discard(reply);
	const said = `The file's server answered with status ${status}.`;
	if (status === 401 || status === 403) {
		throw unavailable(
			`status ${status}`,
			`${said} The address of the file has expired, or the file was deleted: the scopes of the token do not matter there.`,
			status,
		);
	}
	if (status >= 400 && status !== 408 && status !== 429) {
		const meaning = 'It may have been deleted, or its address may have expired.';
		throw unavailable(`status ${status}`, `${said} ${meaning}`, status);
	}
	throw new ApiError({
		...{ kind: 'status', status, step: 'downloading a file' },
		title: "The file's server returned no file",
		advice: `${said} Try again later.`,
	});
}

/**
 * Opens the address of a file without the credential, as a stream. Redirects are followed, each address checked first.
 * Returns a 2xx reply, or a 5xx. Throws a `FileUnavailable` for what is gone or must not be opened, an `ApiError` for any
 * other status, and what n8n's helper throws if the connection fails.
 */
export async function openFile(
	access: FileAccess,
	address: string,
	isRedirect = false,
): Promise<IN8nHttpFullResponse> {
	const { helpers, network, signal } = access;
	let url = address;
	for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
		assertSafe(url, access, isRedirect || hops > 0);
		const options: IHttpRequestOptions = {
			timeout: REPLY_TIMEOUT_MS,
			...removeEmpty({ ...network }),
			method: 'GET',
			url,
			encoding: 'stream',
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: signal,
		};
		const reply = (await helpers.httpRequest(options)) as IN8nHttpFullResponse;
		const next = redirectIn(reply, url);
		if (next === undefined) return checked(reply);
		url = next;
	}
	throw unavailable('too many redirects', 'Its server redirects without an end.');
}

/**
 * Asks the API for a file. `send` sends with the credential, which follows redirects within the API's origin alone; any
 * other is followed by `openFile`. Returns the reply. Throws what `send` and `openFile` throw.
 */
export async function sendForFile(
	send: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>,
	options: IHttpRequestOptions,
	access: FileAccess,
): Promise<IN8nHttpFullResponse> {
	let current: IHttpRequestOptions = { ...options, disableFollowRedirect: true };
	for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
		const reply = await send({ ...current, headers: { ...current.headers } });
		const next = redirectIn(reply, current.url);
		if (next === undefined) return reply;
		if (originOf(next) !== originOf(current.url))
			return await openFile(
				{ ...access, signal: options.abortSignal ?? access.signal },
				next,
				true,
			);
		current = { ...current, url: next, qs: undefined };
	}
	throw unavailable('too many redirects', 'HighLevel redirects without an end.');
}
