import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import {
	ApiError,
	itemWith,
	mayHaveBeenProcessed,
	monotonicNow,
	sentItem,
} from '../../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../../shared/request';
import { HOUR_MS, SECOND_MS } from '../../../../shared/time';
import { CheckOutdated, TurnChanged } from './middleware/turnChanged';
import { rememberSent } from './ownMessages';
import { splitSettingsOf, splitText } from './splitText';
import { usesWhatsAppMedia, whatsAppMedia } from './whatsAppMedia';

/** One of the messages that an item is sent as. */
interface MessagePart {
	/** Identifies the message among those of the item. It is the same in each attempt of the node. */
	key: string;
	body: IDataObject;
}

/** A message that was sent: HighLevel's response, and when it arrived, in ms of `monotonicNow`. */
export interface SentPart {
	json: IDataObject;
	sentAt: number;
}

/** The key of the message with the text at this index. */
export const textPartKey = (index: number): string => `text ${index}`;

/** The texts of the item's messages. A single undefined stands for no text. Throws a `ParameterError` for invalid options. */
export function messageTextsOf(item: ItemContext): Array<string | undefined> {
	const { message, templateId } = item.body;
	const settings = splitSettingsOf(item);
	if (!settings || typeof message !== 'string' || templateId !== undefined) {
		return [message as string | undefined];
	}
	return splitText(message, settings);
}

/**
 * The messages to send for an item. The first one has the first text and all attachments. WhatsApp media are different: each file
 * has a message, and the first text goes with the first file.
 */
function partsOf(item: ItemContext): MessagePart[] {
	const { attachments = [], ...common } = item.body;
	delete common.message;
	const [first, ...others] = messageTextsOf(item).map((message, index) => ({
		key: textPartKey(index),
		body: { ...common, ...(message === undefined ? {} : { message }) } as IDataObject,
	}));
	const urls = attachments as string[];
	if (urls.length === 0) return [first, ...others];
	if (!usesWhatsAppMedia(item)) {
		return [{ ...first, body: { ...first.body, attachments: urls } }, ...others];
	}
	const names = new Map(item.uploaded?.map(({ url, fileName }) => [url, fileName]));
	const [media, ...moreMedia] = urls.map((url, index) => ({
		key: `file ${index}`,
		body: { ...common, whatsapp: whatsAppMedia(url, names.get(url)) } as IDataObject,
	}));
	return [{ ...first, body: { ...first.body, ...media.body } }, ...moreMedia, ...others];
}

/** Adds a warning if the URLs of uploaded files will have expired by the time for which the message is scheduled. */
function warnAboutExpiringFiles(item: ItemContext, { scheduledTimestamp }: IDataObject): void {
	const hasUploads = (item.uploaded?.length ?? 0) > 0;
	if (!hasUploads || scheduledTimestamp === undefined) return;
	if (Number(scheduledTimestamp) * SECOND_MS <= Date.now() + HOUR_MS) return;
	const text =
		"The message is scheduled more than an hour ahead, but the URLs of files uploaded by 'Attach Files' expire after one hour, so HighLevel may not be able to send them. Send yourself a test message, or use permanent URLs in 'Attachments'.";
	if (!item.warnings.includes(text)) item.warn(text);
}

/** A copy of the item that sends one of its messages. If it is scheduled, `delaySeconds` later, to keep the order of the messages. */
function itemForPart(item: ItemContext, { body }: MessagePart, delaySeconds: number): ItemContext {
	const prepare = (final: IDataObject) => {
		const scheduledTimestamp = final.scheduledTimestamp as number | undefined;
		warnAboutExpiringFiles(item, final);
		return scheduledTimestamp === undefined || delaySeconds === 0
			? final
			: { ...final, scheduledTimestamp: scheduledTimestamp + delaySeconds };
	};
	const request: ItemContext['request'] = async (call = {}) =>
		await item.request({ body, prepare, ...call });
	return itemWith(item, { body, request });
}

/** The item's output: the response to the first message, and the IDs of all messages. */
function outputOf(sent: SentPart[], extra: IDataObject = {}): IDataObject {
	const messageIds = sent.map(({ json }) => json.messageId as string);
	return { ...sent[0].json, messageIds, ...extra };
}

/** Adds to an error which messages of the item were sent before it. Returns other errors as they are. */
function partlySentError(error: unknown, sent: SentPart[], total: number): unknown {
	if (!(error instanceof ApiError) || sent.length === 0) return error;
	const ids = sent.map(({ json }) => String(json.messageId)).join(', ');
	const failed = sent.length + 1;
	const isUnclear = mayHaveBeenProcessed(error.details);
	const hasUnsent = !isUnclear || failed < total;
	const done = [
		`${sent.length} of the ${total} messages of this item were sent (${ids}).`,
		...(isUnclear ? [`Message ${failed} may have been sent.`] : []),
		...(hasUnsent ? ['The others were not.'] : []),
	].join(' ');
	return new ApiError({ ...error.details, done, step: `message ${failed} of ${total}` });
}

/**
 * Sends the messages of an item in order, with the pause of 'Split Into Several Messages' between them. Each message is sent only
 * once, also if n8n runs the node again after an error. Returns one item: the response to the first message, with the IDs of all.
 * If the conversation changes after the first message, the item has the reason and the number of messages that were not sent.
 * `response` sends one message.
 */
export const sendParts =
	(response: ResponseHandler): ResponseHandler =>
	async (item) => {
		const parts = partsOf(item);
		const pauseSeconds = splitSettingsOf(item)?.pauseSeconds ?? 0;
		const send = async (part: MessagePart, delaySeconds: number): Promise<SentPart> => {
			const partItem = itemForPart(item, part, delaySeconds);
			const [{ json }] = await response(partItem);
			rememberSent(partItem, json);
			return { json, sentAt: monotonicNow() };
		};
		const outputItems = (json: IDataObject): INodeExecutionData[] => [sentItem(item, json)];
		if (parts.length === 1) return outputItems((await send(parts[0], 0)).json);

		const sent: SentPart[] = [];
		for (const [index, part] of parts.entries()) {
			const previous = sent.at(-1);
			const waitMs = previous ? previous.sentAt + pauseSeconds * SECOND_MS - monotonicNow() : 0;
			if (waitMs > 0) await item.sleep(Math.min(waitMs, pauseSeconds * SECOND_MS));
			const delaySeconds = index * Math.max(1, Math.ceil(pauseSeconds));
			const outcome = await item
				.sendOnlyOnce(part.key, async () => await send(part, delaySeconds))
				.catch((error: unknown) => {
					if (error instanceof TurnChanged && sent.length > 0) return error;
					throw error instanceof TurnChanged || error instanceof CheckOutdated
						? error
						: partlySentError(error, sent, parts.length);
				});
			if (outcome instanceof TurnChanged) {
				const unsent = parts.length - sent.length;
				return outputItems(outputOf(sent, { reason: outcome.reason, unsent }));
			}
			sent.push(outcome);
		}
		return outputItems(outputOf(sent));
	};

/** Marks a text of the item as sent, with its message in HighLevel, so that only the other texts are sent. */
export const markTextSent = async (
	item: ItemContext,
	index: number,
	json: IDataObject,
): Promise<void> =>
	void (await item.sendOnlyOnce(textPartKey(index), async () => ({ json, sentAt: -Infinity })));

/** Whether an earlier attempt of the node sent a message of the item, or may have. */
export async function hasSentPart(item: ItemContext): Promise<boolean> {
	for (const index of messageTextsOf(item).keys()) {
		if (await item.wasSent(textPartKey(index))) return true;
	}
	return false;
}
