import type { IDataObject } from 'n8n-workflow';
import { isOnChannel } from '../channels';
import { HOUR_MS, SECOND_MS } from '../time';
import { questionsAnsweredBy } from './answerRecord';
import { idOf, chronological, isInTranscript, kindOf, timestampOf } from './messageKind';
import type { KindRules } from './messageKind';

/**
 * An answer sent through the API counts only for messages that are at least this much older than it, ms. Whoever wrote the
 * answer may not have seen a message that arrived just before it was sent.
 */
export const ANSWER_WINDOW_MS = 10 * SECOND_MS;
/** The maximum time that HighLevel takes to list a new message, or to report that a message failed, ms. */
export const MAX_LISTING_DELAY_MS = 90 * SECOND_MS;

/** Which messages of a conversation need an answer, and when an answer is allowed. */
export interface ThreadRules extends KindRules {
	/** How long the contact must have stopped writing before their messages are answered, ms; 0 by default. */
	quietMs?: number;
	/** How long nothing is answered after a team member wrote, ms. */
	pauseAfterHumanMs?: number;
	/** How long nothing is answered after an internal comment that mentions a user, unless a team member writes sooner, ms. */
	handOverMs?: number;
	/** Whether messages that arrive during `pauseAfterHumanMs` are answered when it ends (default), or left to the team. */
	afterPause?: 'answer' | 'leave';
	/** Maximum number of answers sent through the API within an hour; 0 for no limit. */
	maxAnswersPerHour?: number;
	/** The current time by HighLevel's clock, ms. */
	now: number;
}

/** What last settled the contact's messages, so that they no longer need an answer. */
export type SettledBy = 'person' | 'answer' | 'stop';

/**
 * The state of a conversation for whoever wants to answer the contact. A turn is the set of messages that the contact has
 * written since the last answer. Times are in ms.
 */
export interface Turn {
	/** The contact's messages that still need an answer, oldest first. */
	open: IDataObject[];
	/** Number of open messages. Two reads of a conversation found the same turn if `count` and `lastId` are equal. */
	count: number;
	/** ID of the last open message; null if there is none. */
	lastId: string | null;
	/** When the contact will have been quiet for `quietMs`; 0 if there are no open messages. */
	quietAt: number;
	/** Until when nothing is answered because a team member wrote or the conversation was handed over; 0 if neither happened. */
	pausedUntil: number;
	lastQuestionAt: number | null;
	lastAnswerAt: number | null;
	lastHumanAt: number | null;
	settledBy: SettledBy | null;
	/** Whether messages were left to the team, because they arrived during a pause and `afterPause` is 'leave'. */
	isLeftToPerson: boolean;
	/** Number of answers sent through the API in the last hour. */
	answersInLastHour: number;
	/** When `maxAnswersPerHour` allows the next answer; 0 if it does now. */
	limitedUntil: number;
	/** All messages that were read, oldest first. */
	thread: IDataObject[];
	/** The conversation from the first open message on, oldest first. The item's `text` consists of it. */
	transcript: IDataObject[];
	/** The rules that were applied. */
	rules: ThreadRules;
}

/** What is known after reading the conversation up to a message. */
interface Progress {
	open: IDataObject[];
	lastQuestionAt: number | null;
	lastAnswerAt: number | null;
	lastHumanAt: number | null;
	handOverAt: number | null;
	settledBy: SettledBy | null;
	/** All messages from before this time are settled, ms; -Infinity if nothing was settled. */
	settledBefore: number;
	isLeftToPerson: boolean;
	answerTimes: number[];
}

/**
 * How much older than an answer sent through the API a message must be to be settled by it in any case, ms. If this process sent the
 * answer, it is known which messages it answered. Others are then settled only if they are so old that HighLevel must have listed
 * them when the answer was written.
 */
const answerWindowMs = (answer: IDataObject): number =>
	questionsAnsweredBy(idOf(answer)) === undefined ? ANSWER_WINDOW_MS : MAX_LISTING_DELAY_MS;

/** The messages that are still open after an answer was sent through the API. */
function stillOpen(open: IDataObject[], answer: IDataObject): IDataObject[] {
	const answered = questionsAnsweredBy(idOf(answer));
	const settledUntil = timestampOf(answer) - answerWindowMs(answer);
	return open.filter((each) => timestampOf(each) > settledUntil && !answered?.has(idOf(each)));
}

/** Updates `progress` with the next message of the conversation. */
function applyMessage(progress: Progress, message: IDataObject, rules: ThreadRules): void {
	const at = timestampOf(message);
	const settleOpen = (settledBy: SettledBy, open: IDataObject[], windowMs = ANSWER_WINDOW_MS) => {
		const settledBefore = Math.max(progress.settledBefore, at - windowMs);
		Object.assign(progress, { open, settledBy, settledBefore, isLeftToPerson: false });
	};
	switch (kindOf(message, rules)) {
		case 'question': {
			const { pauseAfterHumanMs = 0, afterPause } = rules;
			progress.lastQuestionAt = at;
			const { lastHumanAt } = progress;
			const isPaused = lastHumanAt !== null && at < lastHumanAt + pauseAfterHumanMs;
			if (isPaused && afterPause === 'leave') progress.isLeftToPerson = true;
			else progress.open.push(message);
			break;
		}
		case 'stop':
			settleOpen('stop', []);
			break;
		case 'person':
			progress.lastHumanAt = at;
			progress.handOverAt = null;
			// On another channel, a team member's message settles the conversation but is not reported as the last answer.
			if (isOnChannel(message.messageType, rules.channels ?? [])) progress.lastAnswerAt = at;
			settleOpen('person', []);
			break;
		case 'handOver':
			progress.handOverAt = at;
			break;
		case 'answer':
			progress.lastAnswerAt = at;
			progress.answerTimes.push(at);
			settleOpen('answer', stillOpen(progress.open, message), answerWindowMs(message));
	}
}

