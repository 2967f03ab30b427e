import type { INodeExecutionData } from 'n8n-workflow';
import { ApiError, skippedItem } from '../../../../../shared/request';
import type { ItemContext, SendMiddleware } from '../../../../../shared/request';
import { parseTurn } from '../../../../../shared/thread';
import { SECOND_MS } from '../../../../../shared/time';
import { KeyedLock } from './keyedLock';
import { CheckOutdated, TurnChanged } from './turnChanged';
import type { TurnChange } from './turnChanged';
import { ONLY_IF_UNANSWERED_LABEL, TurnChecker } from './turnCheck';

/** A message that leaves later than this after the look is looked at again, ms. */
const MAX_CHECK_AGE_MS = 2 * SECOND_MS;
/** Looks for one message after which their age may double each time: a crowded rate limit must not keep it from leaving. */
const STRICT_CHECKS = 3;
/** So often the rate limit may refuse one message. */
const MAX_REFUSALS = 10;

/** One message of a conversation at a time, from the look to HighLevel's reply. */
const locks = new KeyedLock();

/** The look that a message goes by, and whether it still may. */
class LatestCheck {
	private checkedAt = 0;
	private isUsed = false;
	private count = 0;
	private refusals = 0;
	change?: TurnChange;

	/** Takes a new look: what it found, and whether a message of the item has gone out since the one before. */
	update(change: TurnChange | undefined, hasSent: boolean): void {
		if (hasSent) this.count = this.refusals = 0;
		else if (this.isUsed) this.refusals++;
		Object.assign(this, { change, at: performance.now(), isUsed: false, looks: this.count + 1 });
	}

	/** Called when a message is about to leave. Throws what keeps it from leaving. */
	use(): void {
		if (this.change) throw new TurnChanged(this.change);
		const maxAgeMs = MAX_CHECK_AGE_MS * 2 ** Math.max(0, this.count - STRICT_CHECKS);
		const isOld = performance.now() - this.checkedAt > maxAgeMs;
		if (this.isUsed && this.refusals >= MAX_REFUSALS) {
			throw new ApiError({ kind: 'status', status: 429, nothingWasSent: true });
		}
		if (this.isUsed || isOld) throw new CheckOutdated();
		this.isUsed = true;
	}
}

/**
 * Looks at the conversation directly before each message of the item leaves, and sends it only if the turn is still as it
 * was when its item was made. `value` is the field 'turn' of that item. Returns a middleware that gives the item's
 * results, or one item with `skipped` and the reason. Throws a `ParameterError` for an empty value or one that is not a turn,
 * before anything is sent; a look that fails fails the item, and nothing is sent.
 */
export function onlyIfUnanswered(item: ItemContext, value: unknown): SendMiddleware {
	const turn = parseTurn(value, ONLY_IF_UNANSWERED_LABEL);
	const { conversationId } = turn;
	return async ({ next }): Promise<INodeExecutionData[]> => {
		const check = new TurnChecker(item, turn);
		// Before the lock, so that a message that only waits for its time holds nothing up.
		if (check.waitMs > 0) await item.sleep(check.waitMs);
		return await locks.run(`${item.session.baseUrl} ${conversationId}`, async () => {
			const skipped = (reason: TurnChange) => [skippedItem(item, reason, { conversationId })];
			const sentBefore = check.sentCount;
			let sent = sentBefore;
			const look = new LatestCheck();
			item.beforeSend.push((body) => {
				look.use();
				return body;
			});
			/** Undefined if the message did not leave because the look was too old. */
			const attempt = async () =>
				await next()
					.catch((error: unknown) => {
						if (error instanceof TurnChanged) return skipped(error.reason);
						if (error instanceof CheckOutdated) return undefined;
						throw error;
					})
					.finally(() => check.recordAnswers());
			for (;;) {
				const change = await check.check();
				look.update(change, check.sentCount > sent);
				sent = check.sentCount;
				if (change && sent === sentBefore) return skipped(change);
				const items = await attempt();
				if (items) return items;
			}
		});
	};
}
