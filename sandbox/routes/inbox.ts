import express, { type Express, type Request } from 'express';

import { conversationPage, inboxPage } from '../inboxPage';
import { SEED } from '../seed/ids';
import type { State } from '../state';
import type { Conversation, Message } from '../types';

/** Called for each message sent as a contact on the page, like HighLevel's webhook. */
export type InboundListener = (message: Message) => void;

/** Whether a form was sent by the page itself, to protect against cross-site requests. */
const isOwnForm = ({ headers: { origin, host } }: Request): boolean =>
	origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);

const textOf = (value: unknown): string =>
	typeof value === 'string' ? value.trim().slice(0, 5000) : '';

/** Adds a message of the contact or of a colleague to a conversation, on the channel used last. */
function write(state: State, conversation: Conversation, body: string, isColleague: boolean) {
	const { id: conversationId, lastMessageType } = conversation;
	const isChat = !/EMAIL|CALL|VOICEMAIL|REVIEW|COMMENT|ACTIVITY/.test(lastMessageType);
	return state.addMessage({
		conversationId,
		body,
		messageType: isChat ? lastMessageType : 'TYPE_SMS',
		...(isColleague
			? { direction: 'outbound', source: 'app', userId: SEED.userId }
			: { direction: 'inbound', source: '' }),
	});
}

/**
 * Serves the inbox under /inbox: pages to read conversations, and forms to write as a contact or as a colleague. It is not
 * part of HighLevel's API.
 */
export function mountInbox(app: Express, state: State, onInbound: InboundListener): void {
	const form = express.urlencoded({ extended: false, limit: '100kb' });
	app.get('/inbox', (_request, response) => {
		response.type('html').send(inboxPage(state, SEED.locationId));
	});
	app.get('/inbox/:id', (request, response) => {
		const conversation = state.conversations.get(request.params.id);
		if (!conversation) return void response.redirect('/inbox');
		response.type('html').send(conversationPage(state, conversation));
	});
	app.post(['/inbox', '/inbox/:id'], form, (request, response) => {
		if (!isOwnForm(request)) return void response.status(403).send('Forbidden');
		const { text, name, as } = (request.body ?? {}) as Record<string, unknown>;
		const body = textOf(text);
		const { id } = request.params as { id?: string };
		const conversation = id === undefined ? newConversation(state, textOf(name)) : state.conversations.get(id); // prettier-ignore
		if (!conversation || body === '') return void response.redirect(303, '/inbox');
		const isColleague = as === 'colleague';
		const message = write(state, conversation, body, isColleague);
		if (!isColleague) onInbound(message);
		response.redirect(303, `/inbox/${conversation.id}`);
	});
}

function newConversation(state: State, name: string): Conversation | undefined {
	if (name === '') return undefined;
	const [firstName, ...rest] = name.split(/\s+/);
	const contact = state.addContact({
		locationId: SEED.locationId,
		firstName,
		lastName: rest.join(' '),
		phone: '+15550199',
	});
	return state.addConversation({ locationId: SEED.locationId, contactId: contact.id });
}
