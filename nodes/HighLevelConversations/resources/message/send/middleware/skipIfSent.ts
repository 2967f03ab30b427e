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

/** What this process has sent with the option, over all runs. */
const recentSends = new RecentSends();

/** What became of the first of several equal items of a run. */
interface DuplicateGroup {
	outcome?: { items: INodeExecutionData[]; at: string } | { error: unknown };
}

/** The result of an item that equals one before it: the same, but nothing is sent. */
function copyResultOfFirst(
	item: ItemContext,
	outcome: NonNullable<DuplicateGroup['outcome']>,
): INodeExecutionData[] {
	if ('error' in outcome) throw outcome.error;
	const [first] = outcome.items;
	if (isSkipped(first)) return [skippedItem(item, String(first.json.reason), first.json)];
	return [alreadySent(item, first.json, outcome.at)];
}

function alreadySent(item: ItemContext, json: IDataObject, sentAt: string): INodeExecutionData {
	const { messageId, conversationId } = json;
	return skippedItem(item, REASON, { messageId, conversationId, sentAt });
}

/** What a message's attempt came to, for other runs that are about to send the same. */
const outcomeOf = async (work: Promise<INodeExecutionData[]>): Promise<SendOutcome> =>
	await work.then(
		([first]) =>
			isSkipped(first) ? { kind: 'nothing' } : { kind: 'sent', json: first.json, at: Date.now() },
		(error: unknown) =>
			error instanceof ApiError && mayHaveBeenProcessed(error.details)
				? { kind: 'unclear', error, at: Date.now() }
				: { kind: 'nothing' },
	);

/** What HighLevel has recorded of an item's messages. */
interface EarlierSends {
	/** The last of them, if all were sent. */
	lastMessage?: SentMessage;
}

/**
 * Looks each message of an item up. Of several, those that were sent are not sent again. What this process sent a moment ago
 * counts, though HighLevel does not list it yet. `key` tells the item's messages from others.
 */
async function findEarlierSends(
	item: ItemContext,
	key: string,
	hours: number,
): Promise<EarlierSends> {
	const keys = messageKeysOf(item);
	const found: Array<SentMessage | undefined> = [];
	for (const key of keys) found.push(await findSentMessage(item, key, hours));
	if (found.every((message) => message !== undefined)) return { lastMessage: found.at(-1) };
	for (const [index, message] of found.entries())
		if (message) await markTextSent(item, index, message);
	const last = recentSends.lastOutcome(key);
	if (last?.kind !== 'sent' || last.at < Date.now() - MAX_LISTING_DELAY_MS) return {};
	const { messageId, conversationId } = last.json;
	const message = {
		messageId,
		conversationId,
		sentAt: new Date(last.at).toISOString(),
	} as SentMessage;
	return (await isListedLate(item, message, hours)) ? { lastMessage: message } : {};
}

/**
 * Looks in what HighLevel has recorded for the messages that an item is about to send. Returns what was found, and the
 * middleware that skips the item for it, for an equal item of the run, or for another run of this process that sends the same.
 * Throws a `ParameterError` for hours out of range or a message without text or subject, an `ApiError` if reading failed.
 */
export async function skipIfSent(
	item: ItemContext,
	option: unknown,
): Promise<(EarlierSends & { middleware: SendMiddleware }) | undefined> {
	const hours = numberInRange(option, "'Skip If Sent Within'", {
		min: 1,
		max: MAX_HOURS,
		unit: 'hours',
	});
	if (hours === undefined) return undefined;
	const keys = messageKeysOf(item);
	const key = hashOf(item.session.baseUrl, item.requireLocationId(), item.body.type, keys);
	const readAt = Date.now();
	// Another try of the node has sent some of its messages, and knows which.
	const { lastMessage: before } = (await hasSentPart(item))
		? {}
		: await findEarlierSends(item, key, hours);
	const group = await item.memoize<DuplicateGroup>(`duplicates ${key}`, async () => ({}));
	const middleware: SendMiddleware = async ({ next, alreadySent: isSent }) => {
		// Items for one contact have their turns one after the other.
		if (group.outcome) return copyResultOfFirst(item, group.outcome);
		if (before && !isSent) return [skippedItem(item, REASON, before)];
		let work: Promise<INodeExecutionData[]> | undefined;
		const send = async () => await outcomeOf((work = next()));
		const other = isSent ? undefined : await recentSends.sendUnlessRecent(key, readAt, send);
		if (other?.kind === 'unclear') throw other.error;
		if (other) return [alreadySent(item, other.json, new Date(other.at).toISOString())];
		work ??= next();
		group.outcome = await work.then(
			(items) => ({ items, at: new Date().toISOString() }),
			(error: unknown) => ({ error }),
		);
		return await work;
	};
	return { lastMessage: before, middleware };
}
