import type { IDataObject } from 'n8n-workflow';
import { searchCursor } from '../../shared/request';
import { readList } from '../engine/pollContext';
import type { Source } from '../engine/pollContext';
import { momentIn } from '../engine/watermark';
import { SEARCH_PATH } from '../engine/startTime';

/** An unread conversation as the search lists it. */
export interface Unread {
	id: string;
	/** Unread messages. */
	count: number;
	/** Moment of the last message, ms. */
	at: number;
	record: IDataObject;
}

function unreadOf(record: IDataObject): Unread {
	const at = momentIn(record.lastMessageDate, 0);
	return { id: String(record.id), count: Number(record.unreadCount ?? 1), at, record };
}

/**
 * The unread conversations with the latest messages, newest first. `whole` is false where HighLevel's paging broke off, so
 * that some of them may be missing. Throws an `ApiFailure`.
 */
export async function readUnread(
	source: Source,
	wanted: number,
): Promise<{ found: Unread[]; whole: boolean }> {
	const query = {
		locationId: source.locationId,
		contactId: source.parameter('filters.contactId') as string | undefined,
		status: 'unread',
		sortBy: 'last_message_date',
		sort: 'desc',
	};
	const request = { path: SEARCH_PATH, cursor: searchCursor, query, wanted };
	const found = new Map<string, Unread>();
	const take = (records: IDataObject[]): Unread[] => {
		const page = records.map(unreadOf);
		for (const each of page) found.set(each.id, each);
		return page;
	};
	let pages = 0;
	let top = undefined as number | undefined;
	let whole = await readList(source, request, (records) => {
		pages++;
		const page = take(records);
		top ??= page[0]?.at;
	});
	if (pages > 1) {
		const first = top ?? -Infinity;
		let isDone = false;
		// One that got a message between two pages has moved up past them: it stands above what was the first.
		const isWhole = await readList(source, request, (records) => {
			isDone = take(records).some(({ at }) => at < first);
			return isDone;
		});
		whole &&= isDone || isWhole;
	}
	return { found: [...found.values()].sort((a, b) => b.at - a.at), whole };
}
