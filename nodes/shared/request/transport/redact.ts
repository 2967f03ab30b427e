import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { isObject } from '../errors';
import type { Redact } from '../errors';

const REPLACEMENT = '[redacted]';
/** What is shorter would be found in ordinary words. */
const MIN_SECRET_LENGTH = 6;
/** Fields of the credential types that hold secrets. */
const SECRET_FIELDS = ['accessToken', 'clientSecret'];
/** Tokens that may have been renewed since the credential was read: JSON Web Tokens and private integration tokens. */
const TOKENS = [/\beyJ[\w.-]{20,}/g, /\bpit-[\w-]{20,}/g];

const secretsIn = (credential: ICredentialDataDecryptedObject): unknown[] => {
	const { oauthTokenData: granted } = credential;
	return [
		...SECRET_FIELDS.map((name) => credential[name]),
		...(isObject(granted) ? [granted.access_token, granted.refresh_token] : []),
	];
};

/**
 * Takes a credential's secrets out of a text, as they are and as a URL writes them. `current` gives the access token that
 * is in use now, if it was renewed.
 */
export const redactorFor =
	(credential: ICredentialDataDecryptedObject, current: () => unknown): Redact =>
	(text) => {
		const secrets = [...secretsIn(credential), current()]
			.filter((secret): secret is string => typeof secret === 'string')
			.map((secret) => secret.trim())
			.filter((secret) => secret.length >= MIN_SECRET_LENGTH)
			.flatMap((secret) => [secret, encodeURIComponent(secret)]);
		let clean = text;
		for (const secret of new Set(secrets)) clean = clean.replaceAll(secret, REPLACEMENT);
		for (const token of TOKENS) clean = clean.replace(token, REPLACEMENT);
		return clean;
	};
