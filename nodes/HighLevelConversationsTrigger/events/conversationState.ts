import type { IDataObject } from 'n8n-workflow';
import type { RetryState } from '../engine/retry';
import type { Watermark } from '../engine/watermark';

/** Max number of conversations that are remembered. */
const MAX_CONVERSATIONS = 5000;

/** What was handed on last. Times are in ms. */
export interface Emission {
	/** ID of the last of its messages. */
	lastId: string;
	/** Number of its messages. */
	count: number;
	at: number;
	/** How often it was handed on. */
	attempt: number;
	/** Set once there are no more attempts. */
	gaveUp?: true;
}

/** What is remembered of a conversation. Times are in ms. */
export interface ConversationState extends Partial<RetryState> {
	/** The time of its last message, as the search showed it. */
	lastMessageAt: number;
	/** Set if `due` is the end of the contact's quiet: a newer message does not bring it forward. */
	isWaitingForQuiet?: true;
	/** When to read it once more for what HighLevel lists late. */
	recheckAt?: number;
	emitted?: Emission;
	/** How often HighLevel did not find it. */
	notFoundCount?: number;
	/** Set once the log says that its answers are limited. */
	isLimitLogged?: true;
	/** What the search said of the contact, as long as something may be handed on. */
	contact?: IDataObject;
}

/** What is remembered of all conversations. */
export interface ConversationStates extends Watermark {
	/** Messages from before this time, the activation, are not handed on; ms. */
	activatedAt: number;
	conversations: { [conversationId: string]: ConversationState };
}

/** When a conversation is to be read next, ms; Infinity if it is not. */
export const nextReadAt = ({
	due = Infinity,
	recheckAt: lateAt = Infinity,
}: ConversationState): number => Math.min(due, lateAt);

/**
 * The conversations to remember, and how many there was no room for: those that are due, that changed since a time (ms), or
 * that were handed on at most `keepMs` ago.
 */
export function statesToKeep(
	threads: ReadonlyMap<string, ConversationState>,
	{ since, now, keepMs }: { since: number; now: number; keepMs: number },
): { kept: ConversationStates['conversations']; dropped: number } {
	const isNeeded = (state: ConversationState) =>
		nextReadAt(state) < Infinity ||
		state.lastMessageAt >= since ||
		(state.emitted !== undefined && now - state.emitted.at < keepMs);
	const needed = [...threads].filter(([, state]) => isNeeded(state));
	const excess = needed.length - MAX_CONVERSATIONS;
	const handedAt = ([, { emitted: handed }]: (typeof needed)[number]) => handed?.at ?? Infinity;
	if (excess > 0) {
		// What was handed on longest ago goes first, then what was written longest ago.
		needed.sort((a, b) => handedAt(a) - handedAt(b) || a[1].lastMessageAt - b[1].lastMessageAt);
	}
	const entries = needed.slice(Math.max(0, excess)).map(([id, { contact, ...state }]) => {
		const isOpen = nextReadAt(state) < Infinity;
		return [id, isOpen && contact ? { ...state, contact } : state] as const;
	});
	return { kept: Object.fromEntries(entries), dropped: Math.max(0, excess) };
}
