import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** The header with HighLevel's signature: the Ed25519 signature of the raw body, in base64. */
const SIGNATURE_HEADER = 'x-ghl-signature';

/** HighLevel's public key (SPKI, base64), which is the same for all marketplace apps. */
export const HIGHLEVEL_ED25519 = 'MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=';

/** Reads an Ed25519 key in base64 or PEM; undefined for anything else. */
export function publicKeyFrom(text: string): KeyObject | undefined {
	const der = Buffer.from(text.replace(/-----[^-]*-----|\s/g, ''), 'base64');
	try {
		const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
		return key.asymmetricKeyType === 'ed25519' ? key : undefined;
	} catch {
		return undefined;
	}
}

/** The signature of a delivery; undefined if it has none, in which case HighLevel may send `N/A`. */
export function signatureIn(headers: { [name: string]: unknown }): string | undefined {
	const value = headers[SIGNATURE_HEADER];
	const signature = typeof value === 'string' ? value.trim() : '';
	return signature === '' || signature.toUpperCase() === 'N/A' ? undefined : signature;
}

/** Whether a signature (base64) of these bytes is valid for a public key. */
export const isSigned = (bytes: Buffer, signature: string, key: KeyObject): boolean =>
	verify(null, bytes, key, Buffer.from(signature, 'base64'));
