import {
	findContact,
	findConversation,
	type Call,
	type Endpoint,
	type SandboxContext,
} from '../endpoint';
import { refuse, refuseSend } from '../errors';
import { INBOUND_TYPES } from '../messageTypes';
import type { Conversation, Fields, Message } from '../types';
import { check, optional, required } from '../validate';

const SHARED = {
	attachments: optional('strings'),
	conversationProviderId: optional('string'),
	altId: optional('string'),
	date: optional('string'),
	call: optional('object'),
};
const INBOUND = {
	...SHARED,
	type: required('string', { oneOf: Object.keys(INBOUND_TYPES) }),
	message: optional('string'),
	conversationId: optional('string'),
	contactId: optional('string'),
	html: optional('string'),
	subject: optional('string'),
	emailFrom: optional('string'),
	emailTo: optional('string'),
	emailCc: optional('strings'),
	emailBcc: optional('strings'),
	emailMessageId: optional('string'),
	direction: optional('string', { oneOf: ['inbound', 'outbound'] }),
};
const OUTBOUND = {
	...SHARED,
	type: required('string', { oneOf: ['Call'] }),
	conversationId: optional('string'),
	contactId: optional('string'),
	conversationProviderId: required('string'),
};
type Inbound = ReturnType<typeof check<typeof INBOUND>>;

/** Messages and calls of external systems, which are only recorded. */
export function externalMessageEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	return [
		{
			method: 'post',
			path: '/conversations/messages/inbound',
			scope: 'conversations/message.write',
			run: ({ token, body }) => {
				const given = check(body, INBOUND, strict);
				const { type, conversationProviderId: provider } = given;
				const conversation = conversationFor(context, token, given);
				// The live API accepts this without an error, but stores nothing.
				if (type === 'Custom' && provider === undefined) return { status: 201, empty: true };
				if ((provider !== undefined || type === 'Call') && !state.providers.has(provider ?? '')) {
					throw refuseSend(400, 'Invalid conversationProviderId');
				}
				const direction = given.direction === 'inbound' ? 'inbound' : 'outbound';
				const message = state.addMessage({
					...externalFields(given),
					conversationId: conversation.id,
					messageType: INBOUND_TYPES[type],
					direction,
					body: given.message,
				});
				if (direction === 'inbound') {
					conversation.unreadCount = (conversation.unreadCount ?? 0) + 1;
					state.changed();
				}
				const emailMessageId = type === 'Email' ? storeEmail(context, message, given) : undefined;
				return { json: { ...createdResponse(message), emailMessageId } };
			},
		},
		{
			method: 'post',
			path: '/conversations/messages/outbound',
			scope: 'conversations/message.write',
			run: ({ token, body }) => {
				const given = check(body, OUTBOUND, strict);
				const conversation = conversationFor(context, token, given);
				if (!state.providers.has(given.conversationProviderId)) {
					throw refuseSend(400, 'Invalid conversationProviderId');
				}
				const message = state.addMessage({
					...externalFields(given),
					conversationId: conversation.id,
					messageType: 'TYPE_CALL',
					subType: 'EXTERNAL_CALL',
					direction: 'outbound',
				});
				return { json: createdResponse(message) };
			},
		},
	];
}

function conversationFor(
	context: SandboxContext,
	token: Call['token'],
	given: Pick<Inbound, 'conversationId' | 'contactId'>,
): Conversation {
	const { conversationId, contactId } = given;
	if (conversationId !== undefined) return findConversation(context, token, conversationId);
	const { id, locationId } = findContact(context, token, contactId);
	const known = context.state.conversationOfContact(id);
	return known ?? context.state.addConversation({ locationId, contactId: id });
}

function externalFields(given: Pick<Inbound, keyof typeof SHARED>): Partial<Message> {
	const { attachments = [], conversationProviderId, altId, date, call } = given;
	const dateAdded = date === undefined ? Date.now() : Date.parse(date);
	if (Number.isNaN(dateAdded)) throw refuse(422, 'date must be a valid ISO 8601 date string');
	return {
		attachments,
		conversationProviderId,
		altId,
		dateAdded,
		source: 'api',
		call: callOf(call),
	};
}

function callOf(call: Fields | undefined): Message['call'] {
	if (!call) return undefined;
	const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
	const status = text(call.status) ?? 'completed';
	return { duration: null, status, from: text(call.from), to: text(call.to) };
}

function storeEmail({ state }: SandboxContext, message: Message, given: Inbound): string {
	const { altId, emailFrom, emailTo, emailCc = [], emailBcc = [], emailMessageId } = given;
	const { id } = state.addEmail(message, {
		subject: given.subject ?? '',
		body: given.html ?? given.message ?? '',
		provider: 'custom',
		to: emailTo === undefined ? [] : [emailTo],
		cc: emailCc,
		bcc: emailBcc,
		...(emailFrom === undefined ? {} : { from: emailFrom }),
		...{ altId, replyToMessageId: emailMessageId },
	});
	return id;
}

function createdResponse({ id, conversationId, contactId, dateAdded }: Message): Fields {
	return {
		success: true,
		conversationId,
		messageId: id,
		message: 'Message added successfully',
		contactId,
		dateAdded: new Date(dateAdded).toISOString(),
	};
}
