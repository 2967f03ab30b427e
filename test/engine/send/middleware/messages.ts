import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED, type Message, type RecordedRequest, type Sandbox } from '../../../../sandbox';
import { SEND_PATH } from '../../fixtures';

/** An email to a contact with an address. */
export const sendEmail = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	type: 'Email',
	contactId: SEED.emailContactId,
	subject: 'News',
	html: '<p>Hello</p>',
	...more,
});

/** The requests that sent a message. */
export const sendRequests = ({ requests }: { requests: RecordedRequest[] }): RecordedRequest[] =>
	requests.filter(({ method, path }) => method === 'POST' && path === SEND_PATH);

/** The texts of the messages sent through the API, in order. */
export const textsTo = ({ state }: Sandbox): unknown[] =>
	[...state.messages.values()].filter(({ source }) => source === 'api').map(({ body }) => body);

/** Adds a message to an item's contact; by default outbound, a minute ago, with the item's text. */
export function recordMessage(
	{ state, locationId }: Sandbox,
	{ contactId, text: own }: IDataObject,
	{
		text = String(own),
		agoMs = 60_000,
		...more
	}: Partial<Message> & { text?: string; agoMs?: number },
): Message {
	const contact = String(contactId);
	const conversation =
		state.conversationOfContact(contact) ??
		state.addConversation({ locationId, contactId: contact });
	return state.addMessage({
		conversationId: conversation.id,
		body: text,
		direction: 'outbound',
		dateAdded: Date.now() - agoMs,
		...more,
	});
}
