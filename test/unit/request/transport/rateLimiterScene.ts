import type { IDataObject } from 'n8n-workflow';

import { RateLimiter } from '../../../../nodes/shared/request/transport/rateLimiter';
import type { Sender } from '../../../../nodes/shared/request/transport/rateLimiter';

export const INTERVAL_MS = 10_000;
const MAX_IN_FLIGHT = 10;

/** Advances the fake clock, and waits until all pending promises have settled. */
export const settle = async (ms = 0) => void (await jest.advanceTimersByTimeAsync(ms));

/** A limiter whose requests stay in flight until they are finished, oldest first. */
export class Scene {
	readonly limiter = new RateLimiter();
	/** Names of the started requests. */
	readonly started: string[] = [];
	readonly failed: unknown[] = [];
	private readonly inFlight: Array<(response: IDataObject) => void> = [];
	private used = 0;

	constructor(readonly max = 100) {}

	headers(): IDataObject {
		return {
			'x-ratelimit-max': String(this.max),
			'x-ratelimit-remaining': String(this.max - this.used),
			'x-ratelimit-interval-milliseconds': String(INTERVAL_MS),
		};
	}

	/** Sends a request; it is `started` once the limiter lets it through. */
	send(name: string, sender: Sender = {}): void {
		const request = async () => {
			this.started.push(name);
			this.used++;
			return await new Promise<{ headers: IDataObject }>((resolve) => {
				this.inFlight.push((more) => resolve({ headers: this.headers(), ...more }));
			});
		};
		void this.limiter.run(request, sender).catch((error: unknown) => this.failed.push(error));
	}

	async finish(count = 1, more: IDataObject = {}) {
		for (const finish of this.inFlight.splice(0, count)) finish(more);
		await settle();
	}

	async nextWindow() {
		await settle(2 * INTERVAL_MS);
		this.used = 0;
	}

	/** Sends requests one after the other. */
	async sendAll(name: string, sender: Sender, count: number) {
		for (let n = 0; n < count; n++) {
			this.send(name, sender);
			await settle();
			await this.finish();
		}
	}

	/** Fills the limiter, so that further requests wait. */
	async fill() {
		await this.sendAll('first', {}, 1);
		for (let n = 0; n < MAX_IN_FLIGHT; n++) this.send('filling');
		await settle();
	}

	/** The names of the next requests in the order in which they start. */
	async order(count: number) {
		const before = this.started.length;
		for (let n = 0; n < count; n++) await this.finish();
		return this.started.slice(before);
	}
}
