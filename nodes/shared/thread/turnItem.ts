import type { IDataObject } from 'n8n-workflow';
import { replyWindowHoursFor, sendTypeFor } from '../channels';
import { MESSAGE_FIELDS } from '../fields/message';
import { pickFields } from '../request';
import { HOUR_MS } from '../time';
import { markedText } from './marks';
import { idOf, timestampOf } from './messageKind';
import { attachmentsOf } from './messageText';
import { withEmails } from './readThread';
import type { ThreadReader } from './readThread';
import type { Turn } from './turn';
import { formatTurn } from './turnRef';

const isoOrNull = (ms: number | null | undefined): string | null =>
	ms === null || ms === undefined ? null : new Date(ms).toISOString();

/** Fields of a message that the item keeps. */
const ITEM_MESSAGE_FIELDS = [...MESSAGE_FIELDS, 'emails'];

/** Whose messages they are. A conversation without messages tells no contact and no location. */
export interface ThreadIds {
	conversationId: string;
	contactId: string | null;
	locationId: string | null;
}

/** The IDs that a thread's messages carry. */
export function threadIdsOf(conversationId: string, messages: readonly IDataObject[]): ThreadIds {
	const found = (name: 'contactId' | 'locationId') =>
		(messages.find((message) => typeof message[name] === 'string')?.[name] as string) ?? null;
	return { conversationId, contactId: found('contactId'), locationId: found('locationId') };
}

/** The turn with the texts of its emails, one request for each. Throws an `ApiError`. */
export async function withTurnEmails(reader: ThreadReader, turn: Turn): Promise<Turn> {
	const complete = await withEmails(reader, turn.transcript);
	return withMessages(turn, complete);
}

/** The turn with other versions of its messages, matched by ID. */
export function withMessages(turn: Turn, messages: readonly IDataObject[]): Turn {
	const byId = new Map(messages.map((message) => [idOf(message), message]));
	const replace = (list: IDataObject[]) => list.map((each) => byId.get(idOf(each)) ?? each);
	return { ...turn, open: replace(turn.open), transcript: replace(turn.transcript) };
}

/**
 * The item for messages of a contact: what they say and how to answer. `messages` oldest first, emails with their `emails`.
 * Send takes `type` as it is; it is null if Send cannot answer, e.g. a review.
 */
export function messagesItem(
	ids: ThreadIds,
	messages: readonly IDataObject[],
	{ lastAnswerAt, lastHumanAt }: Pick<Turn, 'lastAnswerAt' | 'lastHumanAt'>,
	text: string,
): IDataObject {
	const answerable = messages.findLast(({ messageType }) => sendTypeFor(messageType));
	const type = answerable && sendTypeFor(answerable.messageType);
	const openHours = answerable && replyWindowHoursFor(answerable.messageType);
	const first = messages.at(0);
	const last = messages.at(-1);
	return {
		...ids,
		type: type ?? null,
		// Send needs it beside this type.
		...(type === 'Custom' ? pickFields(answerable ?? {}, ['conversationProviderId']) : {}),
		text,
		messages: messages.map((message) => pickFields(message, ITEM_MESSAGE_FIELDS)),
		attachments: [...new Set(messages.flatMap(attachmentsOf))],
		count: messages.length,
		firstMessageAt: isoOrNull(first && timestampOf(first)),
		firstMessageId: first ? idOf(first) : null,
		lastMessageAt: isoOrNull(last && timestampOf(last)),
		lastMessageId: last ? idOf(last) : null,
		lastAnswerAt: isoOrNull(lastAnswerAt),
		lastHumanAt: isoOrNull(lastHumanAt),
		replyBy: isoOrNull(answerable && openHours && timestampOf(answerable) + openHours * HOUR_MS),
	};
}

/** What several messages say, one after the other. All but the contact's on the watched channels are marked. */
export const transcriptText = (
	messages: readonly IDataObject[],
	channels: readonly string[] = [],
): string => messages.map((message) => markedText(message, channels)).join('\n');

/** The item for a turn, emails as `withTurnEmails` completes them. `extra` joins it, e.g. `contact`, `attempt`. */
export function turnItem(ids: ThreadIds, turn: Turn, extra: IDataObject = {}): IDataObject {
	const text = transcriptText(turn.transcript, turn.rules.channels);
	return {
		...messagesItem(ids, turn.open, turn, text),
		turn: formatTurn(ids.conversationId, turn),
		...extra,
	};
}
