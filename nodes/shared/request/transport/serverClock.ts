import type { IDataObject } from 'n8n-workflow';
import { monotonicNow } from './delay';

/** HighLevel's clock as its last reply told it, to the second; this computer's before the first. */
export class ServerClock {
	private heard?: { theirs: number; at: number };

	/** Takes the time from a reply's headers. */
	update({ date }: IDataObject): void {
		const theirs = Date.parse(String(date));
		if (Number.isFinite(theirs)) this.heard = { theirs, at: monotonicNow() };
	}

	/** ms since 1970. */
	now(): number {
		if (!this.heard) return Date.now();
		return Math.round(this.heard.theirs + monotonicNow() - this.heard.at);
	}
}
