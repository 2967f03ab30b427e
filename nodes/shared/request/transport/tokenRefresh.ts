import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { ApiError } from '../errors';
import { pause } from './delay';
import { SECOND_MS } from '../../time';

/** How long to wait for another n8n process to save the token that it received, ms. */
const SAVE_WAIT_MS = SECOND_MS;

/** The cause of an error of n8n's OAuth2 client. */
interface OAuthErrorCause {
	/** EAUTH for an OAuth error in the response, ESTATUS for any other error status, or the code of a network error. */
	code?: unknown;
	status?: number;
	message?: string;
	config?: { url?: unknown };
	response?: { status?: number };
}

/**
 * Converts an error of a request to one that says that its expired token could not be refreshed. Undefined if the error is
 * not about the refresh. `requestUrl` is the URL of the request, `tokenUrl` the token endpoint of the credential.
 */
export function tokenRefreshError(
	error: unknown,
	requestUrl: string,
	tokenUrl: unknown,
): ApiError | undefined {
	const cause = ((error as { cause?: unknown }).cause ?? error) as OAuthErrorCause;
	// The error is about the request itself, e.g. a response that was cut off.
	if (cause.config?.url === requestUrl) return undefined;
	const refreshStatus = cause.status ?? 400;
	const isTransient = refreshStatus === 429 || refreshStatus >= 500;
	const isRejected = cause.code === 'EAUTH' || cause.code === 'ESTATUS';
	if ((isRejected && !isTransient) || /\breconnect/i.test(cause.message ?? '')) {
		return new ApiError({ kind: 'tokenExpired', status: 401 });
	}
	// For the request itself only a 401 is thrown, so any other status is that of the token endpoint.
	const status = isRejected ? cause.status : cause.response?.status;
	const isFromTokenEndpoint = status !== undefined && status !== 401;
	if (!isFromTokenEndpoint && (tokenUrl === undefined || cause.config?.url !== tokenUrl))
		return undefined;
	return new ApiError({
		kind: 'notConnected',
		status,
		code: typeof cause.code === 'string' ? cause.code : undefined,
		advice:
			'The access token expired and could not be refreshed, so nothing was sent. Try again later.',
	});
}

/** The OAuth2 access token of a credential. */
export const accessTokenOf = ({ oauthTokenData }: ICredentialDataDecryptedObject): unknown =>
	(oauthTokenData as { access_token?: unknown } | undefined)?.access_token;

/**
 * Reads the credential again after a failed refresh: refresh tokens work once, so another n8n process may have used it and
 * stored a new access token. Returns that token; undefined if the stored one is still `currentToken`.
 */
export async function readNewerToken(
	currentToken: unknown,
	readCredential: () => Promise<ICredentialDataDecryptedObject>,
	signal?: AbortSignal,
): Promise<unknown> {
	for (const waitMs of [0, SAVE_WAIT_MS]) {
		if (waitMs > 0) await pause(waitMs, signal);
		const stored = accessTokenOf(await readCredential());
		if (stored !== currentToken) return stored;
	}
	return undefined;
}
