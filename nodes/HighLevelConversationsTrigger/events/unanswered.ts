import type { IDataObject } from 'n8n-workflow';
import {
	contactFromSearch,
	threadIdsOf,
	isInTranscript,
	readTurn,
	timestampOf,
	turnItem,
	withTurnEmails,
} from '../../shared/thread';
import type { ThreadRules, Turn } from '../../shared/thread';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../shared/time';
import type { PollContext } from '../engine/pollContext';
import { isGivenUp } from '../engine/retry';
import { limitPerPoll } from '../engine/startTime';
import { activeHoursOf } from './activeHours';
import { CONTACT_FILTERS, watchedContacts, readForRules, threadRulesOf } from './threadRules';
import { nextReadAt } from './conversationState';
import type { ConversationState } from './conversationState';
import { emailsOrHint } from './emailsOrHint';
import type { ConversationRead, WatchRules } from './watchRules';
import { watchEvent } from './watchEvent';

/** Default of 'Limit per Poll' for this event: each conversation starts an execution. */
const DEFAULT_LIMIT = 25;

interface UnansweredRules {
	thread: ThreadRules;
	/** How long after an emission the same turn is emitted again, ms; 0 to not retry. */
	retryAfterMs: number;
	/** Maximum number of emissions of the same turn. */
	attempts: number;
}

/** Reads the options. Throws a `ParameterError`. */
const unansweredRulesOf = (poll: PollContext): UnansweredRules => ({
	thread: {
		...threadRulesOf(poll),
		quietMs: poll.integer('options.waitForQuiet', 'Wait for Quiet', 30, 0) * SECOND_MS,
	},
	retryAfterMs: poll.integer('options.retryAfter', 'Retry After', 10, 0) * MINUTE_MS,
	attempts: poll.integer('options.attempts', 'Attempts', 3, 1),
});

/**
 * Removes the messages from before the activation (ms) from a turn. `count` is not changed, because Send compares it with the whole
 * conversation.
 */
function withoutOlder(turn: Turn, activatedAt: number): Turn {
	const open = turn.open.filter((message) => timestampOf(message) > activatedAt);
	if (open.length === 0) return { ...turn, open, transcript: [] };
	const transcript = turn.thread.slice(turn.thread.indexOf(open[0])).filter(isInTranscript);
	return { ...turn, open, transcript };
}

/** The item of a turn, with the bodies of its emails. Throws an `ApiError`. */
async function unansweredItem(
	poll: PollContext,
	id: string,
	turn: Turn,
	extra: IDataObject,
	isLast: boolean,
): Promise<IDataObject> {
	const { complete, hint } = await emailsOrHint(poll, withTurnEmails(poll, turn), turn, isLast);
	const ids = threadIdsOf(id, turn.thread);
	return turnItem(ids, complete, hint === undefined ? extra : { ...extra, hint });
}

/** The number of the turn's next attempt; if it is not emitted now, the state of the conversation instead. */
function nextAttempt(
	turn: Turn,
	state: ConversationState,
	{ thread: { now }, retryAfterMs, attempts }: UnansweredRules,
): { attempt: number } | { state: ConversationState; gaveUp?: true } {
	const { emitted } = state;
	const isSameTurn = emitted?.lastId === turn.lastId && emitted?.count === turn.open.length;
	if (emitted === undefined || !isSameTurn) return { attempt: 1 };
	// A team member wrote, or took the conversation over, after the emission, so that Send did not answer. That pause is over now.
	if (turn.pausedUntil > emitted.at) return { attempt: 1 };
	if (retryAfterMs === 0) return { state };
	const retryAt = emitted.at + retryAfterMs;
	if (now < retryAt) return { state: { ...state, due: retryAt } };
	if (emitted.attempt < attempts) return { attempt: emitted.attempt + 1 };
	if (emitted.gaveUp) return { state };
	return { state: { ...state, emitted: { ...emitted, gaveUp: true } }, gaveUp: true };
}

