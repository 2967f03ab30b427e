import type { IDataObject } from 'n8n-workflow';
import type { ItemContext, ResponseHandler } from '../../../../shared/request';

/** A message that was sent by an execution of this process. */
export interface OwnMessage {
	id: string;
	conversationId: string;
	/** Value of 'Type'. */
	type: string;
	/** When HighLevel had taken it, by this computer's clock, ms. */
	sentAt: number;
}

/** By an object that lives as long as the execution does. */
const byExecution = new WeakMap<object, OwnMessage[]>();

/** n8n has one cancel signal for each execution; versions before it had one are known by the node's own data. */
function executionOf({ context, session }: ItemContext): object {
	return session.signal ?? context.getExecuteData();
}

const textIn = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** Remembers the message that a reply of Send names, for as long as the execution runs. */
export function rememberSent(item: ItemContext, reply: IDataObject): void {
	const id = textIn(reply.messageId);
	const conversationId = textIn(reply.conversationId);
	if (id === undefined || conversationId === undefined) return;
	const key = executionOf(item);
	const known = byExecution.get(key) ?? [];
	if (known.some((message) => message.id === id)) return;
	known.push({ id, conversationId, type: String(item.body.type), sentAt: Date.now() });
	byExecution.set(key, known);
}

/** What the item's execution has sent in a conversation, oldest first. */
export const sentByExecution = (item: ItemContext, conversationId: string): OwnMessage[] =>
	(byExecution.get(executionOf(item)) ?? []).filter(
		(message) => message.conversationId === conversationId,
	);

/** Carries out a request that sends a message, and remembers the message. */
export const rememberingSent =
	(response: ResponseHandler): ResponseHandler =>
	async (item) => {
		const items = await response(item);
		for (const { json } of items) rememberSent(item, json);
		return items;
	};
