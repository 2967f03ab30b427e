/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Readable } from 'node:stream';

import type { AccessToken, Scope, Version } from './auth';
import { checkLocation } from './auth';
import { refuse, refuseMissing } from './errors';
import type { State } from './state';
import type { Conversation, Fields, Message, ReceivedFile } from './types';

/** What endpoints share: the records, strictness, and the address of the file storage. */
export interface SandboxContext {
	state: State;
	/** Reject undocumented fields. */
	strict: boolean;
	/** Origin of the file storage, different from the API's. */
	storageUrl: () => string;
}

/** An authorized request to an endpoint. */
export interface Call {
	token: AccessToken;
	/** Version of the API. */
	version: Version;
	params: Record<string, string>;
	query: Record<string, string | string[]>;
	/** The JSON object or form; empty without a matching Content-Type. */
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
	/** Required scope; null if HighLevel documents none. */
	scope: Scope | null;
	/** The versions of the API with this endpoint; by default both of the Conversations API. */
	versions?: readonly string[];
	/** Lists have an additional latency. */
	list?: true;
	run: (call: Call) => Reply;
}

/**
 * Finds a conversation of the token's location.
 *
 * @throws ApiError 400 if it is unknown or deleted (even if the search still lists it), 403 if it belongs to another location
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

/** @throws ApiError 400 if it is unknown, 403 if it belongs to another location */
export function findMessage(context: SandboxContext, token: AccessToken, id: string): Message {
	const message = context.state.messages.get(id);
	if (!message) throw refuseMissing('MSG', `Message with id ${id} not found`);
	checkLocation(token, message.locationId);
	return message;
}

/** @throws ApiError 404 without an ID, 400 if it is unknown, deleted or merged, 403 if it belongs to another location */
export function findContact(context: SandboxContext, token: AccessToken, id: string | undefined) {
	if (id === undefined || id === '') throw refuse(404, 'Contact id not given');
	const contact = context.state.contacts.get(id);
	if (!contact) throw refuseMissing('CONTACT', `Contact with id ${id} not found`);
	checkLocation(token, contact.locationId);
	return contact;
}
