import type { IDataObject } from 'n8n-workflow';

/** HighLevel's clock as its last reply told it, to the second; this computer's before the first. */
export class ServerClock {
	private aheadMs = 0;

	/** Takes the time from a reply's headers. */
	hear({ date }: IDataObject): void {
		const theirs = Date.parse(String(date));
		if (Number.isFinite(theirs)) this.aheadMs = theirs - Date.now();
	}

	/** ms since 1970. */
	now(): number {
		return Date.now() + this.aheadMs;
	}
}
