import { createHash } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
	ISupplyDataFunctions,
} from 'n8n-workflow';
import { API_VERSION_2021, API_VERSION_V3 } from '../../../../credentials/shared/fields';
import type { ApiVersion } from '../../../../credentials/shared/fields';
import { headerValue } from '../../../../credentials/shared/headers';
import { ApiError, ParameterError } from '../errors';
import { trimmedString } from '../values';
import type { Redact, Scope } from '../errors';
import { rateLimiterFor } from './rateLimiter';
import { redactorFor } from './redact';
import type { RateLimiter, Sender } from './rateLimiter';
import { isSafeBaseUrl } from './safeUrls';
import { tokenRefreshError, readNewerToken, accessTokenOf } from './tokenRefresh';

/** The n8n context that a request is sent from: an item of the node, a list search, a trigger, or a memory node. */
export type Caller =
	| IExecutePaginationFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| ISupplyDataFunctions;

/** The connection of a caller to HighLevel: its credential, base URL and rate limit. */
export interface Session extends Sender {
	/** The same for sessions with equal credentials. Items with the same key can share results. */
	key: string;
	/** Without a trailing slash. */
	baseUrl: string;
	/** Location ID of the credential; undefined if it has none. */
	locationId?: string;
	/** API version of the credential, for requests that do not set one themselves. */
	apiVersion: ApiVersion;
	limiter: RateLimiter;
	/** Whether the token certainly lacks a scope. Only known for OAuth2 tokens. */
	lacksScope(scope: Scope): boolean;
	/** Writes to n8n's log, prefixed with the node's name. */
	log(message: string): void;
	/** Replaces the credential's secrets in a text: a response may repeat what was sent. */
	redact: Redact;
	/** Sends a request with the credential. Returns any status, but throws a 401 with OAuth2, so that n8n refreshes the token. */
	send(options: IHttpRequestOptions, by?: Caller): Promise<IN8nHttpFullResponse>;
}

/** Credential types by the values of the parameter 'authentication'. */
const CREDENTIALS = new Map<unknown, string>([
	['accessToken', 'highLevelConversationsApi'],
	['oAuth2', 'highLevelConversationsOAuth2Api'],
]);
const DEFAULT_AUTHENTICATION = 'accessToken';

/** Whether a credential type is OAuth2. n8n may refresh its token, so it must be read again for each request. */
export const isOAuth2Credential = (type: string): boolean => type === CREDENTIALS.get('oAuth2');

function withoutTrailingSlashes(url: string): string {
	let end = url.length;
	while (url[end - 1] === '/') end--;
	return url.slice(0, end);
}

/** The base URL of a credential, without a trailing slash. Throws a `ParameterError` unless it is safe. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
	const url = trimmedString(
		credential.apiHost === 'custom' ? credential.baseUrl : credential.apiHost,
	);
	if (isSafeBaseUrl(url)) return withoutTrailingSlashes(url);
	throw new ParameterError(
		`'Base URL' in the credential must start with https://`,
		'Only localhost may use http, so that the token is never sent unencrypted.',
	);
}

/** The API version of a credential, 2021-04-15 if it is not set. Throws a `ParameterError` for an unknown one. */
function apiVersionOf({ apiVersion }: ICredentialDataDecryptedObject): ApiVersion {
	const version = trimmedString(apiVersion) || API_VERSION_2021;
	if (version === API_VERSION_2021 || version === API_VERSION_V3) return version;
	throw new ParameterError(
		`Unknown 'API Version' in the credential: ${version.slice(0, 30)}`,
		`Choose ${API_VERSION_2021} or ${API_VERSION_V3} in the credential.`,
	);
}

/** A key for the rate limit. HighLevel counts per app and location: an OAuth2 client at a location, or a private token. */
function rateLimitKey(baseUrl: string, credential: ICredentialDataDecryptedObject): string {
	const token = credential.oauthTokenData as { locationId?: string } | undefined;
	const client = token
		? [credential.clientId, token.locationId ?? credential.locationId]
		: [credential.accessToken];
	return createHash('sha256')
		.update(JSON.stringify([baseUrl, ...client]))
		.digest('hex');
}

function authenticationOf(caller: Caller): unknown {
	const chosen =
		'getCurrentNodeParameter' in caller
			? caller.getCurrentNodeParameter('authentication')
			: caller.getNode().parameters.authentication;
	return chosen ?? DEFAULT_AUTHENTICATION;
}

