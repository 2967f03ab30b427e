import type { IDataObject } from 'n8n-workflow';
import { isOnChannel } from '../channels';
import { HOUR_MS, SECOND_MS } from '../time';
import { questionsAnsweredBy } from './answerRecord';
import { idOf, chronological, isInTranscript, kindOf, timestampOf } from './messageKind';
import type { KindRules } from './messageKind';

/** An answer through the API settles only messages that are at least this much older: its author may not have seen others, ms. */
export const ANSWER_WINDOW_MS = 10 * SECOND_MS;
/** How long HighLevel may take to list a message, or to report that one failed, ms. */
export const LATE_MS = 90 * SECOND_MS;

/** How to read a thread. */
export interface ThreadRules extends KindRules {
	/** How long the contact must have written nothing, ms. */
	quietMs?: number;
	/** How long nothing is answered after a person wrote, ms. */
	pauseAfterHumanMs?: number;
	/** How long nothing is answered after a comment that mentions a user, unless a person writes sooner, ms. */
	handOverMs?: number;
	/** What becomes of messages written during a person's pause: answered when it ends (default), or left to the person. */
	afterPause?: 'answer' | 'leave';
	/** Answers through the API within an hour after which nothing more is answered; no limit when 0. */
	maxAnswersPerHour?: number;
	/** The current time by HighLevel's clock, ms. */
	now: number;
}

/** What settled the contact's messages last. */
export type SettledBy = 'person' | 'answer' | 'stop';

/** What a thread says to whoever wants to answer the contact. Times are in ms. */
export interface Turn {
	/** The contact's messages that want an answer, oldest first. */
	open: IDataObject[];
	/** Number of open messages; with `lastId` it tells whether a turn is the same as before. */
	count: number;
	/** ID of the last open message. */
	lastId: string | null;
	/** When the contact will have been quiet long enough; 0 without open messages. */
	quietAt: number;
	/** Until when people have the conversation to themselves; 0 if they have not. */
	pausedUntil: number;
	lastQuestionAt: number | null;
	lastAnswerAt: number | null;
	lastHumanAt: number | null;
	settledBy: SettledBy | null;
	/** Whether messages were left to a person (`afterPause: 'leave'`). */
	isLeftToPerson: boolean;
	/** Answers through the API in the hour before now. */
	answersInLastHour: number;
	/** When `maxAnswersPerHour` lets the next answer through; 0 if it does now. */
	limitedUntil: number;
	/** All that was read, oldest first. */
	thread: IDataObject[];
	/** What was said from the first open message on, oldest first: what the item's `text` is made of. */
	transcript: IDataObject[];
	/** The rules by which it was read. */
	rules: ThreadRules;
}

interface Progress {
	open: IDataObject[];
	lastQuestionAt: number | null;
	lastAnswerAt: number | null;
	lastHumanAt: number | null;
	handOverAt: number | null;
	settledBy: SettledBy | null;
	/** Everything older has an answer, as far as anybody can tell. */
	settledBefore: number;
	isLeftToPerson: boolean;
	answerTimes: number[];
}

/** How much older than an answer through the API a message must be to be settled by it for certain, ms. */
const answerWindowMs = (answer: IDataObject): number =>
	questionsAnsweredBy(idOf(answer)) === undefined ? ANSWER_WINDOW_MS : LATE_MS;

/** The open messages that an answer through the API leaves open. */
function stillOpen(open: IDataObject[], answer: IDataObject): IDataObject[] {
	const answered = questionsAnsweredBy(idOf(answer));
	const before = timestampOf(answer) - answerWindowMs(answer);
	return open.filter((each) => timestampOf(each) > before && !answered?.has(idOf(each)));
}

/** Takes the next message of a thread into account. */
function applyMessage(progress: Progress, message: IDataObject, rules: ThreadRules): void {
	const at = timestampOf(message);
	const settle = (settledBy: SettledBy, open: IDataObject[], windowMs = ANSWER_WINDOW_MS) => {
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
			settle('stop', []);
			break;
		case 'person':
			progress.lastHumanAt = at;
			progress.handOverAt = null;
			// A person's answer on another channel settles the thread, but is no answer on the watched ones.
			if (isOnChannel(message.messageType, rules.channels ?? [])) progress.lastAnswerAt = at;
			settle('person', []);
			break;
		case 'handOver':
			progress.handOverAt = at;
			break;
		case 'answer':
			progress.lastAnswerAt = at;
			progress.answerTimes.push(at);
			settle('answer', stillOpen(progress.open, message), answerWindowMs(message));
	}
}

