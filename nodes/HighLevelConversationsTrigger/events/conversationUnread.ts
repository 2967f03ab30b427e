import { deepCopy } from 'n8n-workflow';
import { CONVERSATION_FIELDS } from '../../shared/fields/conversation';
import { ApiError, isNotFound } from '../../shared/request';
import { isInbound, readThread, threadPath, timestampOf } from '../../shared/thread';
import { enrich, enrichOptionsOf } from '../engine/enrich';
import type { PollResult, TriggerEvent } from '../engine/event';
import { PollTimeout } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { failureReason, isGivenUp, isRecordFailure, nextRetry } from '../engine/retry';
import type { RetryState } from '../engine/retry';
import { limitPerPoll } from '../engine/startTime';
import type { TimedRecord } from '../engine/watermark';
import { searchFor } from './conversationSearch';
import { readUnread, unreadConversationOf } from './unreadConversations';
import type { UnreadConversation } from './unreadConversations';

/** Maximum number of tracked conversations: those with the latest messages. Keeps the state below 100 KB. */
const MAX_TRACKED = 1000;
/** Number of conversations that are checked at the same time. */
const BATCH_SIZE = 10;

/** How `enrich` completes the items of this event. */
const ENRICHED_ITEM = { simplify: CONVERSATION_FIELDS, conversationKey: 'id' };

/** A tracked conversation: number of unread messages, time of the last message (ms). */
type SeenConversation = [unreadCount: number, lastMessageAt: number];

interface UnreadState {
	/** The unread conversations that were listed by the last poll and have been emitted. */
	seen: { [id: string]: SeenConversation };
	/** Conversations whose last message is older than this time (ms) may be unread without being in `seen`; null if all are. */
	untrackedUntil: number | null;
	/** Conversations that a later poll tries again; `mustEmit` if they are emitted even if they have been read meanwhile. */
	retries?: { [id: string]: RetryState & { mustEmit?: true } };
}

/** Whether the contact has written since a time, ms. HighLevel's search shows only the direction of the last message. */
async function hasWritten(poll: PollContext, id: string, since: number): Promise<boolean> {
	const path = threadPath(id);
	const messages = await readThread(poll, path, (read) =>
		read.some((message) => timestampOf(message) <= since),
	).catch((error: unknown) => {
		// The search accepted the token, so it lacks only the scope for messages, which this event needs only here.
		if (!(error instanceof ApiError) || error.details.status !== 401) throw error;
		poll.warn(
			`Conversation ${id} cannot be checked for new messages: the token is missing the scope conversations/message.readonly`,
		);
		return [];
	});
	return messages.some((message) => isInbound(message) && timestampOf(message) > since);
}

/** Whether a conversation has become unread, or received another unread message, since the last poll. */
async function isNewlyUnread(
	poll: PollContext,
	{ id, count, at, record }: UnreadConversation,
	{ seen, untrackedUntil }: UnreadState,
): Promise<boolean> {
	const before = seen[id] as SeenConversation | undefined;
	// A conversation may be listed now because others were read. It was unread before if its last message is that old.
	if (before === undefined) return untrackedUntil === null || at > untrackedUntil;
	const [countBefore, lastMessageBefore] = before;
	if (count > countBefore) return true;
	if (at <= lastMessageBefore) return false;
	// The count is not higher, but there is a new message: the conversation may have been read, and become unread again. If the
	// last message is outbound, e.g. an automatic reply, it may hide one of the contact.
	const isLastInbound = record.lastMessageDirection === 'inbound';
	return isLastInbound || (await hasWritten(poll, id, lastMessageBefore));
}

/** Finds the newly unread conversations, and those that could not be checked, with their retries. */
async function classify(
	poll: PollContext,
	conversations: readonly UnreadConversation[],
	before: UnreadState,
) {
	const now = poll.now();
	const newlyUnread: UnreadConversation[] = [];
	const unchecked = new Map<string, RetryState>();
	const classifyOne = async (conversation: UnreadConversation) => {
		const { id } = conversation;
		const retry = before.retries?.[id];
		if (retry && retry.due > now) return void unchecked.set(id, retry);
		if (retry?.mustEmit) return void newlyUnread.push(conversation);
		const isNew = await isNewlyUnread(poll, conversation, before).catch((error: unknown) => {
			if (error instanceof PollTimeout) {
				unchecked.set(id, retry ?? { due: 0 });
				return false;
			}
			if (!isRecordFailure(error)) {
				if (isNotFound(error)) return false;
				throw error;
			}
			if (retry && isGivenUp(retry, now)) {
				poll.warn(`Conversation ${id} could not be read for a day (${failureReason(error)})`);
			} else unchecked.set(id, nextRetry(retry ?? {}, now));
			return false;
		});
		if (isNew) newlyUnread.push(conversation);
	};
	for (let start = 0; start < conversations.length; start += BATCH_SIZE) {
		await Promise.all(conversations.slice(start, start + BATCH_SIZE).map(classifyOne));
	}
	return { newlyUnread, unchecked };
}

/**
 * Reads the conversations that must be emitted and are no longer listed as unread. `notDue` are the IDs of those that a later poll
 * reads. Throws an `ApiError`.
 */
