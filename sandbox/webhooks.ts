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
	/** Changes the body after it was signed. */
	tamper?: boolean;
	/** Omits the signature. */
	unsigned?: boolean;
	/** ISO 8601; the current time by default. */
	timestamp?: string;
	webhookId?: string;
}

/** Sends webhooks signed like HighLevel's: base64 Ed25519 over the raw body. */
export class Webhooks {
	private readonly privateKey: KeyObject;
	/** SPKI, base64. */
	readonly publicKey: string;

	/** @param privateKey PEM of the key for signing; a new one by default */
	constructor(privateKey?: string) {
		this.privateKey =
			privateKey === undefined
				? generateKeyPairSync('ed25519').privateKey
				: createPrivateKey(privateKey);
		this.publicKey = createPublicKey(this.privateKey)
			.export({ type: 'spki', format: 'der' })
			.toString('base64');
	}

	/** PEM of the key, for later starts. */
	exportKey(): string {
		return this.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
	}

	/**
	 * Posts one event.
	 *
	 * @param payload fields of the event; they override `type`, `timestamp` and `webhookId`
	 * @returns the receiver's response
	 * @throws TypeError if the connection is refused
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