function progressThrough(thread: readonly IDataObject[], rules: ThreadRules): Progress {
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

const after = (from: number | null, ms = 0) => (from === null || ms <= 0 ? 0 : from + ms);

/** When fewer than `most` of the answers lie within the last hour, ms; 0 if that is so now. */
function answerLimitEnd(recent: readonly number[], most: number): number {
	if (most <= 0 || recent.length < most) return 0;
	return [...recent].sort((a, b) => a - b)[recent.length - most] + HOUR_MS;
}

/** Reads what a thread says. `messages` as HighLevel lists them, newest first, as many as `isEnough` asks for. */
export function readTurn(messages: readonly IDataObject[], rules: ThreadRules): Turn {
	const { quietMs = 0, pauseAfterHumanMs, handOverMs, maxAnswersPerHour = 0, now } = rules;
	const thread = chronological(messages);
	const { open, answerTimes, handOverAt, ...progress } = progressThrough(thread, rules);
	const last = open.at(-1);
	const recent = answerTimes.filter((at) => at > now - HOUR_MS);
	return {
		open,
		count: open.length,
		lastId: last ? idOf(last) : null,
		quietAt: last ? timestampOf(last) + quietMs : 0,
		pausedUntil: Math.max(
			after(progress.lastHumanAt, pauseAfterHumanMs),
			after(handOverAt, handOverMs),
		),
		lastQuestionAt: progress.lastQuestionAt,
		lastAnswerAt: progress.lastAnswerAt,
		lastHumanAt: progress.lastHumanAt,
		settledBy: progress.settledBy,
		isLeftToPerson: progress.isLeftToPerson,
		answersInLastHour: recent.length,
		limitedUntil: answerLimitEnd(recent, maxAnswersPerHour),
		thread,
		transcript: last ? thread.slice(thread.indexOf(open[0])).filter(isInTranscript) : [],
		rules,
	};
}

/** Whether older messages can change nothing about the turn. `messages` newest first, without a gap. */
export function hasEnoughMessages(messages: readonly IDataObject[], rules: ThreadRules): boolean {
	const { pauseAfterHumanMs = 0, handOverMs = 0, maxAnswersPerHour = 0, now } = rules;
	const thread = chronological(messages);
	const { open, settledBefore, answerTimes } = progressThrough(thread, rules);
	if (thread.length === 0) return false;
	const oldest = timestampOf(thread[0]);
	if (oldest >= settledBefore) return false;
	if (oldest >= now - Math.max(pauseAfterHumanMs, handOverMs)) return false;
	const isCounted = answerTimes.filter((at) => at > now - HOUR_MS).length >= maxAnswersPerHour;
	if (!isCounted && oldest >= now - HOUR_MS) return false;
	// A person before the first open message may have it to themselves.
	const isLeft = rules.afterPause === 'leave' && open.length > 0;
	return !isLeft || oldest < timestampOf(open[0]) - pauseAfterHumanMs;
}

/** Why there is nothing to answer. The last three are named after the option that says so. */
export type SkipReason =
	| 'empty'
	| 'newerMessage'
	| 'answered'
	| 'human'
	| 'optOutWords'
	| 'afterPause'
	| 'maxAnswersPerHour';

/**
 * Why there is nothing to answer; undefined if there is something. `startedBy` is the ID of the message that started the
 * execution, if one did: once the contact has written another, the execution that started with that one answers.
 */
export function skippedReason(turn: Turn, startedBy?: string): SkipReason | undefined {
	const { open, thread, rules, settledBy, pausedUntil } = turn;
	if (open.length === 0 && settledBy === 'stop' && !turn.isLeftToPerson) return 'optOutWords';
	const isQuestion = (message: IDataObject) => kindOf(message, rules) === 'question';
	const latest = thread.findLastIndex(isQuestion);
	const place = thread.findIndex((message) => idOf(message) === startedBy);
	// Started by a message of another channel or kind: the open ones are another execution's.
	const isOther = place > latest && thread[place].direction === 'inbound';
	if (latest < 0 || isOther) return 'empty';
	// If it is the last open one, HighLevel listed it late: the newer ones are answered.
	if (place >= 0 && latest > place && turn.lastId !== startedBy) return 'newerMessage';
	if (open.length === 0) return turn.isLeftToPerson ? 'afterPause' : 'answered';
	if (rules.now < pausedUntil) return 'human';
	return rules.now < turn.limitedUntil ? 'maxAnswersPerHour' : undefined;
}

/**
 * What the contact said after a moment (ms), calls that were taken among it, oldest first. `channels` are values of the parameter
 * 'channels'; all when empty.
 */
export const repliesSince = (
	messages: readonly IDataObject[],
	after: number,
	channels: readonly string[] = [],
): IDataObject[] =>
	chronological(messages).filter(
		(message) =>
			timestampOf(message) > after &&
			message.direction === 'inbound' &&
			isInTranscript(message) &&
			isOnChannel(message.messageType, channels),
	);
