import type { IDataObject } from 'n8n-workflow';
import { replyWindowHoursFor, sendTypeFor } from '../channels';
import { MESSAGE_FIELDS } from '../fields/message';
import { pickFields } from '../request';
import { HOUR_MS } from '../time';
import { markedText } from './marks';
import { idOf, timestampOf } from './messageKind';
import { attachmentUrlsIn } from './messageText';
import { withEmails } from './readThread';
import type { ThreadReader } from './readThread';
import type { Turn } from './turn';
import { formatTurn } from './turnRef';

const isoOrNull = (ms: number | null | undefined): string | null =>
	ms === null || ms === undefined ? null : new Date(ms).toISOString();

/** Fields of a message that the item contains. */
const ITEM_MESSAGE_FIELDS = [...MESSAGE_FIELDS, 'emails'];

/** The IDs of a conversation. Contact and location are null if the conversation has no messages. */
export interface ThreadIds {
	conversationId: string;
	contactId: string | null;
	locationId: string | null;
}

/** The IDs of a conversation, taken from its messages. */
export function threadIdsOf(conversationId: string, messages: readonly IDataObject[]): ThreadIds {
	const firstOf = (name: 'contactId' | 'locationId') =>
		(messages.find((message) => typeof message[name] === 'string')?.[name] as string) ?? null;
	return { conversationId, contactId: firstOf('contactId'), locationId: firstOf('locationId') };
}

/** Adds the bodies of the emails to a turn, with one request per email. Throws an `ApiError`. */
export async function withTurnEmails(reader: ThreadReader, turn: Turn): Promise<Turn> {
	const complete = await withEmails(reader, turn.transcript);
	return withMessages(turn, complete);
}

/** Replaces messages of a turn by other versions with the same ID. */
export function withMessages(turn: Turn, messages: readonly IDataObject[]): Turn {
	const byId = new Map(messages.map((message) => [idOf(message), message]));
	const replace = (list: IDataObject[]) => list.map((each) => byId.get(idOf(each)) ?? each);
	return { ...turn, open: replace(turn.open), transcript: replace(turn.transcript) };
}

/**
 * The item for a contact's messages: what they wrote, and how to answer. `messages` are oldest first, emails with their `emails`.
 * The output field `type` is the value of Send's 'Type' that answers them; null if Send cannot, e.g. for a review. `replyBy` is the
 * end of the time in which the channel accepts an answer; null if there is no limit.
 */
export function messagesItem(
	ids: ThreadIds,
	messages: readonly IDataObject[],
	{ lastAnswerAt, lastHumanAt }: Pick<Turn, 'lastAnswerAt' | 'lastHumanAt'>,
	text: string,
): IDataObject {
	const answerable = messages.findLast(({ messageType }) => sendTypeFor(messageType));
	const type = answerable && sendTypeFor(answerable.messageType);
	const replyWindowHours = answerable && replyWindowHoursFor(answerable.messageType);
	const first = messages.at(0);
	const last = messages.at(-1);
	return {
		...ids,
		type: type ?? null,
		// Send requires it for this type.
		...(type === 'Custom' ? pickFields(answerable ?? {}, ['conversationProviderId']) : {}),
		text,
		messages: messages.map((message) => pickFields(message, ITEM_MESSAGE_FIELDS)),
		attachments: [...new Set(messages.flatMap(attachmentUrlsIn))],
		count: messages.length,
		firstMessageAt: isoOrNull(first && timestampOf(first)),
		firstMessageId: first ? idOf(first) : null,
		lastMessageAt: isoOrNull(last && timestampOf(last)),
		lastMessageId: last ? idOf(last) : null,
		lastAnswerAt: isoOrNull(lastAnswerAt),
		lastHumanAt: isoOrNull(lastHumanAt),
		replyBy: isoOrNull(
			answerable && replyWindowHours && timestampOf(answerable) + replyWindowHours * HOUR_MS,
		),
	};
}

/** The text of several messages. Messages that the contact did not write on `channels` are marked, see `markedText`. */
export const transcriptText = (
	messages: readonly IDataObject[],
	channels: readonly string[] = [],
): string => messages.map((message) => markedText(message, channels)).join('\n');

/** The item for a turn, whose emails were added by `withTurnEmails`. `extra` are more fields, e.g. `contact`, `attempt`. */
export function turnItem(ids: ThreadIds, turn: Turn, extra: IDataObject = {}): IDataObject {
	const text = transcriptText(turn.transcript, turn.rules.channels);
	return {
		...messagesItem(ids, turn.open, turn, text),
		turn: formatTurn(ids.conversationId, turn),
		...extra,
	};
}
