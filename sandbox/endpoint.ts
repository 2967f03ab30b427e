/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Readable } from 'node:stream';

import type { AccessToken, Scope, Version } from './auth';
import { checkLocation } from './auth';
import { refuse } from './errors';
import type { State } from './state';
import type { Conversation, Fields, Message, ReceivedFile } from './types';

/** What an endpoint knows: the records, the strictness, and where large files go. */
export interface World {
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
	/** The versions of the API that have it; all unless told. */
	versions?: readonly Version[];
	/** Lists can be slowed down apart from the rest. */
	list?: true;
	run: (call: Call) => Reply;
}

/** @throws ApiError 404 when unknown, 403 when it is another location's */
export function findConversation(world: World, token: AccessToken, id: string): Conversation {
	const conversation = world.state.conversations.get(id);
	if (!conversation) throw refuse(404, `Conversation with id ${id} not found`);
	checkLocation(token, conversation.locationId);
	return conversation;
}

/** @throws ApiError 404 when unknown, 403 when it is another location's */
export function findMessage(world: World, token: AccessToken, id: string): Message {
	const message = world.state.messages.get(id);
	if (!message) throw refuse(404, `Message with id ${id} not found`);
	checkLocation(token, message.locationId);
	return message;
}

/** @throws ApiError 404 when no id was given or it is unknown, 403 when it is another location's */
export function findContact(world: World, token: AccessToken, id: string | undefined) {
	if (id === undefined || id === '') throw refuse(404, 'Contact id not given');
	const contact = world.state.contacts.get(id);
	if (!contact) throw refuse(404, `Contact with id ${id} not found`);
	checkLocation(token, contact.locationId);
	return contact;
}
