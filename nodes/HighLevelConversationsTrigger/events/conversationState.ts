import type { IDataObject } from 'n8n-workflow';
import { ApiError } from '../../shared/request';
import {
	idOf,
	idsIn,
	timestampOf,
	readThread,
	spokenText,
	threadPath,
	messagesItem,
	withEmails,
} from '../../shared/thread';
import { isEnough, unanswered } from './handedOnTurn';
import type { Turn, TurnOptions } from './handedOnTurn';
import type { PollContext } from '../engine/pollContext';
import { HOUR_MS, SECOND_MS } from '../../shared/time';

/** A turn that was handed on. Moments are in ms. */
interface HandedOn {
	/** When it was handed on. */
	at: number;
	/** The moment of its last message. */
	last: number;
	/** Its messages, oldest first. */
	ids: string[];
}

/** What is remembered of a conversation. Moments are in ms. */
export interface WatchedThread {
	/** What the contact wrote up to this moment is dealt with. */
	floor: number;
	/** The moment of the conversation's last message, as the search showed it when the thread was read. */
	seen: number;
	/** Turns whose answers may still come. */
	turns: HandedOn[];
	/** Something is unanswered, and too young or kept back by a person: when the contact and a person last wrote. */
	wait?: { contactAt: number; humanAt: number };
	/** The next poll must read it, also where the search shows nothing new. */
	again?: true;
}

export interface Patience extends Pick<TurnOptions, 'channels' | 'automatedCounts'> {
	quietMs: number;
	pauseAfterHumanMs: number;
	/** For how long HighLevel may list a message late, ms. */
	lateMs: number;
	now: number;
}

/** A turn that is ready to be handed on. */
export interface Ready {
	id: string;
	messages: IDataObject[];
	thread: IDataObject[];
	turn: Turn;
}

/** How long an answer may take that is told from one to a later message, ms. */
const LONGEST_ANSWER_MS = HOUR_MS;
/** The search's date of the last message may differ from the message's own by a moment, ms. */
const SAME_MS = 5 * SECOND_MS;

/** Whether a conversation must be read though the search shows nothing new. */
export const isDue = ({ wait, again }: WatchedThread, patience: Patience): boolean =>
	again === true ||
	(wait !== undefined &&
		patience.now >= wait.contactAt + patience.quietMs &&
		patience.now >= wait.humanAt + patience.pauseAfterHumanMs);

/** A conversation without the turns whose answers nobody waits for any more, unless they tell what a later message waits for. */
export function withoutOldTurns(thread: WatchedThread, now: number): WatchedThread {
	if (thread.wait !== undefined || thread.again === true) return thread;
	const turns = thread.turns.filter(({ at }) => now - at < LONGEST_ANSWER_MS);
	const ended = thread.turns.filter((turn) => !turns.includes(turn)).map(({ last }) => last);
	return { ...thread, turns, floor: Math.max(thread.floor, ...ended) };
}

async function read(source: PollContext, id: string, thread: WatchedThread, options: TurnOptions) {
	const path = threadPath(id);
	const since = Math.min(thread.floor, options.now - (options.pauseAfterHumanMs ?? 0));
	const isPast = (messages: readonly IDataObject[]) =>
		messages.some((message) => timestampOf(message) < since);
	const reading = async () =>
		await readThread(source, path, (so) => isEnough(so, options) || isPast(so)).catch(
			(error: unknown) => {
				if (!(error instanceof ApiError) || error.details.status !== 401) throw error;
				const advice = `Threads are read with the scope ${'conversations/message.readonly'}: add it to the token.`;
				throw new ApiError({ ...error.details, advice });
			},
		);
	return await reading();
}

/**
 * Reads a conversation: what is ready to be handed on, and what to remember of the conversation before that happens.
 * Both are undefined where it can no longer be read. Throws an `ApiFailure`.
 */
export async function look(
	source: PollContext,
	id: string,
	thread: WatchedThread,
	patience: Patience,
): Promise<{ ready?: Ready; next?: WatchedThread }> {
	const { quietMs, now, lateMs } = patience;
	const handedOn = thread.turns.map(({ ids }) => ids);
	const options: TurnOptions = { ...patience, handedOn };
	const messages = await read(source, id, thread, options);
	const turn = unanswered(messages, options);
	const fresh = turn.messages.filter((message) => timestampOf(message) > thread.floor);

	const contactAt = turn.quietAt - quietMs;
	const isWaiting = fresh.length > 0 && (turn.skipped === 'human' || now < turn.quietAt);
	const latest = thread.turns.at(-1);
	const isOpen = latest !== undefined && (turn.lastAnswerAt ?? 0) < latest.last;
	// What is listed late shows in no search: the list may lag behind it, or a message come in before those handed on.
	const isBehind = !messages.some((message) => timestampOf(message) > thread.seen - SAME_MS);
	const mayGrow = (isOpen && now - latest.at < lateMs) || (isBehind && now - thread.seen < lateMs);
	const next: WatchedThread = {
		floor: thread.floor,
		seen: thread.seen,
		turns: thread.turns,
		...(isWaiting ? { wait: { contactAt, humanAt: turn.lastHumanAt ?? 0 } } : {}),
		...(mayGrow ? { again: true } : {}),
	};
	if (fresh.length === 0 || isWaiting) return { next };
	return { next, ready: { id, messages: fresh, thread: messages, turn } };
}

/** What to remember of a conversation once a turn of it was handed on. */
export function handedOn(thread: WatchedThread, { messages }: Ready, now: number): WatchedThread {
	const last = Math.max(...messages.map(timestampOf));
	const turn: HandedOn = { at: now, last, ids: messages.map(idOf) };
	return { ...thread, turns: [...thread.turns, turn], again: true };
}

/** The item for a turn, with the text of its emails. Throws an `ApiFailure`. */
export async function itemFor(source: PollContext, ready: Ready): Promise<IDataObject> {
	const messages = await withEmails(source, ready.messages);
	const ids = idsIn(ready.id, ready.thread);
	return messagesItem(ids, messages, ready.turn, spokenText(messages));
}
