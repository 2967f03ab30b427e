import type { IDataObject } from 'n8n-workflow';
import type { RetryState } from '../engine/retry';
import type { Watermark } from '../engine/watermark';

/** Maximum number of conversations whose state is kept. */
const MAX_STATES = 5000;

/** The last emission of a conversation. Times are in ms. */
export interface Emission {
	/** ID of the message that identifies what was emitted: the last one of a turn, or the contact's last one before a silence. */
	lastId: string;
	/** Number of its messages. */
	count: number;
	at: number;
	/** How often the same turn or silence has been emitted, this time included. */
	attempt: number;
	/** Set once it is not emitted again because there were too many attempts. */
	gaveUp?: true;
}

/** The state of a conversation between polls. Times are in ms. */
export interface ConversationState extends Partial<RetryState> {
	/** The time of its last message, as HighLevel's search returned it. */
	lastMessageAt: number;
	/** Set if `due` is the time when the contact will have been quiet for long enough. New messages then do not change `due`. */
	isWaitingForQuiet?: true;
	/** When to read it once more, for messages that HighLevel lists late. */
	recheckAt?: number;
	emitted?: Emission;
	/** Number of consecutive "not found" responses. */
	notFoundCount?: number;
	/** Set once it has been logged that the conversation has reached 'Max Answers per Hour'. */
	isLimitLogged?: true;
	/** The contact as HighLevel's search returned it. Kept only while the conversation is due. */
	contact?: IDataObject;
}

/** The state of an event that watches conversations. */
export interface ConversationStates extends Watermark {
	/** The time of the activation, ms: older messages are not emitted. */
	activatedAt: number;
	conversations: { [id: string]: ConversationState };
}

/** When a conversation is read next, ms; Infinity if it is not due. */
export const nextReadAt = ({ due = Infinity, recheckAt = Infinity }: ConversationState): number =>
	Math.min(due, recheckAt);

/**
 * The states to save, and the number of those dropped because there are too many. Keeps conversations that are due, that changed
 * since a time (ms), or that were emitted less than `retentionMs` ago.
 */
export function statesToKeep(
	states: ReadonlyMap<string, ConversationState>,
	{ since, now, retentionMs }: { since: number; now: number; retentionMs: number },
): { kept: ConversationStates['conversations']; dropped: number } {
	const isNeeded = (state: ConversationState) =>
		nextReadAt(state) < Infinity ||
		state.lastMessageAt >= since ||
		(state.emitted !== undefined && now - state.emitted.at < retentionMs);
	const needed = [...states].filter(([, state]) => isNeeded(state));
	const excess = needed.length - MAX_STATES;
	const emittedAt = ([, { emitted }]: (typeof needed)[number]) => emitted?.at ?? Infinity;
	if (excess > 0) {
		// The oldest emissions are dropped first, then the conversations with the oldest messages.
		needed.sort((a, b) => emittedAt(a) - emittedAt(b) || a[1].lastMessageAt - b[1].lastMessageAt);
	}
	const entries = needed.slice(Math.max(0, excess)).map(([id, { contact, ...state }]) => {
		const isDue = nextReadAt(state) < Infinity;
		return [id, isDue && contact ? { ...state, contact } : state] as const;
	});
	return { kept: Object.fromEntries(entries), dropped: Math.max(0, excess) };
}
