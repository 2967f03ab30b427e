import type { IDataObject } from 'n8n-workflow';
import { CONVERSATION_FIELDS } from '../../shared/fields/conversation';
import { searchCursor } from '../../shared/request';
import { readList } from '../source';
import type { Source } from '../source';
import { momentIn } from '../timeline';
import type { TriggerEvent } from './event';
import { perPoll, SEARCH_PATH } from './polling';

/** Unread conversations that are watched: those with the latest messages. Keeps the state under 100 KB. */
const MOST_WATCHED = 1000;

/** What is remembered of an unread conversation: unread messages, moment of the last message (ms), polls it was missing. */
type Seen = [unread: number, lastMessageAt: number, missed: number];

interface State {
	seen: { [id: string]: Seen };
	/** Moment of the oldest conversation that was watched, ms; -Infinity in JSON is null: all were. */
	oldest: number | null;
}

interface Unread {
	id: string;
	seen: Seen;
	record: IDataObject;
}

async function readUnread(source: Source, wanted: number) {
	const found: Unread[] = [];
	let pages = 0;
	const query = {
		locationId: source.locationId,
		contactId: source.parameter('filters.contactId') as string | undefined,
		status: 'unread',
		sortBy: 'last_message_date',
		sort: 'desc',
	};
	const request = { path: SEARCH_PATH, cursor: searchCursor, query, wanted };
	await readList(source, request, (records) => {
		pages++;
		for (const record of records) {
			const at = momentIn(record.lastMessageDate, 0);
			found.push({ id: String(record.id), seen: [Number(record.unreadCount ?? 1), at, 0], record });
		}
	});
	return { found, pages };
}

/** Where the list ended, if it was too long to be read whole. */
const oldestOf = (found: Unread[]): number | null =>
	found.length < MOST_WATCHED ? null : found[found.length - 1].seen[1];

/** Whether a conversation has become unread, or more so, since it was last seen. */
function isNews(
	{ seen: [unread, at], record }: Unread,
	before: Seen | undefined,
	oldest: number | null,
) {
	// One that has moved up into the watched part was unread all along.
	if (before === undefined) return oldest === null || at >= oldest;
	const inbound = record.lastMessageDirection === 'inbound';
	return unread > before[0] || (inbound && at > before[1]);
}

/** A conversation that was read has become unread, or has got another unread message. */
export const conversationUnread: TriggerEvent = {
	scope: 'conversations.readonly',
	simplify: CONVERSATION_FIELDS,
	conversationKey: 'id',
	watches: ['filters.contactId'],
	async latest(source) {
		const { found } = await readUnread(source, 1);
		return found[0]?.record;
	},
	async begin(source) {
		const { found } = await readUnread(source, MOST_WATCHED);
		const seen = Object.fromEntries(found.map((each) => [each.id, each.seen]));
		return { seen, oldest: oldestOf(found) } satisfies State;
	},
	async news(source, remembered) {
		const before = remembered as State;
		const { found, pages } = await readUnread(source, MOST_WATCHED);
		const news = found.filter((each) => isNews(each, before.seen[each.id], before.oldest));
		const taken = news.sort((a, b) => a.seen[1] - b.seen[1]).slice(0, perPoll(source));
		const waiting = new Set(news.slice(taken.length).map(({ id }) => id));

		const seen: State['seen'] = {};
		for (const [id, [unread, at, missed]] of Object.entries(before.seen)) {
			// One that got a message between two pages of the list has moved past them: it may be unread still.
			if (pages > 1 && missed === 0) seen[id] = [unread, at, 1];
		}
		for (const each of found) {
			const earlier = before.seen[each.id];
			// What waits for the next poll must be news to it as well.
			if (!waiting.has(each.id)) seen[each.id] = each.seen;
			else if (earlier) seen[each.id] = [...earlier];
		}
		const state: State = { seen, oldest: oldestOf(found) };
		return { records: taken.map(({ record }) => record), state };
	},
};
