import { deepCopy } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { CONVERSATION_FIELDS } from '../../shared/fields/conversation';
import { ApiError, isNotFound } from '../../shared/request';
import { isInbound, readThread, threadPath, timestampOf } from '../../shared/thread';
import { enrich, enrichOptionsOf } from '../engine/enrich';
import type { PollResult, TriggerEvent } from '../engine/event';
import { PollTimeout } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { isGivenUp, isRecordFailure, nextRetry, failureReason } from '../engine/retry';
import type { RetryState } from '../engine/retry';
import { limitPerPoll } from '../engine/startTime';
import type { TimedRecord } from '../engine/watermark';
import { searchFor } from './conversationSearch';
import { readUnread, unreadConversationOf } from './unreadConversations';
import type { UnreadConversation } from './unreadConversations';

/** Max number of unread conversations that are watched: those with the latest messages. Keeps the state under 100 KB. */
const MAX_WATCHED = 1000;
/** Threads that are read at a time. */
const BATCH_SIZE = 10;

/** Conversations as the search lists them, with what the node's options add. */
const ENRICHED_ITEM = { simplify: CONVERSATION_FIELDS, conversationKey: 'id' };

/** What is remembered of an unread conversation: number of unread messages, time of the last message (ms). */
type SeenConversation = [unread: number, lastMessageAt: number];

interface UnreadState {
	seen: { [id: string]: SeenConversation };
	/** Up to this time (ms) nothing is known of conversations that are not in `seen`; null if all are. */
	oldest: number | null;
	/** Conversations of which something could not be read; `isNews` if they are to be handed on, read by somebody or not. */
	retries?: { [id: string]: RetryState & { isNewlyUnread?: true } };
}

/** Whether the contact has written since a time, ms: the search shows only who wrote last. */
async function hasWritten(poll: PollContext, id: string, since: number): Promise<boolean> {
	const path = threadPath(id);
	const messages = await readThread(poll, path, (read) =>
		read.some((each) => timestampOf(each) <= since),
	).catch((error: unknown) => {
		// The search accepted the token, so only a scope can be missing, one that this event did not always need.
		if (!(error instanceof ApiError) || error.details.status !== 401) throw error;
		poll.warn(
			`Conversation ${id} cannot be checked for new messages: the token is missing the scope conversations/message.readonly`,
		);
		return [];
	});
	return messages.some((each) => isInbound(each) && timestampOf(each) > since);
}

/** Whether a conversation has become unread, or more so, since it was last seen. */
async function isNews(
	poll: PollContext,
	unread: UnreadConversation,
	{ seen, oldest }: UnreadState,
) {
	const { id, count, at, record } = unread;
	const before = seen[id] as SeenConversation | undefined;
	// One that has moved up into the watched part was unread all along.
	if (before === undefined) return oldest === null || at > oldest;
	if (count > before[0]) return true;
	if (at <= before[1]) return false;
	// What went out last, e.g. an automatic reply, may hide that it was read and written to again.
	return record.lastMessageDirection === 'inbound' || (await hasWritten(poll, id, before[1]));
}

/** The conversations that are news, and those of which it cannot be told yet, with their retries. */
async function classify(
	poll: PollContext,
	found: readonly UnreadConversation[],
	before: UnreadState,
) {
	const now = poll.now();
	const news: UnreadConversation[] = [];
	const unclear = new Map<string, RetryState>();
	const sortOne = async (unread: UnreadConversation) => {
		const { id } = unread;
		const retry = before.retries?.[id];
		if (retry && retry.due > now) return void unclear.set(id, retry);
		if (retry?.isNewlyUnread) return void news.push(unread);
		const told = await isNews(poll, unread, before).catch((error: unknown) => {
			if (error instanceof PollTimeout) {
				unclear.set(id, retry ?? { due: 0 });
				return false;
			}
			if (!isRecordFailure(error)) {
				if (isNotFound(error)) return false;
				throw error;
			}
			if (retry && isGivenUp(retry, now)) {
				poll.warn(`Conversation ${id} could not be read for a day (${failureReason(error)})`);
			} else unclear.set(id, nextRetry(retry ?? {}, now));
			return false;
		});
		if (told) news.push(unread);
	};
	for (let start = 0; start < found.length; start += BATCH_SIZE) {
		await Promise.all(found.slice(start, start + BATCH_SIZE).map(sortOne));
	}
	return { news, unclear };
}