/** Reads a conversation from its first message to its last. `thread` is oldest first. */
function readProgress(thread: readonly IDataObject[], rules: ThreadRules): Progress {
	const progress: Progress = {
		open: [],
		lastQuestionAt: null,
		lastAnswerAt: null,
		lastHumanAt: null,
		handOverAt: null,
		settledBy: null,
		settledBefore: -Infinity,
		isLeftToPerson: false,
		answerTimes: [],
	};
	for (const message of thread) applyMessage(progress, message, rules);
	return progress;
}

/** The end of a pause that started at a time, ms; 0 without a start or a duration. */
const pauseEnd = (startedAt: number | null, durationMs = 0) =>
	startedAt === null || durationMs <= 0 ? 0 : startedAt + durationMs;

/**
 * When fewer than `max` of the last hour's answers, oldest first, are less than an hour old, ms; 0 if that is so now, or without
 * a limit.
 */
function answerLimitEnd(recentAnswerTimes: readonly number[], max: number): number {
	if (max <= 0 || recentAnswerTimes.length < max) return 0;
	return recentAnswerTimes[recentAnswerTimes.length - max] + HOUR_MS;
}

/**
 * Determines which messages of a conversation need an answer. `messages` are newest first, as HighLevel lists them. Read until
 * `hasEnoughMessages` returns true: with fewer messages the result may be wrong.
 *
 * The conversation is read from its first message to its last. A message of the contact is open until it is settled: by any
 * message of a team member, by an opt-out word, or by an answer sent through the API, see `ANSWER_WINDOW_MS`.
 */
export function readTurn(messages: readonly IDataObject[], rules: ThreadRules): Turn {
	const { quietMs = 0, pauseAfterHumanMs, handOverMs, maxAnswersPerHour = 0, now } = rules;
	const thread = chronological(messages);
	const { open, answerTimes, handOverAt, ...progress } = readProgress(thread, rules);
	const last = open.at(-1);
	const recentAnswerTimes = answerTimes.filter((at) => at > now - HOUR_MS);
	return {
		open,
		count: open.length,
		lastId: last ? idOf(last) : null,
		quietAt: last ? timestampOf(last) + quietMs : 0,
		pausedUntil: Math.max(
			pauseEnd(progress.lastHumanAt, pauseAfterHumanMs),
			pauseEnd(handOverAt, handOverMs),
		),
		lastQuestionAt: progress.lastQuestionAt,
		lastAnswerAt: progress.lastAnswerAt,
		lastHumanAt: progress.lastHumanAt,
		settledBy: progress.settledBy,
		isLeftToPerson: progress.isLeftToPerson,
		answersInLastHour: recentAnswerTimes.length,
		limitedUntil: answerLimitEnd(recentAnswerTimes, maxAnswersPerHour),
		thread,
		transcript: last ? thread.slice(thread.indexOf(open[0])).filter(isInTranscript) : [],
		rules,
	};
}

/**
 * Whether the messages read so far determine the turn, so that older ones need not be read. `messages` are newest first,
 * without a gap.
 */
export function hasEnoughMessages(messages: readonly IDataObject[], rules: ThreadRules): boolean {
	const { pauseAfterHumanMs = 0, handOverMs = 0, maxAnswersPerHour = 0, now } = rules;
	const thread = chronological(messages);
	const { open, settledBefore, answerTimes } = readProgress(thread, rules);
	if (thread.length === 0) return false;
	const oldest = timestampOf(thread[0]);
	if (oldest >= settledBefore) return false;
	if (oldest >= now - Math.max(pauseAfterHumanMs, handOverMs)) return false;
	const isLimitReached = answerTimes.filter((at) => at > now - HOUR_MS).length >= maxAnswersPerHour;
	if (!isLimitReached && oldest >= now - HOUR_MS) return false;
	// A team member who wrote shortly before the first open message may have to answer it.
	const mayBeLeftToPerson = rules.afterPause === 'leave' && open.length > 0;
	return !mayBeLeftToPerson || oldest < timestampOf(open[0]) - pauseAfterHumanMs;
}

/**
 * What the contact wrote after a time (ms), and their calls, answered ones included; oldest first. `channels` are values of the
 * parameter 'channels'; empty for all.
 */
export const repliesSince = (
	messages: readonly IDataObject[],
	sinceMs: number,
	channels: readonly string[] = [],
): IDataObject[] =>
	chronological(messages).filter(
		(message) =>
			timestampOf(message) > sinceMs &&
			message.direction === 'inbound' &&
			isInTranscript(message) &&
			isOnChannel(message.messageType, channels),
	);
