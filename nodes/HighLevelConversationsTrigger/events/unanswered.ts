import type { IDataObject } from 'n8n-workflow';
import {
	contactOf,
	idsIn,
	isSpoken,
	readTurn,
	timestampOf,
	turnItem,
	withTurnEmails,
} from '../../shared/thread';
import type { ThreadRules, Turn } from '../../shared/thread';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../shared/time';
import type { PollContext } from '../engine/pollContext';
import { isGivenUp, isRecordFailure, reasonOf } from '../engine/retry';
import { limitPerPoll } from '../engine/startTime';
import { activeHoursOf } from './activeHours';
import { CONTACT_FILTERS, filterOf, readForRules, threadRulesOf } from './answerRules';
import { nextLook } from './conversationState';
import type { ConversationState } from './conversationState';
import type { Look, WatchRules } from './watchConversations';
import { watchEvent } from './watchEvent';

/** Turns handed on in one poll by default. */
const LIMIT = 25;

interface Rules {
	thread: ThreadRules;
	retryAfterMs: number;
	attempts: number;
}

/** Throws a `ParameterError`. */
const rulesOf = (poll: PollContext): Rules => ({
	thread: {
		...threadRulesOf(poll),
		quietMs: poll.count('options.waitForQuiet', 'Wait for Quiet', 30, 0) * SECOND_MS,
	},
	retryAfterMs: poll.count('options.retryAfter', 'Retry After', 10, 0) * MINUTE_MS,
	attempts: poll.count('options.attempts', 'Attempts', 3, 1),
});

/** The turn without messages from before a time, ms. Its count stays: Send compares it with the whole thread. */
function since(turn: Turn, floor: number): Turn {
	const open = turn.open.filter((message) => timestampOf(message) > floor);
	if (open.length === 0) return { ...turn, open, spoken: [] };
	const spoken = turn.thread.slice(turn.thread.indexOf(open[0])).filter(isSpoken);
	return { ...turn, open, spoken };
}

/** The item of a turn, with the texts of its emails. If `isLast`, emails that cannot be read are left out. */
async function itemOf(
	poll: PollContext,
	id: string,
	turn: Turn,
	extra: IDataObject,
	isLast: boolean,
): Promise<IDataObject> {
	let hint: string | undefined;
	const complete = await withTurnEmails(poll, turn).catch((error: unknown) => {
		if (!isRecordFailure(error) || !(isLast || poll.testing)) throw error;
		hint = `The body of an email could not be read (${reasonOf(error)}) and was left out.`;
		return turn;
	});
	const ids = idsIn(id, turn.thread);
	return turnItem(ids, complete, hint === undefined ? extra : { ...extra, hint });
}

/** How often the turn is handed on, this time included; undefined if it is not, with what to remember then. */
function attemptOf(
	turn: Turn,
	state: ConversationState,
	{ thread: { now }, retryAfterMs, attempts }: Rules,
): { n: number } | { state: ConversationState; gaveUp?: true } {
	const { handed } = state;
	const count = turn.open.length;
	if (handed === undefined || handed.lastId !== turn.lastId || handed.count !== count) {
		return { n: 1 };
	}
	// A person had it in between and left it unanswered, while Send was silent.
	if (turn.pausedUntil > handed.at) return { n: 1 };
	if (retryAfterMs === 0) return { state };
	if (now < handed.at + retryAfterMs) return { state: { ...state, due: handed.at + retryAfterMs } };
	if (handed.n < attempts) return { n: handed.n + 1 };
	if (handed.gaveUp) return { state };
	return { state: { ...state, handed: { ...handed, gaveUp: true } }, gaveUp: true };
}

async function look(
	poll: PollContext,
	rules: Rules,
	id: string,
	before: ConversationState,
	floor: number,
): Promise<Look> {
	const { now } = rules.thread;
	const messages = await readForRules(poll, id, rules.thread, floor);
	const turn = since(readTurn(messages, rules.thread), floor);
	const { seen, contact, lateAt, handed, tries, failedAt } = before;
	const known: ConversationState = {
		seen,
		contact,
		lateAt: (lateAt ?? 0) > now ? lateAt : undefined,
	};
	if (turn.open.length === 0) return { state: known };
	const state: ConversationState = { ...known, handed };
	if (now < turn.pausedUntil) return { state: { ...state, due: turn.pausedUntil } };
	if (now < turn.quietAt) return { state: { ...state, due: turn.quietAt, waiting: true } };
	if (now < turn.limitedUntil) {
		if (!before.limited)
			poll.warn(
				`Conversation ${id} got ${turn.answersInLastHour} answers within an hour, the limit of 'Max Answers per Hour': it triggers again after that hour`,
			);
		return { state: { ...state, due: turn.limitedUntil, limited: true } };
	}
	const attempt = attemptOf(turn, state, rules);
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
		contact: state.contact ?? contactOf({ contactId: idsIn(id, turn.thread).contactId }),
		attempt: n,
		lastAttempt: retryAfterMs === 0 || n >= attempts,
	};
	const item = await itemOf(poll, id, turn, extra, isGivenUp(before, now));
	const handedOn = { lastId: String(turn.lastId), count: turn.open.length, at: now, n };
	const next = {
		...state,
		handed: handedOn,
		...(retryAfterMs > 0 ? { due: now + retryAfterMs } : {}),
	};
	return {
		// Due until it is handed on, its failed attempts known.
		state: { ...state, due: nextLook(before), tries, failedAt },
		ready: { since: turn.quietAt, item, next },
	};
}

/**
 * Whether the last message hides nothing that is unanswered. What went out last may have failed, or be HighLevel's own: only
 * if nothing is unread and a machine sent it, as in a campaign, it certainly hides nothing.
 */
const isIrrelevant = (record: IDataObject): boolean =>
	record.lastMessageDirection !== 'inbound' &&
	Number(record.unreadCount ?? 1) === 0 &&
	record.lastOutboundMessageAction === 'automated';

function watchRules(poll: PollContext): WatchRules {
	// With the time of each look: HighLevel's clock is known only after the first reply.
	const rules = () => rulesOf(poll);
	const { quietMs = 0 } = rules().thread;
	return {
		limit: limitPerPoll(poll, LIMIT),
		filter: filterOf(poll),
		contactId: poll.parameter('filters.contactId') as string | undefined,
		isActive: activeHoursOf(poll),
		keepMs: DAY_MS,
		looksTwice: true,
		isIrrelevant,
		dueAfter({ due, waiting }, record, at) {
			if (waiting || record.lastMessageDirection !== 'inbound') return due;
			return Math.min(due ?? Infinity, at + quietMs);
		},
		look: async (id, state, floor) => await look(poll, rules(), id, state, floor),
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
	async testLook(poll, id, state) {
		const rules = rulesOf(poll);
		// However recent: HighLevel's clock tells whole seconds, and may be behind its messages.
		const thread = { ...rules.thread, quietMs: -MINUTE_MS };
		return await look(poll, { ...rules, thread }, id, state, 0);
	},
});
