import { isEmail, typeNumber } from './messageTypes';
import type { Contact, Conversation, Email, Fields, Message } from './types';

const iso = (ms: number): string => new Date(ms).toISOString();
const CONVERSATION_TYPES = [
	'',
	'TYPE_PHONE',
	'TYPE_EMAIL',
	'TYPE_FB_MESSENGER',
	'TYPE_REVIEW',
	'TYPE_GROUP_SMS',
];

/** A message in lists, the export and "get message"; undefined members are omitted in JSON. */
export function messageJson(message: Message): Fields {
	return {
		id: message.id,
		// Campaign emails of the live API have no direction.
		direction: message.messageType === 'TYPE_CAMPAIGN_EMAIL' ? undefined : message.direction,
		status: message.status,
		type: typeNumber(message.messageType),
		messageType: message.messageType,
		locationId: message.locationId,
		contactId: message.contactId,
		conversationId: message.conversationId,
		attachments: message.attachments,
		body: isEmail(message.messageType) ? undefined : message.body,
		contentType: message.contentType,
		source: message.source,
		subType: message.subType,
		userId: message.userId,
		conversationProviderId: message.conversationProviderId,
		altId: message.altId,
		to: message.to,
		dateAdded: iso(message.dateAdded),
		dateUpdated: iso(message.dateUpdated),
		error: message.error,
		...metaJson(message),
	};
}

function metaJson({ call, emailMessageIds }: Message): Fields {
	if (emailMessageIds.length > 0) return { meta: { email: { messageIds: emailMessageIds } } };
	if (!call) return {};
	const { duration, status, from, to } = call;
	return {
		from,
		to,
		meta: { callDuration: duration, callStatus: status, call: { duration, status } },
	};
}

/** An email in GET /conversations/messages/email/{id}. */
export function emailJson(email: Email): Fields {
	const dateAdded = iso(email.dateAdded);
	return { ...email, messageId: undefined, contentType: 'text/html', dateAdded };
}

/** A conversation in the search: with undocumented fields and many nulls. */
export function searchJson(
	conversation: Conversation,
	contact: Contact | undefined,
	sort: number,
): Fields {
	const name = contact ? `${contact.firstName} ${contact.lastName}`.trim() : null;
	return {
		id: conversation.id,
		locationId: conversation.locationId,
		contactId: conversation.contactId,
		fullName: name,
		contactName: name,
		companyName: contact?.companyName ?? null,
		email: contact?.email ?? null,
		phone: contact?.phone ?? null,
		profilePhoto: null,
		tags: contact?.tags ?? [],
		type: CONVERSATION_TYPES[conversation.type],
		messageTypes: [conversation.lastMessageType],
		lastMessageBody: conversation.lastMessageBody,
		lastMessageDate: conversation.lastMessageDate,
		lastMessageType: conversation.lastMessageType,
		lastMessageDirection: conversation.lastMessageDirection,
		lastManualMessageDate: conversation.lastManualMessageDate,
		lastOutboundMessageAction: conversation.lastOutboundMessageAction,
		lastInternalComment: null,
		isLastMessageInternalComment: conversation.lastMessageType === 'TYPE_INTERNAL_COMMENT',
		unreadCount: conversation.unreadCount ?? 0,
		starred: conversation.starred,
		inbox: conversation.inbox ?? null,
		assignedTo: conversation.assignedTo,
		followers: conversation.followers,
		mentions: conversation.mentions,
		scoring: Object.entries(conversation.scores).map(([id, score]) => ({ id, score })),
		dueAt: conversation.dueAt,
		overdueAt: conversation.overdueAt,
		attributed: null,
		dateAdded: conversation.dateAdded,
		dateUpdated: conversation.dateUpdated,
		sort: [sort],
	};
}

/** A conversation in "get conversation": numeric types and a Firestore-like date. */
export function conversationJson(conversation: Conversation): Fields {
	const { lastMessageDate } = conversation;
	return {
		id: conversation.id,
		locationId: conversation.locationId,
		contactId: conversation.contactId,
		type: conversation.type,
		lastMessageType: typeNumber(conversation.lastMessageType),
		lastMessageBody: conversation.lastMessageBody,
		lastMessageDate: {
			seconds: Math.floor(lastMessageDate / 1000),
			nanoseconds: (lastMessageDate % 1000) * 1_000_000,
		},
		unreadCount: conversation.unreadCount,
		inbox: conversation.inbox,
		starred: conversation.starred,
		assignedTo: conversation.assignedTo,
		deleted: false,
	};
}

/** A conversation in the responses of "create" and "update". */
export function changedConversationJson(conversation: Conversation): Fields {
	return {
		id: conversation.id,
		locationId: conversation.locationId,
		contactId: conversation.contactId,
		assignedTo: conversation.assignedTo,
		lastMessageBody: conversation.lastMessageBody,
		lastMessageDate: iso(conversation.lastMessageDate),
		lastMessageType: conversation.lastMessageType,
		unreadCount: conversation.unreadCount,
		inbox: conversation.inbox,
		starred: conversation.starred,
		feedback: conversation.feedback,
		deleted: false,
		dateAdded: iso(conversation.dateAdded),
		dateUpdated: iso(conversation.dateUpdated),
	};
}
