import type { IDataObject } from 'n8n-workflow';
import type { ItemContext, ResponseHandler } from '../../../../shared/request';

/** A message that the current execution has sent. */
export interface OwnMessage {
	id: string;
	conversationId: string;
	/** Value of 'Type'. */
	type: string;
	/** When HighLevel's response arrived, by this computer's clock, in ms since 1970. */
	sentAt: number;
}

/** The keys are objects that n8n keeps for the whole execution and then drops. */
const messagesByExecution = new WeakMap<object, OwnMessage[]>();

/** An object that identifies the execution: its cancel signal or, in versions of n8n without one, the node's execution data. */
function executionOf({ context, session }: ItemContext): object {
	return session.signal ?? context.getExecuteData();
}

const nonEmptyString = (value: unknown) =>
	typeof value === 'string' && value !== '' ? value : undefined;

/** Remembers the message in a response to Send until the execution ends. */
export function rememberSent(item: ItemContext, response: IDataObject): void {
	const id = nonEmptyString(response.messageId);
	const conversationId = nonEmptyString(response.conversationId);
	if (id === undefined || conversationId === undefined) return;
	const execution = executionOf(item);
	const messages = messagesByExecution.get(execution) ?? [];
	if (messages.some((message) => message.id === id)) return;
	messages.push({ id, conversationId, type: String(item.body.type), sentAt: Date.now() });
	messagesByExecution.set(execution, messages);
}

/** The messages that the item's execution has sent in a conversation, oldest first. */
export const sentByExecution = (item: ItemContext, conversationId: string): OwnMessage[] =>
	(messagesByExecution.get(executionOf(item)) ?? []).filter(
		(message) => message.conversationId === conversationId,
	);

/** Wraps the response handler of a request that sends a message, and remembers the message. */
export const rememberingSent =
	(response: ResponseHandler): ResponseHandler =>
	async (item) => {
		const items = await response(item);
		for (const { json } of items) rememberSent(item, json);
		return items;
	};