/** Reads a conversation and decides whether its turn is emitted now. Throws an `ApiError`. */
async function readUnanswered(
	poll: PollContext,
	rules: UnansweredRules,
	id: string,
	before: ConversationState,
	activatedAt: number,
): Promise<ConversationRead> {
	const { now } = rules.thread;
	const messages = await readForRules(poll, id, rules.thread, activatedAt);
	const turn = withoutOlder(readTurn(messages, rules.thread), activatedAt);
	const { lastMessageAt, contact, emitted, tries, failedAt } = before;
	const recheckAt = (before.recheckAt ?? 0) > now ? before.recheckAt : undefined;
	const settled: ConversationState = { lastMessageAt, contact, recheckAt };
	if (turn.open.length === 0) return { state: settled };
	const state: ConversationState = { ...settled, emitted };
	if (now < turn.pausedUntil) return { state: { ...state, due: turn.pausedUntil } };
	if (now < turn.quietAt) {
		return { state: { ...state, due: turn.quietAt, isWaitingForQuiet: true } };
	}
	if (now < turn.limitedUntil) {
		if (!before.isLimitLogged)
			poll.warn(
				`Conversation ${id} got ${turn.answersInLastHour} answers within an hour, the limit of 'Max Answers per Hour': it triggers again after that hour`,
			);
		return { state: { ...state, due: turn.limitedUntil, isLimitLogged: true } };
	}
	const next = nextAttempt(turn, state, rules);
	if ('state' in next) {
		if (next.gaveUp)
			poll.warn(
				`Conversation ${id} has not been answered after ${rules.attempts} attempts: it does not trigger again`,
			);
		return { state: next.state };
	}
	const { attempt } = next;
	const { retryAfterMs, attempts } = rules;
	const { contactId } = threadIdsOf(id, turn.thread);
	const extra: IDataObject = {
		contact: contact ?? contactFromSearch({ contactId }),
		attempt,
		lastAttempt: retryAfterMs === 0 || attempt >= attempts,
	};
	const item = await unansweredItem(poll, id, turn, extra, isGivenUp(before, now));
	const emission = { lastId: String(turn.lastId), count: turn.open.length, at: now, attempt };
	const retry = retryAfterMs > 0 ? { due: now + retryAfterMs } : {};
	return {
		// Remains due until the item has been emitted, and keeps the failed attempts to read it.
		state: { ...state, due: nextReadAt(before), tries, failedAt },
		ready: { waitingSince: turn.quietAt, item, next: { ...state, emitted: emission, ...retry } },
	};
}

/**
 * Whether a conversation certainly has no unanswered message, by its record in HighLevel's search. An outbound last message may
 * have failed or answer nothing. Only if it was sent automatically, as by a campaign, and nothing is unread, it hides no message of
 * the contact.
 */
const canSkip = (record: IDataObject): boolean =>
	record.lastMessageDirection !== 'inbound' &&
	Number(record.unreadCount ?? 1) === 0 &&
	record.lastOutboundMessageAction === 'automated';

/** How this event watches conversations, by the node's parameters. Throws a `ParameterError`. */
function watchRules(poll: PollContext): WatchRules {
	// Read for each conversation, because the rules have the current time by HighLevel's clock, which the first response tells.
	const rules = () => unansweredRulesOf(poll);
	const { quietMs = 0 } = rules().thread;
	return {
		limit: limitPerPoll(poll, DEFAULT_LIMIT),
		filter: watchedContacts(poll),
		contactId: poll.parameter('filters.contactId') as string | undefined,
		isActive: activeHoursOf(poll),
		retentionMs: DAY_MS,
		rechecks: true,
		canSkip: canSkip,
		dueAfter({ due, isWaitingForQuiet }, record, at) {
			if (isWaitingForQuiet || record.lastMessageDirection !== 'inbound') return due;
			return Math.min(due ?? Infinity, at + quietMs);
		},
		readConversation: async (id, state, activatedAt) =>
			await readUnanswered(poll, rules(), id, state, activatedAt),
	};
}

/** A contact has written, has stopped writing, and nobody has answered. */
export const unansweredMessage = watchEvent({
	option: {
		name: 'Unanswered Message',
		description:
			'Triggers when a contact has written, has stopped writing, and nobody has answered. Starts one execution for each conversation, with all its unanswered messages.',
	},
	parameters: [
		'channels',
		...CONTACT_FILTERS,
		'options.activeHours',
		'options.afterPause',
		'options.attempts',
		'options.automatedCounts',
		'options.handOverHours',
		'options.downloadAttachments',
		'options.lastMessages',
		'options.limitPerPoll',
		'options.maxAnswersPerHour',
		'options.optOutWords',
		'options.otherKinds',
		'options.maxSize',
		'options.overlap',
		'options.pauseAfterHuman',
		'options.retryAfter',
		'options.waitForQuiet',
	],
	watchRules,
	testDirection: 'inbound',
	async testRead(poll, id, state) {
		const rules = unansweredRulesOf(poll);
		// No waiting for quiet. Negative, because HighLevel's clock has whole seconds, and may be behind the messages' times.
		const thread = { ...rules.thread, quietMs: -MINUTE_MS };
		return await readUnanswered(poll, { ...rules, thread }, id, state, 0);
	},
});
