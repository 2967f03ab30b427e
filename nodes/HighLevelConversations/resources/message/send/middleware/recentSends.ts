import type { IDataObject } from 'n8n-workflow';
import { DAY_MS } from '../../../../../shared/time';

/** Messages that are remembered at most. */
const MAX_SENDS = 10_000;
/** How long a message is remembered, ms. */
const MAX_AGE_MS = DAY_MS;

/** What became of a message: what HighLevel replied, the error after which it may have gone out, or nothing was sent. */
export type SendOutcome =
	| { kind: 'sent'; json: IDataObject; at: number }
	| { kind: 'unclear'; error: unknown; at: number }
	| { kind: 'nothing' };
export type EffectiveOutcome = Exclude<SendOutcome, { kind: 'nothing' }>;

interface RecentSend {
	startedAt: number;
	/** Never rejects. */
	outcome: Promise<SendOutcome>;
	result?: EffectiveOutcome;
}

/**
 * The messages that this process is sending or has sent lately, by what makes two messages the same: lists of HighLevel that
 * were read before do not show them. Bounded in number and age.
 */
export class RecentSends {
	private readonly sends = new Map<string, RecentSend>();

	constructor(private readonly maxSends = MAX_SENDS) {}

	get size(): number {
		return this.sends.size;
	}

	/**
	 * Sends a message, unless this process sends the same or has sent it after `since` (ms): then waits for it, and returns what
	 * became of it. Returns undefined once `send` was called.
	 */
	async sendUnlessRecent(
		key: string,
		since: number,
		send: () => Promise<SendOutcome>,
	): Promise<EffectiveOutcome | undefined> {
		for (;;) {
			const found = this.sends.get(key);
			const outcome = await found?.outcome;
			// Of several that waited, one sends, and the others wait for that one.
			if (this.sends.get(key) !== found) continue;
			if (outcome && outcome.kind !== 'nothing' && outcome.at >= since) return outcome;
			this.add(key, send());
			return undefined;
		}
	}

	/** What became of a message that was sent before; undefined while it is on its way, or if there is none. */
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
