import type { IDataObject } from 'n8n-workflow';
import { timestampFrom } from '../../shared/request';
import { readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { conversationSearch } from './conversationSearch';

/** An unread conversation. */
export interface UnreadConversation {
	id: string;
	/** Number of unread messages. */
	count: number;
	/** Time of the last message, ms. */
	at: number;
	/** The conversation as HighLevel's search returns it. */
	record: IDataObject;
}

/** Converts a conversation from HighLevel's search. */
export function unreadConversationOf(record: IDataObject): UnreadConversation {
	const at = timestampFrom(record.lastMessageDate) ?? 0;
	return { id: String(record.id), count: Number(record.unreadCount ?? 1), at, record };
}

/**
 * Reads the unread conversations with the latest messages, newest first, at most `limit`. `isComplete` is false if some may be
 * missing, because the list could not be read to its end or the time of the poll was over. Throws an `ApiError`.
 */
export async function readUnread(
	poll: PollContext,
	limit: number,
): Promise<{ conversations: UnreadConversation[]; isComplete: boolean }> {
	const request = { ...conversationSearch(poll, { status: 'unread', sort: 'desc' }), limit };
	const byId = new Map<string, UnreadConversation>();
	const addPage = (records: IDataObject[]): UnreadConversation[] => {
		const page = records.map(unreadConversationOf);
		for (const conversation of page) byId.set(conversation.id, conversation);
		return page;
	};
	let pages = 0;
	let newestAt = undefined as number | undefined;
	let isComplete = await readList(poll, request, (records) => {
		pages++;
		const page = addPage(records);
		newestAt ??= page[0]?.at;
		return poll.timeIsUp();
	});
	if (pages > 1 && !poll.timeIsUp()) {
		// A conversation that received a message between two requests has moved to the top of the list, and was on neither page.
		// The list is therefore read again from its top down to the conversation that was the first.
		const before = newestAt ?? -Infinity;
		let isPastNewest = false;
		const isWhole = await readList(poll, request, (records) => {
			isPastNewest = addPage(records).some(({ at }) => at < before);
			return isPastNewest || poll.timeIsUp();
		});
		isComplete &&= isPastNewest || isWhole;
	}
	return { conversations: [...byId.values()].sort((a, b) => b.at - a.at), isComplete };
}
