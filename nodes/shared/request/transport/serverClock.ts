import type { IDataObject } from 'n8n-workflow';
import { monotonicNow } from './delay';

/** HighLevel's clock, set by the `Date` header of each response (in whole seconds). This computer's clock before the first. */
export class ServerClock {
	private lastDate?: { serverMs: number; receivedAt: number };

	/** Sets the clock from the headers of a response. */
	update({ date }: IDataObject): void {
		const serverMs = Date.parse(String(date));
		if (Number.isFinite(serverMs)) this.lastDate = { serverMs, receivedAt: monotonicNow() };
	}

	/** The time in ms since 1970. */
	now(): number {
		if (!this.lastDate) return Date.now();
		return Math.round(this.lastDate.serverMs + monotonicNow() - this.lastDate.receivedAt);
	}
}
