import type { IDataObject } from 'n8n-workflow';
import { isOnChannel } from '../shared/channels';
import {
	idOf,
	chronological,
	isApiMessage,
	hasEnoughMessages,
	isInTranscript,
	markedText,
	readTurn,
	unmarkedText,
	timestampOf,
} from '../shared/thread';
import type { ChatMessage } from './chatMessage';

export interface HistoryOptions {
	/** Number of messages at most. */
	maxMessages: number;
	/** Values of the parameter 'channels'; all when empty. */
	channels: readonly string[];
	/** Leaves out messages without an answer: they are the agent's prompt. Counts for nothing with `before`. */
	leaveOutUnanswered: boolean;
	/** The first message of the item that the agent answers: the history ends before it. */
	before?: { id: string; at?: number };
	/** The current time by HighLevel's clock, ms. */
	now: number;
}

/** Where the history ends in a thread, -1 if the thread does not show it. */
function historyEnd(thread: readonly IDataObject[], { before }: HistoryOptions): number {
	if (before === undefined) return -1;
	const place = thread.findIndex((message) => idOf(message) === before.id);
	if (place >= 0 || before.at === undefined) return place;
	// The list does not have it, or not yet.
	const { at } = before;
	const isOlder = thread.length > 0 && timestampOf(thread[0]) < at;
	return isOlder ? 1 + thread.findLastIndex((message) => timestampOf(message) < at) : -1;
}

/** The messages of a thread that belong to the history, oldest first. `messages` newest first, as HighLevel lists them. */
export function historyOf(
	messages: readonly IDataObject[],
	options: HistoryOptions,
): IDataObject[] {
	const { maxMessages: window, channels, leaveOutUnanswered, now } = options;
	const thread = chronological(messages);
	const end = historyEnd(thread, options);
	const isCut = end >= 0;
	const open = !isCut && leaveOutUnanswered ? readTurn(messages, { channels, now }).open : [];
	const leftOut = new Set(open.map(idOf));
	return (isCut ? thread.slice(0, end) : thread)
		.filter(
			(message) =>
				isOnChannel(message.messageType, channels) &&
				isInTranscript(message) &&
				!leftOut.has(idOf(message)),
		)
		.slice(-window);
}

/** Whether older messages can change nothing about the history. `messages` newest first, without a gap. */
export function hasEnoughHistory(
	messages: readonly IDataObject[],
	options: HistoryOptions,
): boolean {
	const { maxMessages: window, before, leaveOutUnanswered } = options;
	if (historyOf(messages, options).length < window) return false;
	if (before !== undefined) return historyEnd(chronological(messages), options) >= 0;
	return !leaveOutUnanswered || hasEnoughMessages(messages, options);
}

const roleOf = (message: IDataObject): ChatMessage['role'] =>
	message.direction === 'inbound' ? 'user' : 'assistant';

/**
 * A history that any model takes: the contact's messages as the user's, all others as the assistant's, roles in turns, the user
 * first. What was said before the contact's first message stands in that message, marked as ours. `messages` oldest first, emails
 * with their `emails`.
 */
export function chatMessagesFrom(messages: readonly IDataObject[]): ChatMessage[] {
	const firstOfUser = messages.findIndex((message) => roleOf(message) === 'user');
	const chat: ChatMessage[] = [];
	for (const [index, message] of messages.entries()) {
		const isFirst = firstOfUser < 0 || index < firstOfUser;
		const role = isFirst ? 'user' : roleOf(message);
		const content = !isFirst && isApiMessage(message) ? unmarkedText(message) : markedText(message);
		const last = chat.at(-1);
		if (last?.role === role) last.content += `\n${content}`;
		else chat.push({ role, content });
	}
	return chat;
}
