/** HighLevel's 29 documented endpoints, by resource and operation of the node. */

export type Place = 'path' | 'query' | 'body';

export interface Endpoint {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** The URL, whose placeholders are names of the node's parameters. */
	url: string;
	query: string[];
	body: string[];
	/** Documented members of the body's objects, e.g. `call.from`. */
	members: string[];
}

/** Names in one text, separated by spaces. */
const endpoint = (
	method: Endpoint['method'],
	url: string,
	fields: { query?: string; body?: string; members?: string } = {},
): Endpoint => {
	const names = (text = '') => text.split(/\s+/).filter((name) => name !== '');
	const { query, body, members } = fields;
	return { method, url, query: names(query), body: names(body), members: names(members) };
};

/** By `resource.operation`. */
export const documented: Record<string, Endpoint> = {
	'conversation.create': endpoint('POST', '/conversations/', { body: 'locationId contactId' }),
	'conversation.get': endpoint('GET', '/conversations/{conversationId}'),
	'conversation.update': endpoint('PUT', '/conversations/{conversationId}', {
		body: 'locationId unreadCount starred feedback',
	}),
	'conversation.delete': endpoint('DELETE', '/conversations/{conversationId}'),
	'conversation.setTyping': endpoint('POST', '/conversations/providers/live-chat/typing', {
		body: 'locationId isTyping visitorId conversationId',
	}),
	'message.send': endpoint('POST', '/conversations/messages', {
		body: `type subType contactId appointmentId attachments emailFrom emailCc emailBcc html message
			subject replyMessageId templateId threadId scheduledTimestamp conversationProviderId emailTo
			customSubtypeId emailReplyMode fromNumber toNumber forward status usesNativeSchedulingAi
			optimizationPeriod mentions userId`,
		members: `forward.isForwarded forward.forwardWholeThread forward.messageId
			forward.emailMessageId forward.sourceContactId forward.sourceConversationId forward.toEmail
			forward.recipientContactId forward.recipientConversationId`,
	}),
	'message.get': endpoint('GET', '/conversations/messages/{messageId}'),
	'message.getAll': endpoint('GET', '/conversations/{conversationId}/messages', {
		query: 'lastMessageId limit type',
	}),
	'message.export': endpoint('GET', '/conversations/messages/export', {
		query: `locationId limit cursor sortBy sortOrder conversationId contactId channel startDate
			endDate`,
	}),
	'message.addInbound': endpoint('POST', '/conversations/messages/inbound', {
		body: `type attachments message conversationId contactId conversationProviderId html subject
			emailFrom emailTo emailCc emailBcc emailMessageId altId direction date call`,
		members: 'call.to call.from call.status',
	}),
	'message.addOutboundCall': endpoint('POST', '/conversations/messages/outbound', {
		body: 'type attachments conversationId contactId conversationProviderId altId date call',
		members: 'call.to call.from call.status',
	}),
	'message.replyToReview': endpoint('POST', '/conversations/messages/review-reply', {
		body: 'conversationId locationId message',
	}),
	'message.updateStatus': endpoint('PUT', '/conversations/messages/{messageId}/status', {
		body: 'status error emailMessageId recipients',
		members: 'error.code error.type error.message',
	}),
	'message.setAttachments': endpoint('PUT', '/conversations/messages/{messageId}/attachments', {
		body: 'attachments',
	}),
	'message.cancelScheduled': endpoint('DELETE', '/conversations/messages/{messageId}/schedule'),
	'message.cancelScheduledEmail': endpoint(
		'DELETE',
		'/conversations/messages/email/{emailMessageId}/schedule',
	),
	'message.getEmail': endpoint('GET', '/conversations/messages/email/{emailMessageId}'),
	'message.getRecording': endpoint(
		'GET',
		'/conversations/messages/{messageId}/locations/{locationId}/recording',
	),
	'message.getTranscription': endpoint(
		'GET',
		'/conversations/locations/{locationId}/messages/{messageId}/transcription',
	),
	'message.downloadTranscription': endpoint(
		'GET',
		'/conversations/locations/{locationId}/messages/{messageId}/transcription/download',
	),
	'upload.uploadFile': endpoint('POST', '/conversations/messages/upload', {
		body: 'conversationId contactId locationId attachmentUrls chatServiceSid isGroupSms',
	}),
	'upload.initiate': endpoint('POST', '/conversations/messages/upload/initiate', {
		body: 'locationId conversationId filename contentType fileSize channel',
	}),
	'upload.complete': endpoint('POST', '/conversations/messages/upload/complete', {
		body: 'uploadId filePath locationId conversationId filename',
	}),
	'preference.getAllSubtypes': endpoint('GET', '/conversations/preferences/custom-subtypes', {
		query: 'locationId',
	}),
	'preference.createSubtype': endpoint('POST', '/conversations/preferences/custom-subtypes', {
		query: 'locationId',
		body: 'name description channel language',
	}),
	'preference.updateSubtype': endpoint(
		'PUT',
		'/conversations/preferences/custom-subtypes/{subtypeId}',
		{ query: 'locationId', body: 'name description archived resubscription_legal_form_id' },
	),
	'preference.getUnsubscriptionStatus': endpoint(
		'GET',
		'/conversations/preferences/unsubscriptions/status',
		{ query: 'locationId contactId email' },
	),
	'preference.changeSubscription': endpoint(
		'POST',
		'/conversations/preferences/unsubscriptions/user-change',
		{
			body: 'locationId contactId email subscription_action legal_reason legal_description',
			members: `subscription_action.type subscription_action.subtype_name
				subscription_action.subtype_id subscription_action.subtype_status`,
		},
	),
	'search.searchConversations': endpoint('GET', '/conversations/search', {
		query: `locationId contactId assignedTo followers mentions query sort startAfterDate id limit
			lastMessageType lastMessageAction lastMessageDirection status sortBy sortScoreProfile
			scoreProfile scoreProfileMin scoreProfileMax startDate endDate`,
	}),
};

/** Additional endpoints of v3. */
export const inVersion3: Record<string, Endpoint> = {
	'message.updateEmailStatus': endpoint(
		'PUT',
		'/conversations/messages/email/{emailMessageId}/status',
		{ body: 'status events recipients' },
	),
};

/** Operations with several requests. */
export const composed: Record<string, Endpoint> = {
	'conversation.getUnanswered': endpoint('GET', '/conversations/{conversationId}/messages'),
	'conversation.handOver': endpoint('POST', '/conversations/messages'),
	'message.sendAndWait': endpoint('POST', '/conversations/messages'),
	'message.downloadAttachments': endpoint('GET', '/conversations/messages'),
	'message.getReplies': endpoint('GET', '/conversations/{conversationId}/messages'),
	'upload.uploadLargeFile': endpoint('POST', '/conversations/messages/upload/initiate'),
};

/** The endpoints of all operations. */
export const endpoints: Record<string, Endpoint> = {
	...documented,
	...inVersion3,
	...composed,
};

/** Names of the placeholders in a URL. */
export const placeholders = (url: string): string[] =>
	[...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

/** Every documented field of an operation, as `place name`, without the members of objects. */
export const fieldsOf = ({ url, query, body }: Endpoint): string[] => [
	...placeholders(url).map((name) => `path ${name}`),
	...query.map((name) => `query ${name}`),
	...body.map((name) => `body ${name}`),
];
