import type { IDataObject } from 'n8n-workflow';
import { isOnChannel } from '../../shared/channels';
import { idOf, inOrder, isHuman, isInbound, kindOf, timestampOf } from '../../shared/thread';

export interface TurnOptions {
	/** The channels that count, by the values of the parameter 'channels'; all unless told. People count on every channel. */
	channels?: readonly string[];
	/** Whether what HighLevel sends by itself (workflows, campaigns, bulk actions) answers a message. */
	automatedCounts?: boolean;
	/**
	 * How long the contact must have been quiet before anything is answered, ms. So whatever came through the API sooner
	 * after a message was the answer to an earlier one.
	 */
	quietMs?: number;
	/** How long after a person's message nothing is answered, ms. */
	pauseAfterHumanMs?: number;
	/** A message's ID: there is nothing to answer once the contact has written another after it. */
	onlyIfLatest?: string;
	/**
	 * Turns that were handed on before, oldest first, each as its messages' IDs, oldest first. They are not handed on again, and
	 * the next message through the API after each is taken for its answer, and for nobody else's.
	 */
	handedOn?: ReadonlyArray<readonly string[]>;
	/** HighLevel's clock, ms. */
	now: number;
}

/** Why there is nothing to answer: the contact wrote nothing that counts, a newer one has come, all have an answer, or a person is at it. */
export type Skipped = 'empty' | 'newerMessage' | 'answered' | 'human';

/** What a thread means to whoever wants to answer it. Moments are in ms. */
export interface Turn {
	/** The contact's messages that nobody has answered, oldest first. Those that a person keeps from being answered are here, too. */
	messages: IDataObject[];
	/** Set where there is nothing to answer. */
	skipped?: Skipped;
	/** When the contact will have been quiet long enough, as far as is known; 0 where no message of theirs was read. */
	quietAt: number;
	lastAnswerAt: number | null;
	lastHumanAt: number | null;
}

/** What a thread says, read from its oldest message to its newest. */
function readThrough(messages: readonly IDataObject[], options: TurnOptions) {
	const { channels = [], automatedCounts = false, quietMs = 0, handedOn = [] } = options;
	const handed = new Set(handedOn.flat());
	const ends = new Set(handedOn.map((turn) => turn.at(-1)));
	const thread = inOrder(messages);
	let open: IDataObject[] = [];
	let lastInbound: IDataObject | undefined;
	let lastAnswerAt: number | null = null;
	let lastHumanAt: number | null = null;
	/** Everything before it has an answer, as far as anybody can know. */
	let settledBefore: number | undefined;
	let awaited = 0;
	for (const message of thread) {
		const at = timestampOf(message);
		if (isHuman(message)) lastHumanAt = at;
		if (!isOnChannel(message.messageType, channels)) continue;
		if (isInbound(message)) {
			lastInbound = message;
			if (!handed.has(idOf(message))) open.push(message);
			if (ends.has(idOf(message))) awaited++;
		}
		if (!['answer', 'person'].includes(kindOf(message, { channels, automatedCounts }))) continue;
		lastAnswerAt = at;
		const byApi = message.source === 'api';
		if (byApi && awaited > 0) {
			awaited--;
			continue;
		}
		open = byApi ? open.filter((each) => at - timestampOf(each) < quietMs) : [];
		settledBefore = byApi ? at - quietMs : at;
	}
	return { thread, open, lastInbound, lastAnswerAt, lastHumanAt, settledBefore };
}

/**
 * What is unanswered in a thread: the contact's messages since the last answer, or why there is nothing to answer.
 * `messages` as HighLevel lists them, newest first, as many as `isEnough` wants.
 */
export function unanswered(messages: readonly IDataObject[], options: TurnOptions): Turn {
	const { quietMs = 0, pauseAfterHumanMs = 0, onlyIfLatest, now } = options;
	const { thread, open, lastInbound, lastAnswerAt, lastHumanAt } = readThrough(messages, options);
	const place = thread.findIndex((message) => idOf(message) === onlyIfLatest);
	const latest = lastInbound === undefined ? -1 : thread.indexOf(lastInbound);
	const isNewer = place >= 0 && latest > place;
	// On another channel, or the log of a call: its execution must not answer what another one was started for.
	const isElse = place > latest && thread[place].direction === 'inbound';
	const isPaused = lastHumanAt !== null && now - lastHumanAt < pauseAfterHumanMs;
	const why = (): Skipped | undefined => {
		if (lastInbound === undefined || isElse) return 'empty';
		if (isNewer) return 'newerMessage';
		if (open.length === 0) return 'answered';
		return isPaused ? 'human' : undefined;
	};
	return {
		messages: open,
		skipped: why(),
		quietAt: lastInbound === undefined ? 0 : timestampOf(lastInbound) + quietMs,
		lastAnswerAt,
		lastHumanAt,
	};
}

/** Whether older messages can change nothing about what is unanswered. `messages` newest first, without a gap. */
export function isEnough(messages: readonly IDataObject[], options: TurnOptions): boolean {
	const { pauseAfterHumanMs = 0, handedOn = [], now } = options;
	const { thread, settledBefore } = readThrough(messages, options);
	if (settledBefore === undefined) return false;
	const known = new Set(thread.map(idOf));
	if (!handedOn.every((turn) => known.has(String(turn.at(-1))))) return false;
	const oldest = timestampOf(thread[0]);
	return oldest < settledBefore && oldest < now - pauseAfterHumanMs;
}
