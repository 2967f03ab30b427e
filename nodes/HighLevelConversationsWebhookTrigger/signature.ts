import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** The header with HighLevel's signature: base64 of Ed25519 over the body as it was sent. */
const SIGNATURE_HEADER = 'x-ghl-signature';

/** HighLevel's own key (SPKI, base64), the same for every marketplace app. */
export const SIGNED_BY_HIGHLEVEL = 'MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=';

/** An Ed25519 key from base64 or PEM; undefined for anything else. */
export function publicKeyFrom(text: string): KeyObject | undefined {
	const der = Buffer.from(text.replace(/-----[^-]*-----|\s/g, ''), 'base64');
	try {
		const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
		return key.asymmetricKeyType === 'ed25519' ? key : undefined;
	} catch {
		return undefined;
	}
}

/** The signature that came with a delivery; undefined where there is none, for which HighLevel may write `N/A`. */
export function signatureIn(headers: { [name: string]: unknown }): string | undefined {
	const value = headers[SIGNATURE_HEADER];
	const signature = typeof value === 'string' ? value.trim() : '';
	return signature === '' || signature.toUpperCase() === 'N/A' ? undefined : signature;
}

/** Whether a signature (base64) was made over exactly these bytes. */
export const isSigned = (bytes: Buffer, signature: string, key: KeyObject): boolean =>
	verify(null, bytes, key, Buffer.from(signature, 'base64'));
