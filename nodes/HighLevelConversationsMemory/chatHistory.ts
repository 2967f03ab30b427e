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

/** Which messages of a conversation the history has. */
export interface HistoryOptions {
	/** Maximum number of messages. */
	maxMessages: number;
	/** Values of the parameter 'channels'; empty for all. */
	channels: readonly string[];
	/** Whether to leave out unanswered messages, because they are in the agent's prompt. Not used if `before` is set. */
	leaveOutUnanswered: boolean;
	/** ID and time (ms) of the first message that the agent answers: the history ends before it. */
	before?: { id: string; at?: number };
	/** The current time by HighLevel's clock, ms. */
	now: number;
}

/** The index in `thread` at which the history ends; -1 if it cannot be determined. */
function historyEnd(thread: readonly IDataObject[], { before }: HistoryOptions): number {
	if (before === undefined) return -1;
	const index = thread.findIndex((message) => idOf(message) === before.id);
	if (index >= 0 || before.at === undefined) return index;
	// HighLevel does not list the message, or not yet: the history then ends at its time.
	const { at } = before;
	const reachesBefore = thread.length > 0 && timestampOf(thread[0]) < at;
	return reachesBefore ? 1 + thread.findLastIndex((message) => timestampOf(message) < at) : -1;
}

/** The messages of the history, oldest first. `messages` are newest first, as HighLevel lists them. */
export function historyOf(
	messages: readonly IDataObject[],
	options: HistoryOptions,
): IDataObject[] {
	const { maxMessages, channels, leaveOutUnanswered, now } = options;
	const thread = chronological(messages);
	const end = historyEnd(thread, options);
	const hasEnd = end >= 0;
	const open = !hasEnd && leaveOutUnanswered ? readTurn(messages, { channels, now }).open : [];
	const leftOut = new Set(open.map(idOf));
	return (hasEnd ? thread.slice(0, end) : thread)
		.filter(
			(message) =>
				isOnChannel(message.messageType, channels) &&
				isInTranscript(message) &&
				!leftOut.has(idOf(message)),
		)
		.slice(-maxMessages);
}

/** Whether older messages need not be read for the history. `messages` are newest first, without a gap. */
export function hasEnoughHistory(
	messages: readonly IDataObject[],
	options: HistoryOptions,
): boolean {
	const { maxMessages, before, leaveOutUnanswered } = options;
	if (historyOf(messages, options).length < maxMessages) return false;
	if (before !== undefined) return historyEnd(chronological(messages), options) >= 0;
	return !leaveOutUnanswered || hasEnoughMessages(messages, options);
}

const roleOf = (message: IDataObject): ChatMessage['role'] =>
	message.direction === 'inbound' ? 'user' : 'assistant';

/**
 * Converts messages to chat messages that any model accepts: the contact is the user, everybody else the assistant, the roles
 * alternate, and the user comes first. Messages to the contact before their first message are included in it, with marks. `messages`
 * are oldest first, emails with their `emails`.
 */
export function chatMessagesFrom(messages: readonly IDataObject[]): ChatMessage[] {
	const firstUserIndex = messages.findIndex((message) => roleOf(message) === 'user');
	const chat: ChatMessage[] = [];
	for (const [index, message] of messages.entries()) {
		const isBeforeUser = firstUserIndex < 0 || index < firstUserIndex;
		const role = isBeforeUser ? 'user' : roleOf(message);
		const content =
			!isBeforeUser && isApiMessage(message) ? unmarkedText(message) : markedText(message);
		const last = chat.at(-1);
		if (last?.role === role) last.content += `\n${content}`;
		else chat.push({ role, content });
	}
	return chat;
}
