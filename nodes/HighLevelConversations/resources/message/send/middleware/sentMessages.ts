import type { IDataObject } from 'n8n-workflow';
import { EMAIL_KEY, emailPaths } from '../../../../../shared/fields/message';
import {
	ApiError,
	exportCursor,
	isNotFound,
	unwrapRecord,
	paginate,
} from '../../../../../shared/request';
import type { ItemContext } from '../../../../../shared/request';
import { hasFailed, isCancelled, isOutbound } from '../../../../../shared/thread';
import { HOUR_MS } from '../../../../../shared/time';
import {
	exportChannelFor,
	hashOf,
	recordedSendType,
	normalizeRecipient,
	normalizeText,
} from './messageKey';
import type { MessageKey } from './messageKey';

const EXPORT_PATH = '/conversations/messages/export';
const STEP = 'checking sent messages';
const SCOPE = 'conversations/message.readonly';

/** A message that HighLevel has recorded as sent. */
export interface SentMessage extends IDataObject {
	messageId: string;
	conversationId: string;
	/** ISO 8601. */
	sentAt: string;
}

/** A sent message other than an email. */
interface SentText {
	message: SentMessage;
	/** The recipients, see `recipientsIn`. */
	to: string[];
}

/** The sent messages of a location. */
interface SentMessages {
	/** By the hash of contact, type and text. */
	texts: Map<string, SentText[]>;
	/** By contact ID, newest first. Their subjects have to be read from `path`. */
	emails: Map<string, Array<{ type?: string; path: string; message: SentMessage }>>;
	/** IDs of all listed messages, including those that were not sent. */
	ids: Set<string>;
}

/** Whether a message was sent or is scheduled. Internal comments count as sent. */
const wasSent = (message: IDataObject): boolean =>
	(isOutbound(message) || message.direction === 'outbound') &&
	!hasFailed(message) &&
	!isCancelled(message);

/** The recipients of a message or an email, normalized; empty if HighLevel does not return them. */
const recipientsIn = ({ to }: IDataObject): string[] =>
	(Array.isArray(to) ? to : [to]).flatMap((each) => {
		const text = typeof each === 'string' || typeof each === 'number' ? String(each) : '';
		return normalizeRecipient(text) || [];
	});

/** Whether a message may have been sent to a recipient. True if the recipients are not known. */
const mayHaveRecipient = (recipients: readonly string[], to?: string): boolean =>
	to === undefined || recipients.length === 0 || recipients.includes(to);

/** Reads the messages that a location sent in the last `hours`. Throws an `ApiError`, also if the list is incomplete. */
async function readSentMessages(
	item: ItemContext,
	locationId: string,
	hours: number,
): Promise<SentMessages> {
	const texts: SentMessages['texts'] = new Map();
	const emails: SentMessages['emails'] = new Map();
	const ids: SentMessages['ids'] = new Set();
	const list = {
		request: async ({ query }: { query: IDataObject }) =>
			await item.get({ step: STEP, path: EXPORT_PATH, query, scope: SCOPE }),
		// An incomplete list cannot show that a message was not sent.
		warn(text: string): never {
			throw new ApiError({ kind: 'invalidResponse', text, step: STEP, nothingWasSent: true });
		},
	};
	const query = {
		locationId,
		channel: exportChannelFor(item),
		startDate: new Date(Date.now() - hours * HOUR_MS).toISOString(),
		// Oldest first, so that messages sent in the meantime are added at the end and do not shift the pages.
		sortOrder: 'asc',
	};
	for await (const { records } of paginate(list, exportCursor, Number.POSITIVE_INFINITY, query)) {
		for (const { id } of records) ids.add(String(id));
		for (const record of records.filter(wasSent)) {
			const { id, conversationId, dateAdded, contactId } = record;
			const type = recordedSendType(record);
			const message = {
				messageId: String(id),
				conversationId: String(conversationId),
				sentAt: String(dateAdded),
			};
			const paths = emailPaths(record);
			if (paths.length === 0) {
				const hash = hashOf(contactId, type, normalizeText(record.body));
				texts.set(hash, [...(texts.get(hash) ?? []), { message, to: recipientsIn(record) }]);
			}
			for (const path of paths) {
				const contactEmails = emails.get(String(contactId)) ?? [];
				emails.set(String(contactId), [{ type, path, message }, ...contactEmails]);
			}
		}
	}
	return { texts, emails, ids };
}

/** The sent messages of the item's location and channel, read once per run. */
async function sentMessagesOf(item: ItemContext, hours: number): Promise<SentMessages> {
	const locationId = item.requireLocationId();
	const key = JSON.stringify(['sent', locationId, exportChannelFor(item), hours]);
	return await item.memoize(key, async () => await readSentMessages(item, locationId, hours));
}

/** Whether HighLevel has a message that it does not list yet, and the message did not fail. Throws an `ApiError`. */
export async function isListedLate(
	item: ItemContext,
	{ messageId }: SentMessage,
	hours: number,
): Promise<boolean> {
	if ((await sentMessagesOf(item, hours)).ids.has(messageId)) return false;
	const path = `/conversations/messages/${encodeURIComponent(messageId)}`;
	return await item.get({ step: STEP, path, query: {}, scope: SCOPE }).then(
		({ body }) => wasSent(unwrapRecord(body, 'message')),
		(error: unknown) => {
			if (isNotFound(error)) return false;
			throw error;
		},
	);
}

/** The subject and recipients of an email, normalized. */
interface EmailDetails {
	subject: string;
	to: string[];
}

/** Reads an email; undefined if it was not sent or does not exist. Throws an `ApiError`. */
async function readEmail(item: ItemContext, path: string): Promise<EmailDetails | undefined> {
	const response = await item
		.get({ step: STEP, path, query: {}, scope: SCOPE })
		.catch((error: unknown) => {
			if (isNotFound(error)) return undefined;
			throw error;
		});
	if (!response) return undefined;
	const email = unwrapRecord(response.body, EMAIL_KEY);
	if (!wasSent(email)) return undefined;
	return { subject: normalizeText(email.subject), to: recipientsIn(email) };
}

/**
 * Finds the message of the last `hours` that equals a message to send; undefined if there is none. Reads the sent messages of the
 * location once per run and channel. The list does not contain the subjects of emails, so each email to the contact is read as
 * well, once per run. Throws an `ApiError` that names the step.
 */
export async function findSentMessage(
	item: ItemContext,
	{ contactId, types, text, to }: MessageKey,
	hours: number,
): Promise<SentMessage | undefined> {
	const { texts, emails } = await sentMessagesOf(item, hours);
	for (const type of types) {
		const same = texts.get(hashOf(contactId, type, text)) ?? [];
		const found = same.findLast((recorded) => mayHaveRecipient(recorded.to, to));
		if (found) return found.message;
	}
	for (const { type, path, message } of emails.get(contactId) ?? []) {
		if (type === undefined || !types.includes(type)) continue;
		const email = await item.memoize(path, async () => await readEmail(item, path));
		if (email?.subject === text && mayHaveRecipient(email.to, to)) return message;
	}
	return undefined;
}
