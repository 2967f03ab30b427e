import type { INodeExecutionData } from 'n8n-workflow';
import { ApiError, KeyedQueue, skippedItem } from '../../../../../shared/request';
import type { ItemContext, SendMiddleware } from '../../../../../shared/request';
import { parseTurn } from '../../../../../shared/thread';
import { SECOND_MS } from '../../../../../shared/time';
import { CheckOutdated, TurnChanged } from './turnChanged';
import type { TurnChange } from './turnChanged';
import { ONLY_IF_UNANSWERED_LABEL, TurnChecker } from './turnCheck';

/** How old a check may be when its message is sent. */
const MAX_CHECK_AGE_MS = 2 * SECOND_MS;
/** Checks per message with that limit. It doubles for each further check, because a busy rate limit can delay a message repeatedly. */
const STRICT_CHECKS = 3;
/** How often HighLevel may reject one message, e.g. because of its rate limit, before the item fails. */
const MAX_REJECTIONS = 10;

/** Messages to the same conversation are checked and sent one after the other. */
const conversations = new KeyedQueue();

/** The latest check of a conversation. It allows one message to be sent, within a short time. */
class LatestCheck {
	private checkedAt = 0;
	private isUsed = false;
	private count = 0;
	private rejections = 0;
	private change?: TurnChange;

	/**
	 * Stores the result of a new check. `hasSent` tells whether a message of the item was sent since the previous check: then the
	 * counters start again for the next message.
	 */
	update(change: TurnChange | undefined, hasSent: boolean): void {
		if (hasSent) this.count = this.rejections = 0;
		else if (this.isUsed) this.rejections++;
		this.count++;
		this.change = change;
		this.checkedAt = performance.now();
		this.isUsed = false;
	}

	/** Uses the check for a message that is about to be sent. Throws the error that stops the message from being sent. */
	use(): void {
		if (this.change) throw new TurnChanged(this.change);
		const maxAgeMs = MAX_CHECK_AGE_MS * 2 ** Math.max(0, this.count - STRICT_CHECKS);
		const isOutdated = performance.now() - this.checkedAt > maxAgeMs;
		if (this.isUsed && this.rejections >= MAX_REJECTIONS) {
			throw new ApiError({ kind: 'status', status: 429, nothingWasSent: true });
		}
		if (this.isUsed || isOutdated) throw new CheckOutdated();
		this.isUsed = true;
	}
}

/**
 * The middleware for 'Only If Unanswered': checks the conversation immediately before each message of the item, and sends the
 * message only if the turn has not changed. `value` is the field 'turn' of the item to answer. If the conversation has changed, the
 * item is skipped with the reason. Throws a `ParameterError` for an invalid turn before anything is sent. If a check fails, the
 * item fails and nothing is sent.
 */
export function onlyIfUnanswered(item: ItemContext, value: unknown): SendMiddleware {
	const turn = parseTurn(value, ONLY_IF_UNANSWERED_LABEL);
	const { conversationId } = turn;
	return async ({ next }): Promise<INodeExecutionData[]> => {
		const checker = new TurnChecker(item, turn);
		// Wait outside the queue, so that other messages to the conversation do not wait as well.
		if (checker.waitMs > 0) await item.sleep(checker.waitMs);
		return await conversations.run(`${item.session.baseUrl} ${conversationId}`, async () => {
			const skipped = (reason: TurnChange) => [skippedItem(item, reason, { conversationId })];
			const initialCount = checker.sentCount;
			let sentCount = initialCount;
			const latest = new LatestCheck();
			item.beforeSend.push((body) => {
				latest.use();
				return body;
			});
			/** Undefined if the message was not sent because the check was outdated. */
			const attempt = async () =>
				await next()
					.catch((error: unknown) => {
						if (error instanceof TurnChanged) return skipped(error.reason);
						if (error instanceof CheckOutdated) return undefined;
						throw error;
					})
					.finally(() => checker.recordAnswers());
			for (;;) {
				const change = await checker.check();
				latest.update(change, checker.sentCount > sentCount);
				sentCount = checker.sentCount;
				// If a message of the item was sent before, `attempt` reports the change together with that message.
				if (change && sentCount === initialCount) return skipped(change);
				const items = await attempt();
				if (items) return items;
			}
		});
	};
}
