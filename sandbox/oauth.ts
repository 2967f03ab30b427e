import { SCOPES, type Tokens } from './auth';
import { highLevelId, secret } from './ids';
import type { Fields } from './types';

/** The marketplace app of the sandbox. */
export const OAUTH_APP = 'sandbox-marketplace-app';
const LIFETIME_SECONDS = 86_399;

interface Grant {
	scopes: readonly string[];
	/** Redirect URL of a code; absent for refresh tokens. */
	redirectUri?: string;
}

/** HighLevel's OAuth 2: single-use codes and refresh tokens, access tokens for a day. */
export class OAuth {
	readonly clientId = 'sandbox-client-id';
	readonly clientSecret = 'sandbox-client-secret';
	/** Number of exchanged refresh tokens. */
	refreshes = 0;
	/** Number of exchanged codes. */
	exchanges = 0;
	private readonly codes = new Map<string, Grant>();
	private readonly refreshTokens = new Map<string, Grant>();

	constructor(
		private readonly tokens: Tokens,
		private readonly locationId: string,
	) {}

	/** Creates a code, like the consent page. */
	issueCode(scope: string, redirectUri: string): string {
		const code = secret(20);
		this.codes.set(code, { scopes: scope.split(/[ ,]+/).filter(Boolean), redirectUri });
		return code;
	}

	/** A response of the token endpoint, with valid tokens. */
	issueTokens(scopes: readonly string[] = SCOPES) {
		const access = `eyJhbGciOiJSUzI1NiJ9.${secret(40)}.${secret(20)}`;
		const refresh = `eyJhbGciOiJSUzI1NiJ9.${secret(40)}.${secret(20)}`;
		const { locationId } = this;
		this.tokens.add({ value: access, app: OAUTH_APP, locationId, scopes });
		this.refreshTokens.set(refresh, { scopes });
		return {
			access_token: access,
			token_type: 'Bearer',
			expires_in: LIFETIME_SECONDS,
			refresh_token: refresh,
			scope: scopes.join(' '),
			userType: 'Location',
			companyId: 'kQ2mW9xZ4tR7pL1vN8cB',
			locationId,
			userId: highLevelId(),
		};
	}

	/** Makes every access token expire; refresh tokens stay valid. */
	expireAccessTokens(): void {
		this.tokens.expire(OAUTH_APP);
	}

	/** Revokes every refresh token, as when the user removes the app. */
	revokeRefreshTokens(): void {
		this.refreshTokens.clear();
	}

	/** Removes all grants and resets the counts. */
	reset(): void {
		this.expireAccessTokens();
		this.revokeRefreshTokens();
		this.codes.clear();
		this.refreshes = 0;
		this.exchanges = 0;
	}

	/**
	 * Answers POST /oauth/token.
	 *
	 * @param form fields of the form, including client ID and secret
	 * @returns status and JSON of the response
	 */
	exchange(form: Fields): { status: number; json: Fields } {
		if (form.client_id !== this.clientId || form.client_secret !== this.clientSecret) {
			return oauthRefusal(401, 'invalid_client', 'Invalid client credentials!');
		}
		if (form.grant_type === 'authorization_code') {
			const grant = removeGrant(this.codes, form.code);
			if (!grant || grant.redirectUri !== form.redirect_uri) {
				return oauthRefusal(400, 'invalid_grant', 'Invalid grant: authorization code is invalid');
			}
			this.exchanges += 1;
			return { status: 200, json: this.issueTokens(grant.scopes) };
		}
		if (form.grant_type === 'refresh_token') {
			const grant = removeGrant(this.refreshTokens, form.refresh_token);
			if (!grant) {
				return oauthRefusal(400, 'invalid_grant', 'This refresh token is invalid');
			}
			this.refreshes += 1;
			return { status: 200, json: this.issueTokens(grant.scopes) };
		}
		return oauthRefusal(400, 'unsupported_grant_type', 'Unsupported grant type');
	}
}

function removeGrant(grants: Map<string, Grant>, key: unknown): Grant | undefined {
	if (typeof key !== 'string') return undefined;
	const grant = grants.get(key);
	grants.delete(key);
	return grant;
}

function oauthRefusal(status: number, error: string, description: string) {
	return { status, json: { error, error_description: description } };
}
