import type { IDataObject } from 'n8n-workflow';
import { timestampFrom } from '../../shared/request';
import { readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { conversationSearch } from './conversationSearch';

/** An unread conversation as the search lists it. */
export interface UnreadConversation {
	id: string;
	/** Number of unread messages. */
	count: number;
	/** Time of the last message, ms. */
	at: number;
	record: IDataObject;
}

/** What is needed of a record of the search. */
export function unreadConversationOf(record: IDataObject): UnreadConversation {
	const at = timestampFrom(record.lastMessageDate) ?? 0;
	return { id: String(record.id), count: Number(record.unreadCount ?? 1), at, record };
}

/**
 * The unread conversations with the latest messages, newest first. `whole` is false if some of them may be missing,
 * because paging broke off or the time of the poll was over. Throws an `ApiError`.
 */
export async function readUnread(
	poll: PollContext,
	limit: number,
): Promise<{ found: UnreadConversation[]; whole: boolean }> {
	const request = { ...conversationSearch(poll, { status: 'unread', sort: 'desc' }), limit };
	const found = new Map<string, UnreadConversation>();
	const take = (records: IDataObject[]): UnreadConversation[] => {
		const page = records.map(unreadConversationOf);
		for (const each of page) found.set(each.id, each);
		return page;
	};
	let pages = 0;
	let newest = undefined as number | undefined;
	let whole = await readList(poll, request, (records) => {
		pages++;
		const page = take(records);
		newest ??= page[0]?.at;
		return poll.timeIsUp();
	});
	if (pages > 1 && !poll.timeIsUp()) {
		const first = newest ?? -Infinity;
		let isDone = false;
		// One that got a message between two pages has moved up past them: it is listed above what was the first.
		const isWhole = await readList(poll, request, (records) => {
			isDone = take(records).some(({ at }) => at < first);
			return isDone || poll.timeIsUp();
		});
		whole &&= isDone || isWhole;
	}
	return { found: [...found.values()].sort((a, b) => b.at - a.at), whole };
}
