import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { ApiError, itemWith, monotonicNow, sentItem } from '../../../../shared/request';
import type { ItemContext, ResponseHandler } from '../../../../shared/request';
import { HOUR_MS, SECOND_MS } from '../../../../shared/time';
import { CheckOutdated, TurnChanged } from './middleware/turnChanged';
import { rememberSent } from './ownMessages';
import { splitSettingsOf, splitText } from './splitText';
import { usesWhatsAppMedia, whatsAppMedia } from './whatsAppMedia';

/** One of the messages that an item is sent as. */
interface MessagePart {
	/** Tells it from the item's others, the same in every try of the node. */
	key: string;
	body: IDataObject;
}

/** A part that went out: HighLevel's reply, and when it came, ms of `monotonicNow`. */
export interface SentPart {
	json: IDataObject;
	sentAt: number;
}

/** The key of the part that carries a text of an item. */
export const textPartKey = (index: number): string => `text ${index}`;

/** The texts that an item is sent as; one that is undefined if it has none. Throws a `ParameterError` for wrong options. */
export function messageTextsOf(item: ItemContext): Array<string | undefined> {
	const { message, templateId } = item.body;
	const settings = splitSettingsOf(item);
	if (!settings || typeof message !== 'string' || templateId !== undefined) {
		return [message as string | undefined];
	}
	return splitText(message, settings);
}

/** The messages that an item is sent as. The first carries its first text and, unless they are media, its attachments. */
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

/** Tells about files that HighLevel may not be able to send any more when the scheduled time comes. */
function warnAboutExpiringFiles(item: ItemContext, { scheduledTimestamp }: IDataObject): void {
	const hasUploads = (item.uploaded?.length ?? 0) > 0;
	if (!hasUploads || scheduledTimestamp === undefined) return;
	if (Number(scheduledTimestamp) * SECOND_MS <= Date.now() + HOUR_MS) return;
	const text =
		"The message is scheduled for more than an hour from now, and the addresses of files that 'Attach Files' uploads are public for one hour: HighLevel may not be able to send them then. Check a message of yours, or use public URLs in 'Attachments'.";
	if (!item.warnings.includes(text)) item.warn(text);
}

/** The item with the body of one of its messages. Scheduled ones keep their order by `delaySeconds`. */
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

/** What the item says of messages that went out. */
function outputOf(sent: SentPart[], more: IDataObject = {}): IDataObject {
	const messageIds = sent.map(({ json }) => json.messageId as string);
	return { ...sent[0].json, messageIds, ...more };
}

/** What to say of an item of which some messages went out and the next did not. */
function partlySentError(error: unknown, sent: SentPart[], total: number): unknown {
	if (!(error instanceof ApiError) || sent.length === 0) return error;
	const ids = sent.map(({ json }) => String(json.messageId)).join(', ');
	const done = `${sent.length} of the ${total} messages of this item went out (${ids}), the others did not.`;
	return new ApiError({ ...error.details, done, step: `message ${sent.length + 1} of ${total}` });
}

/**
 * Sends an item as one message or several, each once over all tries of the node, in order, with the pause of the option
 * between them. Returns one item: the reply to the first message, with the IDs of all. If the conversation has changed after
 * the first, the item says why the others were not sent. `response` carries out one message.
 */
export const sendParts =
	(response: ResponseHandler): ResponseHandler =>
	async (item) => {
		const parts = partsOf(item);
		const pauseSeconds = splitSettingsOf(item)?.pauseSeconds ?? 0;
		const send = async (part: MessagePart, delaySeconds: number): Promise<SentPart> => {
			const own = itemForPart(item, part, delaySeconds);
			const [{ json }] = await response(own);
			rememberSent(own, json);
			return { json, sentAt: monotonicNow() };
		};
		const asItem = (json: IDataObject): INodeExecutionData[] => [sentItem(item, json)];
		if (parts.length === 1) return asItem((await send(parts[0], 0)).json);

		const sent: SentPart[] = [];
		for (const [index, part] of parts.entries()) {
			const before = sent.at(-1);
			const waitMs = before ? before.sentAt + pauseSeconds * SECOND_MS - monotonicNow() : 0;
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
				return asItem(outputOf(sent, { reason: outcome.reason, unsent }));
			}
			sent.push(outcome);
		}
		return asItem(outputOf(sent));
	};

/** Notes that HighLevel has a text of the item already, so that it is not sent again with the others. */
export const markTextSent = async (
	item: ItemContext,
	index: number,
	json: IDataObject,
): Promise<void> =>
	void (await item.sendOnlyOnce(textPartKey(index), async () => ({ json, sentAt: -Infinity })));

/** Whether any message of the item went out, or may have, in an earlier try of the node. */
export async function hasSentPart(item: ItemContext): Promise<boolean> {
	for (const index of messageTextsOf(item).keys())
		if (await item.wasSent(textPartKey(index))) return true;
	return false;
}
