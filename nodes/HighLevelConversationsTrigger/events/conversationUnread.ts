import { CONVERSATION_FIELDS } from '../../shared/fields/conversation';
import { ApiError } from '../../shared/request';
import { isInbound, timestampOf, readThread, threadPath } from '../../shared/thread';
import { unlessUnreadable } from '../engine/retryRecord';
import type { Source } from '../engine/pollContext';
import type { TriggerEvent } from '../engine/event';
import { MESSAGES_SCOPE, perPoll } from '../engine/startTime';
import { readUnread } from './unreadConversations';
import type { Unread } from './unreadConversations';

/** Unread conversations that are watched: those with the latest messages. Keeps the state under 100 KB. */
const MOST_WATCHED = 1000;

/** What is remembered of an unread conversation: unread messages, moment of the last message (ms). */
type Seen = [unread: number, lastMessageAt: number];

interface State {
	seen: { [id: string]: Seen };
	/** Up to this moment (ms) nothing is known of conversations that are not among the seen; null where all were seen. */
	oldest: number | null;
}

/** Whether the contact has written since a moment, ms: the search shows only who wrote last. */
async function hasWritten(source: Source, id: string, since: number): Promise<boolean> {
	const path = threadPath(id);
	const read = async () =>
		await readThread(source, path, (messages) =>
			messages.some((each) => timestampOf(each) <= since),
		);
	const what = { path, name: `Conversation ${id}` };
	const messages = await unlessUnreadable(source, what, read).catch((error: unknown) => {
		// The search went through with this token, so only a scope can be missing, one that this event did not always need.
		if (!(error instanceof ApiError) || error.details.status !== 401) throw error;
		source.warn(
			`Without the scope ${MESSAGES_SCOPE} it cannot be told whether conversation ${id} has a new message`,
		);
		return undefined;
	});
	return messages?.some((each) => isInbound(each) && timestampOf(each) > since) ?? false;
}

/** Whether a conversation has become unread, or more so, since it was last seen. */
async function isNews(
	source: Source,
	{ id, count, at, record }: Unread,
	{ seen, oldest }: State,
): Promise<boolean> {
	const before = seen[id] as Seen | undefined;
	// One that has moved up into the watched part was unread all along.
	if (before === undefined) return oldest === null || at > oldest;
	if (count > before[0]) return true;
	if (at <= before[1]) return false;
	// What went out last, e.g. an automatic reply, may hide that it was read and written to again.
	return record.lastMessageDirection === 'inbound' || (await hasWritten(source, id, before[1]));
}

/** The state with no more conversations than are watched. */
function capped(seen: Array<[string, Seen]>, oldest: number | null): State {
	const newest = [...seen].sort(([, a], [, b]) => b[1] - a[1]);
	const dropped = newest.at(MOST_WATCHED);
	return {
		seen: Object.fromEntries(newest.slice(0, MOST_WATCHED)),
		oldest: dropped ? Math.max(dropped[1][1], oldest ?? -Infinity) : oldest,
	};
}

const seenOf = ({ id, count, at }: Unread): [string, Seen] => [id, [count, at]];

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
		const { found, whole } = await readUnread(source, MOST_WATCHED);
		const last = found.at(-1)?.at ?? source.now();
		const isAll = whole && found.length < MOST_WATCHED;
		return capped(found.map(seenOf), isAll ? null : last);
	},
	async news(source, remembered) {
		const before = remembered as State;
		const { found, whole } = await readUnread(source, MOST_WATCHED);
		const told = await Promise.all(found.map(async (each) => await isNews(source, each, before)));
		const news = found.filter((_, index) => told[index]).sort((a, b) => a.at - b.at);
		const taken = news.slice(0, perPoll(source));
		const waiting = news.slice(taken.length);

		const last = found.at(-1)?.at ?? Infinity;
		const seen = new Map<string, Seen>();
		for (const [id, [count, at]] of Object.entries(before.seen)) {
			// What was not listed has been read, unless the list ended before it.
			if (!whole && at < last) seen.set(id, [count, at]);
		}
		for (const each of found) seen.set(...seenOf(each));
		// What waits for the next poll must be news to it as well.
		for (const { id } of waiting) {
			const earlier = before.seen[id] as Seen | undefined;
			if (earlier) seen.set(id, [...earlier]);
			else seen.delete(id);
		}
		const cut = whole && found.length >= MOST_WATCHED ? last : whole ? null : before.oldest;
		const state = capped([...seen], cut);
		if (state.oldest !== null) {
			state.oldest = Math.min(state.oldest, ...waiting.map(({ at }) => at - 1));
		}
		return { records: taken.map(({ record }) => record), state };
	},
};
