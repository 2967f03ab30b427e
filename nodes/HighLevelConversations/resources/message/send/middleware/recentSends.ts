import type { IDataObject } from 'n8n-workflow';
import { DAY_MS } from '../../../../../shared/time';

/** Maximum number of messages to remember. */
const MAX_SENDS = 10_000;
/** How long to remember a message. */
const MAX_AGE_MS = DAY_MS;

/**
 * The outcome of a message: HighLevel's response, an error after which it may have been sent, or nothing was sent. `at` is the
 * time of the response or the error, in ms since 1970.
 */
export type SendOutcome =
	| { kind: 'sent'; json: IDataObject; at: number }
	| { kind: 'unclear'; error: unknown; at: number }
	| { kind: 'nothing' };
export type EffectiveOutcome = Exclude<SendOutcome, { kind: 'nothing' }>;

interface RecentSend {
	/** In ms since 1970. */
	startedAt: number;
	/** Never rejects. */
	outcome: Promise<SendOutcome>;
	/** Set when the message was sent, or may have been. */
	result?: EffectiveOutcome;
}

/**
 * The messages that this process is sending or has sent recently, by message key. Lists that were read from HighLevel before do not
 * contain them yet. Limited in number and age.
 */
export class RecentSends {
	private readonly sends = new Map<string, RecentSend>();

	constructor(private readonly maxSends = MAX_SENDS) {}

	get size(): number {
		return this.sends.size;
	}

	/**
	 * Calls `send` and returns undefined, unless this process is sending the same message or has sent it at or after `since` (ms since
	 * 1970): then waits for that one and returns its outcome.
	 */
	async sendUnlessRecent(
		key: string,
		since: number,
		send: () => Promise<SendOutcome>,
	): Promise<EffectiveOutcome | undefined> {
		for (;;) {
			const earlier = this.sends.get(key);
			const outcome = await earlier?.outcome;
			// Another caller that waited, too, is sending now: wait for that one.
			if (this.sends.get(key) !== earlier) continue;
			if (outcome && outcome.kind !== 'nothing' && outcome.at >= since) return outcome;
			this.add(key, send());
			return undefined;
		}
	}

	/** The outcome of an earlier message; undefined while it is being sent, or if there is none. */
	lastOutcome(key: string): EffectiveOutcome | undefined {
		return this.sends.get(key)?.result;
	}

	private add(key: string, outcome: Promise<SendOutcome>): void {
		this.sends.delete(key);
		const send: RecentSend = { startedAt: Date.now(), outcome };
		this.sends.set(key, send);
		void outcome.then((result) => {
			if (result.kind !== 'nothing') send.result = result;
			else if (this.sends.get(key) === send) this.sends.delete(key);
		});
		for (const [oldest, { startedAt }] of this.sends) {
			if (this.sends.size <= this.maxSends && Date.now() - startedAt < MAX_AGE_MS) return;
			this.sends.delete(oldest);
		}
	}
}
