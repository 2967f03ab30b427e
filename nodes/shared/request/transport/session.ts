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
import type { Redact, Scope } from '../errors';
import { rateLimiterFor } from './rateLimiter';
import { redactorFor } from './redact';
import type { RateLimiter, Sender } from './rateLimiter';
import { baseUrlIsSafe } from './addresses';
import { renewalFailure, storedInstead, tokenIn } from './tokenRefresh';

/** Whoever may send requests: an item of the node, a picker, a trigger, an agent's memory. */
export type Caller =
	| IExecutePaginationFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| ISupplyDataFunctions;

/** A caller's way to HighLevel: who it is, where it sends to, and at what pace. */
export interface Session extends Sender {
	/** The same for sessions with equal credentials: what is shared between items is shared under it. */
	key: string;
	/** Without a slash at the end. */
	baseUrl: string;
	/** The credential's location, undefined where it names none. */
	locationId?: string;
	/** The credential's, which every request asks for that does not name one itself. */
	apiVersion: ApiVersion;
	limiter: RateLimiter;
	/** Whether the token was granted without a scope. HighLevel says so of OAuth 2 tokens alone. */
	lacksScope(scope: Scope): boolean;
	/** Tells n8n's log, in the name of the node. */
	log(message: string): void;
	/** Takes the credential's secrets out of a text, for a server may repeat in an answer what it was sent. */
	redact: Redact;
	/** Sends with the credential. The status is never thrown, except for a 401 that lets n8n refresh an OAuth 2 token. */
	send(options: IHttpRequestOptions, by?: Caller): Promise<IN8nHttpFullResponse>;
}

/** The credential types by the values of the parameter 'authentication'. */
const CREDENTIALS = new Map<unknown, string>([
	['accessToken', 'highLevelConversationsApi'],
	['oAuth2', 'highLevelConversationsOAuth2Api'],
]);
const DEFAULT_AUTHENTICATION = 'accessToken';

/** Whether n8n renews the token of a credential of this type, so that it must be read again for each request. */
export const isOAuth2Credential = (type: string): boolean => type === CREDENTIALS.get('oAuth2');

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

function withoutEndSlashes(address: string): string {
	let end = address.length;
	while (address[end - 1] === '/') end--;
	return address.slice(0, end);
}

/** The base URL that a credential chooses, without a slash at the end. Throws a `ParameterError` unless it is safe. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
	const address = text(credential.apiHost === 'custom' ? credential.baseUrl : credential.apiHost);
	if (baseUrlIsSafe(address)) return withoutEndSlashes(address);
	throw new ParameterError(
		`'Base URL' in the credential must start with https://`,
		'Only localhost may use http, so that the token is never sent unencrypted.',
	);
}

/** The version of the API that a credential chooses; those from before there was a choice have none. Throws a `ParameterError` for any other. */
function apiVersionOf({ apiVersion }: ICredentialDataDecryptedObject): ApiVersion {
	const version = text(apiVersion) || API_VERSION_2021;
	if (version === API_VERSION_2021 || version === API_VERSION_V3) return version;
	throw new ParameterError(
		`Unknown 'API Version' in the credential: ${version.slice(0, 30)}`,
		`Choose ${API_VERSION_2021} or ${API_VERSION_V3} in the credential.`,
	);
}

/** HighLevel counts requests per app and location: an OAuth 2 client at a location, or one private token. */
function rateLimitKey(baseUrl: string, credential: ICredentialDataDecryptedObject): string {
	const token = credential.oauthTokenData as { locationId?: string } | undefined;
	const who = token
		? [credential.clientId, token.locationId ?? credential.locationId]
		: [credential.accessToken];
	return createHash('sha256')
		.update(JSON.stringify([baseUrl, ...who]))
		.digest('hex');
}