async function readUnlisted(
	poll: PollContext,
	{ retries = {} }: UnreadState,
	listedIds: ReadonlySet<string>,
) {
	const unlisted: UnreadConversation[] = [];
	const notDue: string[] = [];
	for (const [id, { due, mustEmit }] of Object.entries(retries)) {
		if (!mustEmit || listedIds.has(id)) continue;
		if (due > poll.now() || poll.timeIsUp()) notDue.push(id);
		else {
			const record = await searchFor(poll, { id });
			if (record) unlisted.push(unreadConversationOf(record));
		}
	}
	return { unlisted, notDue };
}

/** A state with at most `MAX_TRACKED` conversations. */
function trackedState(
	seen: Array<[string, SeenConversation]>,
	untrackedUntil: number | null,
): UnreadState {
	const newestFirst = [...seen].sort(([, a], [, b]) => b[1] - a[1]);
	const dropped = newestFirst.at(MAX_TRACKED);
	return {
		seen: Object.fromEntries(newestFirst.slice(0, MAX_TRACKED)),
		untrackedUntil: dropped ? Math.max(dropped[1][1], untrackedUntil ?? -Infinity) : untrackedUntil,
	};
}

const seenEntryOf = ({ id, count, at }: UnreadConversation): [string, SeenConversation] => [
	id,
	[count, at],
];
const timedRecordOf = ({ id, at, record }: UnreadConversation): TimedRecord => ({ id, at, record });

/** One poll: emits the conversations that have become unread since the last poll. Throws an `ApiError`. */
async function pollUnread(poll: PollContext, savedState: object): Promise<PollResult> {
	const before = deepCopy(savedState) as UnreadState;
	const { conversations, isComplete } = await readUnread(poll, MAX_TRACKED);
	const listedIds = new Set(conversations.map(({ id }) => id));
	const { newlyUnread, unchecked } = await classify(poll, conversations, before);
	const { unlisted, notDue } = await readUnlisted(poll, before, listedIds);
	const toEmit = [...unlisted, ...newlyUnread].sort((a, b) => a.at - b.at);
	const isLast = (id: string) => isGivenUp(before.retries?.[id] ?? {}, poll.now());
	const selected = toEmit.slice(0, limitPerPoll(poll)).map(timedRecordOf);
	const { completed, failed } = await enrich(poll, ENRICHED_ITEM, selected, isLast);

	const oldestListed = conversations.at(-1)?.at ?? Infinity;
	const seen = new Map<string, SeenConversation>();
	for (const [id, [count, at]] of Object.entries(before.seen)) {
		// A conversation that is not listed has been read, unless the list ended before it.
		if (!isComplete && at < oldestListed) seen.set(id, [count, at]);
	}
	for (const conversation of conversations) seen.set(...seenEntryOf(conversation));
	const emittedIds = new Set(completed.map(({ source }) => source.id));
	const postponed = [
		...toEmit.filter(({ id }) => !emittedIds.has(id)),
		...conversations.filter(({ id }) => unchecked.has(id)),
	];
	// Postponed conversations keep their old entries, so that the next poll finds them newly unread again.
	for (const { id } of postponed) {
		const seenBefore = before.seen[id] as SeenConversation | undefined;
		if (seenBefore) seen.set(id, seenBefore);
		else seen.delete(id);
	}
	const completeUntil = conversations.length >= MAX_TRACKED ? oldestListed : null;
	const state = trackedState([...seen], isComplete ? completeUntil : before.untrackedUntil);
	if (state.untrackedUntil !== null) {
		state.untrackedUntil = Math.min(state.untrackedUntil, ...postponed.map(({ at }) => at - 1));
	}
	const retries: Required<UnreadState>['retries'] = Object.fromEntries(unchecked);
	for (const id of notDue) retries[id] = before.retries![id];
	for (const { id } of postponed) {
		if (!unchecked.has(id))
			retries[id] = { ...(before.retries?.[id] ?? { due: 0 }), mustEmit: true };
	}
	for (const { id } of failed) {
		retries[id] = { ...nextRetry(before.retries?.[id] ?? {}, poll.now()), mustEmit: true };
	}
	const next: UnreadState = { ...state, retries };
	const items = completed.map(({ item }) => item);
	return { starts: items.length > 0 ? [{ items, state: next }] : [], state: next };
}

/** A conversation has become unread, or has received another unread message. */
export const conversationUnread: TriggerEvent = {
	option: {
		name: 'Conversation Unread',
		description:
			'Triggers when a conversation becomes unread or receives another unread message. Tracks the 1,000 most recent unread conversations.',
	},
	scope: 'conversations.readonly',
	parameters: ['filters.contactId', 'simplify', 'options.lastMessages', 'options.limitPerPoll'],
	resetOn: ['filters.contactId'],
	async start(poll) {
		enrichOptionsOf(poll);
		limitPerPoll(poll);
		const { conversations, isComplete } = await readUnread(poll, MAX_TRACKED);
		const oldestListed = conversations.at(-1)?.at ?? poll.now();
		const hasAll = isComplete && conversations.length < MAX_TRACKED;
		return trackedState(conversations.map(seenEntryOf), hasAll ? null : oldestListed);
	},
	poll: pollUnread,
	async test(poll) {
		const { conversations } = await readUnread(poll, 1);
		const records = conversations.slice(0, 1).map(timedRecordOf);
		const { completed } = await enrich(poll, ENRICHED_ITEM, records);
		return completed.map(({ item }) => item);
	},
};