/** Conversations that are to be handed on and are no longer listed as unread. Throws an `ApiError`. */
async function readUnlisted(
	poll: PollContext,
	{ retries = {} }: UnreadState,
	listed: ReadonlySet<string>,
) {
	const missing: UnreadConversation[] = [];
	const kept: string[] = [];
	for (const [id, { due, isNewlyUnread: isWanted }] of Object.entries(retries)) {
		if (!isWanted || listed.has(id)) continue;
		if (due > poll.now() || poll.timeIsUp()) kept.push(id);
		else {
			const record = await searchFor(poll, { id });
			if (record) missing.push(unreadConversationOf(record));
		}
	}
	return { missing, kept };
}

/** The state with no more conversations than are watched. */
function limitState(seen: Array<[string, SeenConversation]>, oldest: number | null): UnreadState {
	const newest = [...seen].sort(([, a], [, b]) => b[1] - a[1]);
	const dropped = newest.at(MAX_WATCHED);
	return {
		seen: Object.fromEntries(newest.slice(0, MAX_WATCHED)),
		oldest: dropped ? Math.max(dropped[1][1], oldest ?? -Infinity) : oldest,
	};
}

const seenEntryOf = ({ id, count, at }: UnreadConversation): [string, SeenConversation] => [
	id,
	[count, at],
];
const timedRecordOf = ({ id, at, record }: UnreadConversation): TimedRecord => ({ id, at, record });

async function pollUnread(poll: PollContext, remembered: object): Promise<PollResult> {
	const before = deepCopy(remembered) as UnreadState;
	const { found, whole } = await readUnread(poll, MAX_WATCHED);
	const listed = new Set(found.map(({ id }) => id));
	const { news, unclear } = await classify(poll, found, before);
	const { missing, kept } = await readUnlisted(poll, before, listed);
	const all = [...missing, ...news].sort((a, b) => a.at - b.at);
	const isLast = (id: string) => isGivenUp(before.retries?.[id] ?? {}, poll.now());
	const chosen = all.slice(0, limitPerPoll(poll)).map(timedRecordOf);
	const { completed, failed } = await enrich(poll, ENRICHED_ITEM, chosen, isLast);

	const last = found.at(-1)?.at ?? Infinity;
	const seen = new Map<string, SeenConversation>();
	for (const [id, [count, at]] of Object.entries(before.seen)) {
		// What was not listed has been read, unless the list ended before it.
		if (!whole && at < last) seen.set(id, [count, at]);
	}
	for (const each of found) seen.set(...seenEntryOf(each));
	const handedOn = new Set(completed.map(({ source: dated }) => dated.id));
	const waiting = [
		...all.filter(({ id }) => !handedOn.has(id)),
		...found.filter(({ id }) => unclear.has(id)),
	];
	// What waits for a later poll must be news to it as well.
	for (const { id } of waiting) {
		const earlier = before.seen[id] as SeenConversation | undefined;
		if (earlier) seen.set(id, earlier);
		else seen.delete(id);
	}
	const cut = whole && found.length >= MAX_WATCHED ? last : whole ? null : before.oldest;
	const state = limitState([...seen], cut);
	if (state.oldest !== null) {
		state.oldest = Math.min(state.oldest, ...waiting.map(({ at }) => at - 1));
	}
	const retries: Required<UnreadState>['retries'] = Object.fromEntries(unclear);
	for (const id of kept) retries[id] = before.retries![id];
	for (const { id } of waiting) {
		if (!unclear.has(id))
			retries[id] = { ...(before.retries?.[id] ?? { due: 0 }), isNewlyUnread: true };
	}
	for (const { id } of failed) {
		retries[id] = { ...nextRetry(before.retries?.[id] ?? {}, poll.now()), isNewlyUnread: true };
	}
	const next: UnreadState = { ...state, retries };
	const items: IDataObject[] = completed.map(({ item }) => item);
	return { starts: items.length > 0 ? [{ items, state: next }] : [], state: next };
}

/** A conversation that was read has become unread, or has got another unread message. */
export const conversationUnread: TriggerEvent = {
	option: {
		name: 'Conversation Unread',
		description:
			'A conversation becomes unread or receives another unread message. Watches the 1,000 most recent unread conversations.',
	},
	scope: 'conversations.readonly',
	parameters: ['filters.contactId', 'simplify', 'options.lastMessages', 'options.limitPerPoll'],
	resetOn: ['filters.contactId'],
	async start(poll) {
		enrichOptionsOf(poll);
		limitPerPoll(poll);
		const { found, whole } = await readUnread(poll, MAX_WATCHED);
		const last = found.at(-1)?.at ?? poll.now();
		const isAll = whole && found.length < MAX_WATCHED;
		return limitState(found.map(seenEntryOf), isAll ? null : last);
	},
	poll: pollUnread,
	async test(poll) {
		const { found } = await readUnread(poll, 1);
		const { completed } = await enrich(poll, ENRICHED_ITEM, found.slice(0, 1).map(timedRecordOf));
		return completed.map(({ item }) => item);
	},
};
