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
import { isGivenUp, isRecordFailure, failureReason } from '../engine/retry';
import { limitPerPoll } from '../engine/startTime';
import { activeHoursOf } from './activeHours';
import { CONTACT_FILTERS, watchedContacts, readForRules, threadRulesOf } from './threadRules';
import { nextReadAt } from './conversationState';
import type { ConversationState } from './conversationState';
import type { ConversationRead, WatchRules } from './watchRules';
import { watchEvent } from './watchEvent';

/** Turns handed on in one poll by default. */
const DEFAULT_LIMIT = 25;

interface UnansweredRules {
	thread: ThreadRules;
	retryAfterMs: number;
	attempts: number;
}

/** Throws a `ParameterError`. */
const unansweredRulesOf = (poll: PollContext): UnansweredRules => ({
	thread: {
		...threadRulesOf(poll),
		quietMs: poll.integer('options.waitForQuiet', 'Wait for Quiet', 30, 0) * SECOND_MS,
	},
	retryAfterMs: poll.integer('options.retryAfter', 'Retry After', 10, 0) * MINUTE_MS,
	attempts: poll.integer('options.attempts', 'Attempts', 3, 1),
});

/** The turn without messages from before a time, ms. Its count stays: Send compares it with the whole thread. */
function withoutOlder(turn: Turn, floor: number): Turn {
	const open = turn.open.filter((message) => timestampOf(message) > floor);
	if (open.length === 0) return { ...turn, open, transcript: [] };
	const spoken = turn.thread.slice(turn.thread.indexOf(open[0])).filter(isInTranscript);
	return { ...turn, open, transcript: spoken };
}

/** The item of a turn, with the texts of its emails. If `isLast`, emails that cannot be read are left out. */
async function unansweredItem(
	poll: PollContext,
	id: string,
	turn: Turn,
	extra: IDataObject,
	isLast: boolean,
): Promise<IDataObject> {
	let hint: string | undefined;
	const complete = await withTurnEmails(poll, turn).catch((error: unknown) => {
		if (!isRecordFailure(error) || !(isLast || poll.isEditorTest)) throw error;
		hint = `The body of an email could not be read (${failureReason(error)}) and was left out.`;
		return turn;
	});
	const ids = threadIdsOf(id, turn.thread);
	return turnItem(ids, complete, hint === undefined ? extra : { ...extra, hint });
}

/** How often the turn is handed on, this time included; undefined if it is not, with what to remember then. */
function nextAttempt(
	turn: Turn,
	state: ConversationState,
	{ thread: { now }, retryAfterMs, attempts }: UnansweredRules,
): { n: number } | { state: ConversationState; gaveUp?: true } {
	const { emitted: handed } = state;
	const count = turn.open.length;
	if (handed === undefined || handed.lastId !== turn.lastId || handed.count !== count) {
		return { n: 1 };
	}
	// A person had it in between and left it unanswered, while Send was silent.
	if (turn.pausedUntil > handed.at) return { n: 1 };
	if (retryAfterMs === 0) return { state };
	if (now < handed.at + retryAfterMs) return { state: { ...state, due: handed.at + retryAfterMs } };
	if (handed.attempt < attempts) return { n: handed.attempt + 1 };
	if (handed.gaveUp) return { state };
	return { state: { ...state, emitted: { ...handed, gaveUp: true } }, gaveUp: true };
}

async function readUnanswered(
	poll: PollContext,
	rules: UnansweredRules,
	id: string,
	before: ConversationState,
	floor: number,
): Promise<ConversationRead> {
	const { now } = rules.thread;
	const messages = await readForRules(poll, id, rules.thread, floor);
	const turn = withoutOlder(readTurn(messages, rules.thread), floor);
	const {
		lastMessageAt: seen,
		contact,
		recheckAt: lateAt,
		emitted: handed,
		tries,
		failedAt,
	} = before;
	const known: ConversationState = {
		lastMessageAt: seen,
		contact,
		recheckAt: (lateAt ?? 0) > now ? lateAt : undefined,
	};
	if (turn.open.length === 0) return { state: known };
	const state: ConversationState = { ...known, emitted: handed };
	if (now < turn.pausedUntil) return { state: { ...state, due: turn.pausedUntil } };
	if (now < turn.quietAt)
		return { state: { ...state, due: turn.quietAt, isWaitingForQuiet: true } };
	if (now < turn.limitedUntil) {
		if (!before.isLimitLogged)
			poll.warn(
				`Conversation ${id} got ${turn.answersInLastHour} answers within an hour, the limit of 'Max Answers per Hour': it triggers again after that hour`,
			);
		return { state: { ...state, due: turn.limitedUntil, isLimitLogged: true } };
	}
	const attempt = nextAttempt(turn, state, rules);
	if ('state' in attempt) {
		if (attempt.gaveUp)
			poll.warn(
				`Nothing has answered conversation ${id} after ${rules.attempts} attempts: it does not trigger again`,
			);
		return { state: attempt.state };
	}
	const { n } = attempt;
	const { retryAfterMs, attempts } = rules;
	const extra: IDataObject = {
		contact:
			state.contact ?? contactFromSearch({ contactId: threadIdsOf(id, turn.thread).contactId }),
		attempt: n,
		lastAttempt: retryAfterMs === 0 || n >= attempts,
	};
	const item = await unansweredItem(poll, id, turn, extra, isGivenUp(before, now));
	const handedOn = { lastId: String(turn.lastId), count: turn.open.length, at: now, attempt: n };
	const next = {
		...state,
		emitted: handedOn,
		...(retryAfterMs > 0 ? { due: now + retryAfterMs } : {}),
	};
	return {
		// Due until it is handed on, its failed attempts known.
		state: { ...state, due: nextReadAt(before), tries, failedAt },
		ready: { waitingSince: turn.quietAt, item, next },
	};
}

/**
 * Whether the last message hides nothing that is unanswered. What went out last may have failed, or be HighLevel's own: only
 * if nothing is unread and a machine sent it, as in a campaign, it certainly hides nothing.
 */
const canSkip = (record: IDataObject): boolean =>
	record.lastMessageDirection !== 'inbound' &&
	Number(record.unreadCount ?? 1) === 0 &&
	record.lastOutboundMessageAction === 'automated';

function watchRules(poll: PollContext): WatchRules {
	// With the time of each look: HighLevel's clock is known only after the first reply.
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
		dueAfter({ due, isWaitingForQuiet: waiting }, record, at) {
			if (waiting || record.lastMessageDirection !== 'inbound') return due;
			return Math.min(due ?? Infinity, at + quietMs);
		},
		readConversation: async (id, state, floor) =>
			await readUnanswered(poll, rules(), id, state, floor),
	};
}

/** A contact has written, has been quiet since, and nobody has answered. */
export const unansweredMessage = watchEvent({
	option: {
		name: 'Unanswered Message',
		description:
			'A contact has written, has stopped writing, and nobody has answered. Starts one execution for each conversation, with all its unanswered messages.',
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
	testedDirection: 'inbound',
	async testRead(poll, id, state) {
		const rules = unansweredRulesOf(poll);
		// However recent: HighLevel's clock tells whole seconds, and may be behind its messages.
		const thread = { ...rules.thread, quietMs: -MINUTE_MS };
		return await readUnanswered(poll, { ...rules, thread }, id, state, 0);
	},
});
