import type { IDataObject } from 'n8n-workflow';
import { openHoursFor, sendTypeFor } from '../channels';
import { MESSAGE_FIELDS } from '../fields/message';
import { pickFields } from '../request';
import { timestampOf } from './messageKind';
import { attachmentsOf, textOf } from './messageText';
import type { Turn } from './turn';
import { HOUR_MS } from '../time';

const iso = (ms: number | null | undefined): string | null =>
	ms === null || ms === undefined ? null : new Date(ms).toISOString();

/** What a message that is handed on keeps. */
const FIELDS = [...MESSAGE_FIELDS, 'emails'];

/** Whose messages they are. A conversation without any message tells no contact and no location. */
export interface Ids {
	conversationId: string;
	contactId: string | null;
	locationId: string | null;
}

/** The IDs that a thread's messages carry. */
export function idsIn(conversationId: string, messages: readonly IDataObject[]): Ids {
	const found = (name: 'contactId' | 'locationId') =>
		(messages.find((message) => typeof message[name] === 'string')?.[name] as string) ?? null;
	return { conversationId, contactId: found('contactId'), locationId: found('locationId') };
}

/**
 * The item for a contact's messages: what they say, and how to answer. `messages` oldest first, emails with their `emails`.
 * Send takes `type` as it is; it is null where Send cannot answer, e.g. a review.
 */
export function turnItem(
	ids: Ids,
	messages: readonly IDataObject[],
	{ lastAnswerAt, lastHumanAt }: Pick<Turn, 'lastAnswerAt' | 'lastHumanAt'>,
): IDataObject {
	const answerable = messages.findLast(({ messageType }) => sendTypeFor(messageType));
	const type = answerable && sendTypeFor(answerable.messageType);
	const openHours = answerable && openHoursFor(answerable.messageType);
	const first = messages.at(0);
	const last = messages.at(-1);
	return {
		...ids,
		type: type ?? null,
		// Send needs it beside this type.
		...(type === 'Custom' ? pickFields(answerable ?? {}, ['conversationProviderId']) : {}),
		text: messages
			.map(textOf)
			.filter((text) => text !== '')
			.join('\n'),
		messages: messages.map((message) => pickFields(message, FIELDS)),
		attachments: [...new Set(messages.flatMap(attachmentsOf))],
		count: messages.length,
		firstMessageAt: iso(first && timestampOf(first)),
		lastMessageAt: iso(last && timestampOf(last)),
		lastMessageId: (last?.id as string | undefined) ?? null,
		lastAnswerAt: iso(lastAnswerAt),
		lastHumanAt: iso(lastHumanAt),
		replyBy: iso(answerable && openHours && timestampOf(answerable) + openHours * HOUR_MS),
	};
}
