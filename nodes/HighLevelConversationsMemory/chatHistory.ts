import type { IDataObject } from 'n8n-workflow';
import { isOnChannel } from '../shared/channels';
import { idOf, inOrder, isCall, isHuman, isSpoken, readTurn, textOf } from '../shared/thread';

export interface HistoryOptions {
	/** Messages at most. */
	window: number;
	channels: readonly string[];
	/** Leaves out what nobody has answered: it is the agent's prompt. */
	leaveOutUnanswered: boolean;
	/** HighLevel's clock, ms. */
	now: number;
}

/** A message as agents take it. LangChain makes its own kind of it. */
export interface ChatMessage {
	role: 'user' | 'assistant';
	content: string;
}

/** What belongs into the memory of a thread, oldest first. `messages` newest first, as HighLevel lists them. */
export function remembered(
	messages: readonly IDataObject[],
	{ window, channels, leaveOutUnanswered, now }: HistoryOptions,
): IDataObject[] {
	const turn = leaveOutUnanswered ? readTurn(messages, { channels, now }).open : [];
	const open = new Set(turn.map(idOf));
	return inOrder(messages)
		.filter(
			(message) =>
				isOnChannel(message.messageType, channels) &&
				(isSpoken(message) || isCall(message)) &&
				!open.has(idOf(message)),
		)
		.slice(-window);
}

/** The agent reads as its own what it wrote, and what others wrote in its place by who it was. */
function contentOf(message: IDataObject): string {
	const text = textOf(message);
	if (!isHuman(message)) return text;
	return isCall(message) ? `[A colleague called: ${text}]` : `[A colleague wrote] ${text}`;
}

/** The contact's messages as the user's, all others as the assistant's. `messages` oldest first, emails with their `emails`. */
export const chatOf = (messages: readonly IDataObject[]): ChatMessage[] =>
	messages
		.map(
			(message): ChatMessage => ({
				role: message.direction === 'inbound' ? 'user' : 'assistant',
				content: contentOf(message),
			}),
		)
		.filter(({ content }) => content !== '');
