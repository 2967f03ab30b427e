/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingHttpHeaders } from 'node:http';

import { refuse } from './errors';

export const SCOPES = [
	'conversations.readonly',
	'conversations.write',
	'conversations/message.readonly',
	'conversations/message.write',
	'conversations/livechat.write',
	'files.readonly',
	'contacts.readonly',
	'users.readonly',
	'locations.readonly',
	'locations/templates.readonly',
] as const;

export type Scope = (typeof SCOPES)[number];

/** A token with its location and scopes. */
export interface AccessToken {
	value: string;
	/** Rate limits are counted per app and location; a private integration is its own app. */
	app: string;
	locationId: string;
	scopes: readonly string[];
}

/** All valid tokens. */
export class Tokens {
	private readonly byValue = new Map<string, AccessToken>();

	add(token: AccessToken): AccessToken {
		this.byValue.set(token.value, token);
		return token;
	}

	/** Makes every token of an app expire. */
	expire(app: string): void {
		for (const token of this.byValue.values()) {
			if (token.app === app) this.byValue.delete(token.value);
		}
	}

	/** The token of an Authorization header, if it is valid. */
	of(headers: IncomingHttpHeaders): AccessToken | undefined {
		const value = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
		return value === undefined ? undefined : this.byValue.get(value);
	}
}

/** The supported versions of the API. */
export const VERSIONS = ['2021-04-15', 'v3'] as const;

export type Version = (typeof VERSIONS)[number];

/** The version of HighLevel's other APIs. */
export const OTHER_VERSIONS = ['2021-07-28', ...VERSIONS] as const;

/**
 * Checks that HighLevel makes before every endpoint.
 *
 * @param scope required by the endpoint; null if there is none
 * @param versions of the API with the endpoint
 * @throws ApiError 401 for the token, the Version header and the scope
 */
export function authorize(
	tokens: Tokens,
	headers: IncomingHttpHeaders,
	scope: Scope | null,
	versions: readonly string[] = VERSIONS,
): AccessToken {
	const token = tokens.of(headers);
	if (!token) throw refuse(401, 'Invalid JWT');
	if (headers.version === undefined) throw refuse(401, 'version header was not found.');
	if (!versions.some((version) => version === headers.version))
		throw refuse(401, 'version header is invalid');
	if (scope && !token.scopes.includes(scope)) {
		throw refuse(401, 'The token is not authorized for this scope.');
	}
	return token;
}

/** @throws ApiError 403 if the token belongs to another location */
export function checkLocation(token: AccessToken, locationId: string): void {
	if (token.locationId !== locationId) {
		throw refuse(403, 'The token does not have access to this location.');
	}
}
