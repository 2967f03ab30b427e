import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ApiError } from '../errors';
import { pause } from './delay';

/** How long another process may take to save the tokens that it has got, ms. */
const SAVING_MS = 1000;

/** What n8n's OAuth 2 client leaves in the cause of its errors. */
interface Cause {
	/** EAUTH: an OAuth error in the reply; ESTATUS: any other refusal; else the network's code. */
	code?: unknown;
	status?: number;
	message?: string;
	config?: { url?: unknown };
	response?: { status?: number };
}

/**
 * The failure of a request that never was the trouble: its token had ended, and n8n could not renew it.
 * Undefined where the error is about something else. `requestUrl` is where the request went, `tokenUrl` where the
 * credential renews its token.
 */
export function renewalFailure(
	error: unknown,
	requestUrl: string,
	tokenUrl: unknown,
): ApiError | undefined {
	const cause = ((error as { cause?: unknown }).cause ?? error) as Cause;
	// An answer that broke off, which may have a status all the same.
	if (cause.config?.url === requestUrl) return undefined;
	const refusal = cause.status ?? 400;
	const passing = refusal === 429 || refusal >= 500;
	const refused = cause.code === 'EAUTH' || cause.code === 'ESTATUS';
	if ((refused && !passing) || /\breconnect/i.test(cause.message ?? '')) {
		return new ApiError({ kind: 'tokenExpired', status: 401 });
	}
	// Only a 401 is thrown for its status, so any other status is the token endpoint's.
	const status = refused ? cause.status : cause.response?.status;
	const elsewhere = status !== undefined && status !== 401;
	if (!elsewhere && (tokenUrl === undefined || cause.config?.url !== tokenUrl)) return undefined;
	return new ApiError({
		kind: 'notConnected',
		status,
		code: typeof cause.code === 'string' ? cause.code : undefined,
		advice:
			'The access token expired and could not be refreshed, so nothing was sent. Try again later.',
	});
}

/** The OAuth 2 access token that a credential holds. */
export const tokenIn = ({ oauthTokenData }: ICredentialDataDecryptedObject): unknown =>
	(oauthTokenData as { access_token?: unknown } | undefined)?.access_token;

/**
 * The access token that is stored now in the place of the one that was held: a refresh token works once, so it is
 * refused where another process of n8n has just used it, and saves what it got. Undefined where none is.
 */
export async function storedInstead(
	held: unknown,
	read: () => Promise<ICredentialDataDecryptedObject>,
	signal?: AbortSignal,
): Promise<unknown> {
	for (const waitMs of [0, SAVING_MS]) {
		if (waitMs > 0) await pause(waitMs, signal);
		const stored = tokenIn(await read());
		if (stored !== held) return stored;
	}
	return undefined;
}
