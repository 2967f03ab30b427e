import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	randomUUID,
	sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import type { Fields } from './types';

export interface DeliveryOptions {
	/** Alters the body after it was signed. */
	tamper?: boolean;
	/** Leaves the signature out. */
	unsigned?: boolean;
	/** ISO 8601; now unless told. */
	timestamp?: string;
	webhookId?: string;
}

/** Delivers webhooks signed as HighLevel signs them: base64 Ed25519 over the raw body. */
export class Webhooks {
	private readonly privateKey: KeyObject;
	/** SPKI, base64. */
	readonly publicKey: string;

	/** @param privateKey PEM of the key to sign with; a new one if it is left out */
	constructor(privateKey?: string) {
		this.privateKey =
			privateKey === undefined
				? generateKeyPairSync('ed25519').privateKey
				: createPrivateKey(privateKey);
		this.publicKey = createPublicKey(this.privateKey)
			.export({ type: 'spki', format: 'der' })
			.toString('base64');
	}

	/** PEM of the key, so that a later start can use it again. */
	exportKey(): string {
		return this.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
	}

	/**
	 * Posts one event.
	 *
	 * @param payload the event's own fields; they win over `type`, `timestamp` and `webhookId`
	 * @returns what the receiver answered
	 * @throws TypeError when nobody listens at `url`
	 */
	async deliver(
		url: string,
		type: string,
		payload: Fields,
		options: DeliveryOptions = {},
	): Promise<Response> {
		const { timestamp = new Date().toISOString(), webhookId = randomUUID() } = options;
		const signed = JSON.stringify({ type, timestamp, webhookId, ...payload });
		const signature = sign(null, Buffer.from(signed), this.privateKey).toString('base64');
		return await fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'user-agent': 'LeadConnector-Webhook/1.0',
				...(options.unsigned ? {} : { 'x-ghl-signature': signature }),
			},
			body: options.tamper ? signed.replace(/\}$/, ',"tampered":true}') : signed,
			redirect: 'manual',
		});
	}
}
