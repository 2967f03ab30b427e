/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Readable } from 'node:stream';

import type { AccessToken, Scope, Version } from './auth';
import { checkLocation } from './auth';
import { refuse, refuseMissing } from './errors';
import type { State } from './state';
import type { Conversation, Fields, Message, ReceivedFile } from './types';

/** What an endpoint knows: the records, the strictness, and where large files go. */
export interface SandboxContext {
	state: State;
	/** Refuse fields that are documented nowhere. */
	strict: boolean;
	/** Origin of the file storage, another one than the API's. */
	storageUrl: () => string;
}

/** One authorized call, as an endpoint sees it. */
export interface Call {
	token: AccessToken;
	/** Of the API. */
	version: Version;
	params: Record<string, string>;
	query: Record<string, string | string[]>;
	/** The JSON object or form that came; empty without a fitting Content-Type. */
	body: Fields;
	files: ReceivedFile[];
}

export type Reply =
	| { status?: number; json: unknown }
	| { headers: Record<string, string>; content: Readable }
	| { status: number; empty: true };

export interface Endpoint {
	method: 'get' | 'post' | 'put' | 'delete';
	/** Express path. */
	path: string;
	/** Needed scope; null where HighLevel declares none. */
	scope: Scope | null;
	/** The versions of the API that have it; both of the Conversations API unless told. */
	versions?: readonly string[];
	/** Lists can be slowed down apart from the rest. */
	list?: true;
	run: (call: Call) => Reply;
}

/**
 * A conversation of the token's location.
 *
 * @throws ApiError 400 when it is unknown, or gone though the search still lists it; 403 when it is another location's
 */
export function findConversation(
	context: SandboxContext,
	token: AccessToken,
	id: string,
): Conversation {
	const conversation = context.state.conversations.get(id);
	if (!conversation) throw refuseMissing('CONVERSATION', `Conversation with id ${id} not found`);
	checkLocation(token, conversation.locationId);
	if (context.state.gone.has(id)) {
		throw refuseMissing('CONVERSATION', `Conversation with id ${id} not found`);
	}
	return conversation;
}

/** @throws ApiError 400 when unknown, 403 when it is another location's */
export function findMessage(context: SandboxContext, token: AccessToken, id: string): Message {
	const message = context.state.messages.get(id);
	if (!message) throw refuseMissing('MSG', `Message with id ${id} not found`);
	checkLocation(token, message.locationId);
	return message;
}

/** @throws ApiError 404 when no id was given, 400 when it is unknown, deleted or merged, 403 when it is another location's */
export function findContact(context: SandboxContext, token: AccessToken, id: string | undefined) {
	if (id === undefined || id === '') throw refuse(404, 'Contact id not given');
	const contact = context.state.contacts.get(id);
	if (!contact) throw refuseMissing('CONTACT', `Contact with id ${id} not found`);
	checkLocation(token, contact.locationId);
	return contact;
}