/** The caller with another cancel signal. n8n's helper uses the caller's signal and ignores the one in the options. */
function withSignal(caller: Caller, abortSignal: IHttpRequestOptions['abortSignal']): Caller {
	if (!abortSignal || !('getExecutionCancelSignal' in caller)) return caller;
	const overrides = { getExecutionCancelSignal: () => abortSignal };
	return Object.assign(Object.create(caller) as Caller, overrides);
}

/** The credential of a caller. Expressions in its fields are evaluated for the caller's item. */
export interface ResolvedCredential {
	/** The credential type. */
	name: string;
	isOAuth2: boolean;
	credential: ICredentialDataDecryptedObject;
	/** The same for credentials with equal values. */
	key: string;
}

/** Reads the credential that is selected in the caller's node. Throws a `NodeOperationError` if there is none. */
export async function resolveCredential(caller: Caller): Promise<ResolvedCredential> {
	const authentication = authenticationOf(caller);
	const name = CREDENTIALS.get(authentication) ?? String(authentication);
	const credential = await caller.getCredentials<ICredentialDataDecryptedObject>(name);
	if (credential === undefined) {
		throw new NodeOperationError(caller.getNode(), 'No credential is selected in the node');
	}
	const key = createHash('sha256')
		.update(JSON.stringify([name, credential]))
		.digest('base64');
	return { name, isOAuth2: authentication === 'oAuth2', credential, key };
}

/** Reads the caller's credential and opens a session with it. Throws what `resolveCredential` and `sessionFor` throw. */
export async function openSession(caller: Caller): Promise<Session> {
	return sessionFor(caller, await resolveCredential(caller));
}

/** Opens a session with a credential. Throws a `ParameterError` if its base URL or API version is invalid. */
export function sessionFor(
	caller: Caller,
	{ name, isOAuth2, credential, key }: ResolvedCredential,
): Session {
	const baseUrl = baseUrlOf(credential);
	const apiVersion = apiVersionOf(credential);
	const tokenData = credential.oauthTokenData as
		| { locationId?: string; scope?: string }
		| undefined;
	const scopes = trimmedString(tokenData?.scope)
		.split(/[\s,]+/)
		.filter(Boolean);
	// With OAuth2 a 401 must be thrown, so that n8n refreshes the token. With a token n8n would just send the request twice.
	const ignoreHttpStatusErrors = isOAuth2 ? { ignore: true as const, except: [401] } : true;
	// For OAuth2, n8n only adds the token, and does not use the credential's `authenticate`.
	const ownHeaders = isOAuth2
		? { 'User-Agent': headerValue(credential.userAgent, 'User-Agent') }
		: {};
	let token = accessTokenOf(credential);
	const signal =
		'getExecutionCancelSignal' in caller ? caller.getExecutionCancelSignal() : undefined;

	return {
		key,
		baseUrl,
		locationId:
			trimmedString(credential.locationId) || trimmedString(tokenData?.locationId) || undefined,
		apiVersion,
		lacksScope: (scope) => scopes.length > 0 && !scopes.includes(scope),
		limiter: rateLimiterFor(rateLimitKey(baseUrl, credential)),
		signal,
		log: (message) => caller.logger.info(`${caller.getNode().name}: ${message}`),
		redact: redactorFor(credential, () => token),
		async send(options, by = caller) {
			const usedToken = token;
			const attempt = async (): Promise<IN8nHttpFullResponse> =>
				await by.helpers.httpRequestWithAuthentication
					.call(withSignal(by, options.abortSignal) as IAllExecuteFunctions, name, {
						...options,
						headers: { Version: apiVersion, ...options.headers, ...ownHeaders },
						abortSignal: options.abortSignal ?? signal,
						returnFullResponse: true,
						ignoreHttpStatusErrors,
						sendCredentialsOnCrossOriginRedirect: false,
					})
					.catch((error: unknown) => {
						throw (
							(isOAuth2 && tokenRefreshError(error, options.url, credential.accessTokenUrl)) ||
							error
						);
					});
			return await attempt().catch(async (error: unknown) => {
				const isExpired = error instanceof ApiError && error.details.kind === 'tokenExpired';
				const readCredential = async () =>
					await by.getCredentials<ICredentialDataDecryptedObject>(name);
				const newToken = isExpired
					? await readNewerToken(usedToken, readCredential, signal)
					: undefined;
				if (newToken === undefined) throw error;
				token = newToken;
				return await attempt();
			});
		},
	};
}
