import type { IDataObject } from 'n8n-workflow';
import type { ContactFilter } from '../../shared/thread';
import type { ConversationState } from './conversationState';

/** A conversation to emit. */
export interface ReadyItem {
	/** Since when the conversation has been ready, ms. Those that have waited longest are emitted first. */
	waitingSince: number;
	item: IDataObject;
	/** The state of the conversation once the item has been emitted. */
	next: ConversationState;
}

/** The result of reading a conversation. */
export interface ConversationRead {
	/** The state of the conversation if nothing is emitted. */
	state: ConversationState;
	/** What to emit; undefined if there is nothing to emit now. */
	ready?: ReadyItem;
}

/** How an event watches conversations. */
export interface WatchRules {
	/** Maximum number of conversations that one poll emits. */
	limit: number;
	/** Which contacts are watched. */
	filter: ContactFilter;
	/** ID of the only contact to watch; undefined for all. */
	contactId?: string;
	/** Whether conversations are emitted at a time, ms. */
	isActive(now: number): boolean;
	/** How long the state of a conversation is kept after it was emitted, ms. */
	retentionMs: number;
	/** Whether a changed conversation is read once more later, for messages that HighLevel lists late. */
	rechecks: boolean;
	/** Whether a changed conversation without a state need not be read. */
	canSkip(record: IDataObject): boolean;
	/**
	 * When a conversation is due after its last message changed, ms; undefined if it need not be read.
	 * @param record the conversation as HighLevel's search returns it
	 * @param at the time of its last message, ms
	 */
	dueAfter(state: ConversationState, record: IDataObject, at: number): number | undefined;
	/** Reads a conversation. Messages from before `activatedAt` (ms) are not emitted. Throws an `ApiError`. */
	readConversation(
		id: string,
		state: ConversationState,
		activatedAt: number,
	): Promise<ConversationRead>;
}