function authenticationOf(caller: Caller): unknown {
	const chosen =
		'getCurrentNodeParameter' in caller
			? caller.getCurrentNodeParameter('authentication')
			: caller.getNode().parameters.authentication;
	return chosen ?? DEFAULT_AUTHENTICATION;
}

/** The caller with another signal to cancel by: n8n's helper takes the caller's own, whatever its options say. */
function cancelledBy(caller: Caller, abortSignal: IHttpRequestOptions['abortSignal']): Caller {
	if (!abortSignal || !('getExecutionCancelSignal' in caller)) return caller;
	const own = { getExecutionCancelSignal: () => abortSignal };
	return Object.assign(Object.create(caller) as Caller, own);
}

/** A caller's credential: its type, and its fields with expressions evaluated for the caller's item. */
export interface ResolvedCredential {
	name: string;
	isOAuth2: boolean;
	credential: ICredentialDataDecryptedObject;
	/** The same for callers whose credentials have the same values. */
	key: string;
}

/** Reads the credential that a caller has selected. Throws n8n's own error if there is none. */
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

/**
 * Opens a caller's way to HighLevel.
 * Throws a `ParameterError` for a base URL that must not be used, and n8n's own error if the credential is missing.
 */
export async function openSession(caller: Caller): Promise<Session> {
	return sessionFor(caller, await resolveCredential(caller));
}

/** The way to HighLevel with a credential. Throws a `ParameterError` for a base URL that must not be used. */
export function sessionFor(
	caller: Caller,
	{ name, isOAuth2: oAuth2, credential, key }: ResolvedCredential,
): Session {
	const baseUrl = baseUrlOf(credential);
	const apiVersion = apiVersionOf(credential);
	const granted = credential.oauthTokenData as { locationId?: string; scope?: string } | undefined;
	const scopes = text(granted?.scope)
		.split(/[\s,]+/)
		.filter(Boolean);
	// A 401 must be thrown for n8n to refresh an OAuth 2 token; with a plain token n8n would only send the request twice.
	const ignoreHttpStatusErrors = oAuth2 ? { ignore: true as const, except: [401] } : true;
	// n8n signs OAuth 2 requests itself and asks the credential for nothing else.
	const ownHeaders = oAuth2
		? { 'User-Agent': headerValue(credential.userAgent, 'User-Agent') }
		: {};
	let token = tokenIn(credential);
	const signal =
		'getExecutionCancelSignal' in caller ? caller.getExecutionCancelSignal() : undefined;

	return {
		key,
		baseUrl,
		locationId: text(credential.locationId) || text(granted?.locationId) || undefined,
		apiVersion,
		lacksScope: (scope) => scopes.length > 0 && !scopes.includes(scope),
		limiter: rateLimiterFor(rateLimitKey(baseUrl, credential)),
		signal,
		log: (message) => caller.logger.info(`${caller.getNode().name}: ${message}`),
		redact: redactorFor(credential, () => token),
		async send(options, by = caller) {
			const held = token;
			const attempt = async (): Promise<IN8nHttpFullResponse> =>
				await by.helpers.httpRequestWithAuthentication
					.call(cancelledBy(by, options.abortSignal) as IAllExecuteFunctions, name, {
						...options,
						headers: { Version: apiVersion, ...options.headers, ...ownHeaders },
						abortSignal: options.abortSignal ?? signal,
						returnFullResponse: true,
						ignoreHttpStatusErrors,
						sendCredentialsOnCrossOriginRedirect: false,
					})
					.catch((error: unknown) => {
						throw (
							(oAuth2 && renewalFailure(error, options.url, credential.accessTokenUrl)) || error
						);
					});
			return await attempt().catch(async (error: unknown) => {
				const ended = error instanceof ApiError && error.details.kind === 'tokenExpired';
				const read = async () => await by.getCredentials<ICredentialDataDecryptedObject>(name);
				const stored = ended ? await storedInstead(held, read, signal) : undefined;
				if (stored === undefined) throw error;
				token = stored;
				return await attempt();
			});
		},
	};
}
