import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import {
	ApiError,
	isSkipped,
	mayHaveBeenProcessed,
	skippedItem,
} from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { MAX_LISTING_DELAY_MS } from '../../../../../shared/thread';
import { numberInRange } from '../../../shared/itemOptions';
import { hasSentPart, markTextSent } from '../parts';
import { hashOf, messageKeysOf } from './messageKey';
import { RecentSends } from './recentSends';
import type { SendOutcome } from './recentSends';
import { findSentMessage, isListedLate } from './sentMessages';
import type { SentMessage } from './sentMessages';

const MAX_HOURS = 168;
const REASON = 'already sent';

/** The messages that this process has sent with the option, across all runs. */
const recentSends = new RecentSends();

/** Equal items of a run. Only the first one is sent, the others copy its outcome. */
interface DuplicateGroup {
	/** `at` is the time of sending, in ISO 8601. */
	outcome?: { items: INodeExecutionData[]; at: string } | { error: unknown };
}

function alreadySentItem(item: ItemContext, json: IDataObject, sentAt: string): INodeExecutionData {
	const { messageId, conversationId } = json;
	return skippedItem(item, REASON, { messageId, conversationId, sentAt });
}

/** The output of an item that equals an earlier item of the run. Throws the error of that item if it failed. */
function copyResultOfFirst(
	item: ItemContext,
	outcome: NonNullable<DuplicateGroup['outcome']>,
): INodeExecutionData[] {
	if ('error' in outcome) throw outcome.error;
	const [first] = outcome.items;
	if (isSkipped(first)) return [skippedItem(item, String(first.json.reason), first.json)];
	return [alreadySentItem(item, first.json, outcome.at)];
}

/** The outcome of a send, for other runs that are about to send the same message. Never rejects. */
const outcomeOf = async (work: Promise<INodeExecutionData[]>): Promise<SendOutcome> =>
	await work.then(
		([first]) =>
			isSkipped(first) ? { kind: 'nothing' } : { kind: 'sent', json: first.json, at: Date.now() },
		(error: unknown) =>
			error instanceof ApiError && mayHaveBeenProcessed(error.details)
				? { kind: 'unclear', error, at: Date.now() }
				: { kind: 'nothing' },
	);

/**
 * The last of the item's messages, if HighLevel has all of them or this process has just sent them; otherwise undefined. If
 * HighLevel has only some of them, these are marked as sent. `itemKey` is the key of the item in `recentSends`. Throws an `ApiError`.
 */
async function findLastMessage(
	item: ItemContext,
	itemKey: string,
	hours: number,
): Promise<SentMessage | undefined> {
	const found: Array<SentMessage | undefined> = [];
	for (const key of messageKeysOf(item)) found.push(await findSentMessage(item, key, hours));
	if (found.every((message) => message !== undefined)) return found.at(-1);
	for (const [index, message] of found.entries()) {
		if (message) await markTextSent(item, index, message);
	}
	const recent = recentSends.lastOutcome(itemKey);
	if (recent?.kind !== 'sent' || recent.at < Date.now() - MAX_LISTING_DELAY_MS) return undefined;
	const { messageId, conversationId } = recent.json;
	const sentAt = new Date(recent.at).toISOString();
	const message = { messageId, conversationId, sentAt } as SentMessage;
	return (await isListedLate(item, message, hours)) ? message : undefined;
}

/** The middleware for 'Skip If Sent Within', and the last of the item's messages if all of them were already sent. */
interface SkipIfSent {
	lastMessage?: SentMessage;
	middleware: SendMiddleware;
}

/**
 * Reads whether the item's messages were already sent. The middleware skips the item if so, or if an earlier item of the run or
 * another run of this process sends the same messages. Undefined if the option is not set. Throws a `ParameterError` for an invalid
 * number of hours and for a message without text or subject, and an `ApiError`.
 */
export async function skipIfSent(
	item: ItemContext,
	option: unknown,
): Promise<SkipIfSent | undefined> {
	const range = { min: 1, max: MAX_HOURS, unit: 'hours' };
	const hours = numberInRange(option, "'Skip If Sent Within'", range);
	if (hours === undefined) return undefined;
	const keys = messageKeysOf(item);
	const key = hashOf(item.session.baseUrl, item.requireLocationId(), item.body.type, keys);
	const readAt = Date.now();
	// If an earlier attempt of the node has sent some of the messages, it has also recorded which.
	const lastMessage = (await hasSentPart(item))
		? undefined
		: await findLastMessage(item, key, hours);
	const group = await item.memoize<DuplicateGroup>(`duplicates ${key}`, async () => ({}));
	const middleware: SendMiddleware = async ({ next, alreadySent }) => {
		// Items of the same contact are sent one after the other, so the first one has finished.
		if (group.outcome) return copyResultOfFirst(item, group.outcome);
		if (lastMessage && !alreadySent) return [skippedItem(item, REASON, lastMessage)];
		let work: Promise<INodeExecutionData[]> | undefined;
		const send = async () => await outcomeOf((work = next()));
		const other = alreadySent ? undefined : await recentSends.sendUnlessRecent(key, readAt, send);
		if (other?.kind === 'unclear') throw other.error;
		if (other) return [alreadySentItem(item, other.json, new Date(other.at).toISOString())];
		work ??= next();
		group.outcome = await work.then(
			(items) => ({ items, at: new Date().toISOString() }),
			(error: unknown) => ({ error }),
		);
		return await work;
	};
	return { lastMessage, middleware };
}
