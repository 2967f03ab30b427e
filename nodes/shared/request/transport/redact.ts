import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isObject } from '../errors';
import type { Redact } from '../errors';

const REPLACEMENT = '[redacted]';
/** Shorter values could occur in ordinary words. */
const MIN_REDACTED_LENGTH = 6;
/** Fields of the credentials that contain secrets. */
const SECRET_FIELDS = ['accessToken', 'clientSecret'];
/** JSON Web Tokens and private integration tokens: a token may have been refreshed since the credential was read. */
const TOKENS = [/\beyJ[\w.-]{20,}/g, /\bpit-[\w-]{20,}/g];

const secretsOf = (credential: ICredentialDataDecryptedObject): unknown[] => {
	const { oauthTokenData: granted } = credential;
	return [
		...SECRET_FIELDS.map((name) => credential[name]),
		...(isObject(granted) ? [granted.access_token, granted.refresh_token] : []),
	];
};

/**
 * Returns a function that replaces a credential's secrets in a text, also in their URL-encoded form. `currentToken` returns
 * the access token in use, which may be newer than the credential's.
 */
export const redactorFor =
	(credential: ICredentialDataDecryptedObject, currentToken: () => unknown): Redact =>
	(text) => {
		const secrets = [...secretsOf(credential), currentToken()]
			.filter((secret): secret is string => typeof secret === 'string')
			.map((secret) => secret.trim())
			.filter((secret) => secret.length >= MIN_REDACTED_LENGTH)
			.flatMap((secret) => [secret, encodeURIComponent(secret)]);
		let redacted = text;
		for (const secret of new Set(secrets)) redacted = redacted.replaceAll(secret, REPLACEMENT);
		for (const token of TOKENS) redacted = redacted.replace(token, REPLACEMENT);
		return redacted;
	};
