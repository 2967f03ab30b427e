import {
	tokenRefreshError,
	readNewerToken,
	accessTokenOf,
} from '../../../../nodes/shared/request/transport/tokenRefresh';

const URL = 'https://api/x';
const TOKEN_URL = 'https://api/token';
const failureOf = (cause: object, tokenUrl: unknown = TOKEN_URL) =>
	tokenRefreshError(Object.assign(new Error('outer'), { cause }), URL, tokenUrl)?.details;

describe('a request that failed because its token could not be refreshed', () => {
	const ended = { kind: 'tokenExpired', status: 401 };

	it.each<[string, object]>([
		['an OAuth error', { code: 'EAUTH' }],
		['a refusal', { code: 'ESTATUS', status: 400 }],
		['a refusal as 499', { code: 'ESTATUS', status: 499 }],
		["n8n's message", { message: 'Please Reconnect your account' }],
	])('needs to be reconnected after %s', (_, cause) => expect(failureOf(cause)).toEqual(ended));

	it.each<[string, object, object]>([
		['the rate limit', { code: 'ESTATUS', status: 429 }, { status: 429, code: 'ESTATUS' }],
		['a server error', { code: 'ESTATUS', status: 500 }, { status: 500 }],
		['an OAuth error as 503', { code: 'EAUTH', status: 503 }, { status: 503 }],
		['a page in place of a token', { response: { status: 502 } }, { status: 502, code: undefined }],
		[
			'a broken connection',
			{ code: 'ECONNRESET', config: { url: TOKEN_URL } },
			{ code: 'ECONNRESET' },
		],
		[
			'a broken one after a 401',
			{ code: 7, response: { status: 401 }, config: { url: TOKEN_URL } },
			{ status: 401, code: undefined },
		],
	])('can be sent again after %s', (_, cause, more) => {
		expect(failureOf(cause)).toMatchObject({ kind: 'notConnected', ...more });
		expect(failureOf(cause)?.advice).toContain('nothing was sent');
	});

	it('is recognized by the error itself if it has no cause', () => {
		const error = Object.assign(new Error('x'), { code: 'EAUTH' });
		expect(tokenRefreshError(error, URL, TOKEN_URL)?.details).toEqual(ended);
	});
});

it.each<[string, object, unknown]>([
	['was the one that broke', { code: 'EAUTH', config: { url: URL } }, TOKEN_URL],
	['has another address', { code: 'ECONNRESET', config: { url: 'https://other' } }, TOKEN_URL],
	['has no address', { code: 'ECONNRESET' }, undefined],
	['has a token that was refused', { response: { status: 401 } }, TOKEN_URL],
	['failed without a message', {}, TOKEN_URL],
])('did not fail because of the token if the request %s', (_, cause, tokenUrl) => {
	expect(failureOf(cause, tokenUrl)).toBeUndefined();
});

describe('the token that another process has saved', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());
	const holding = (token: unknown) => ({ oauthTokenData: { access_token: token } }) as never;

	/** Reads the credential with these stored tokens, one after the other. Returns the new token and the times of the reads. */
	async function stored(tokens: unknown[], signal?: AbortSignal) {
		const startedAt = Date.now();
		const times: number[] = [];
		const read = async () => {
			times.push(Date.now() - startedAt);
			return await Promise.resolve(holding(tokens[times.length - 1]));
		};
		const work = readNewerToken('held', read, signal);
		await jest.advanceTimersByTimeAsync(2_000);
		return { token: await work, times };
	}

	it('is read at once', async () => {
		expect(await stored(['new'])).toEqual({ token: 'new', times: [0] });
	});

	it('is read again a second later', async () => {
		expect(await stored(['held', 'new'])).toEqual({ token: 'new', times: [0, 1_000] });
		expect(await stored(['held', 'held'])).toEqual({ token: undefined, times: [0, 1_000] });
	});

	it('may be missing', () => {
		expect(accessTokenOf({})).toBeUndefined();
		expect(accessTokenOf(holding('t'))).toBe('t');
	});
});
