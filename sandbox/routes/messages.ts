import { findMessage, type Endpoint, type SandboxContext } from '../endpoint';
import { refuse, refuseBare, refuseFields } from '../errors';
import { isCall, isEmail } from '../messageTypes';
import { check, optional, required } from '../validate';
import { emailJson, messageJson } from '../serializers';

const STATUS = {
	status: required('string', { oneOf: ['delivered', 'failed', 'pending', 'read'] }),
	error: optional('object'),
	emailMessageId: optional('string'),
	recipients: optional('strings'),
};
const ATTACHMENTS = { attachments: required('strings') };
const NOTHING_TO_CANCEL = 'Failed cancel the scheduled message';
const CANCELLED = { status: 200, message: 'Message cancelled successfully.' };

/** Single messages and emails: get, status, attachments, cancel. */
export function messageEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	return [
		{
			method: 'get',
			path: '/conversations/messages/:id',
			scope: 'conversations/message.readonly',
			run: ({ token, params }) => ({
				json: { message: messageJson(findMessage(context, token, params.id)) },
			}),
		},
		{
			method: 'get',
			path: '/conversations/messages/email/:id',
			scope: 'conversations/message.readonly',
			run: ({ token, params }) => {
				const email = state.emails.get(params.id);
				if (!email) throw refuse(404, `Email message with id ${params.id} not found`);
				findMessage(context, token, email.messageId);
				return { json: emailJson(email) };
			},
		},
		{
			method: 'put',
			path: '/conversations/messages/:messageId/status',
			scope: 'conversations/message.write',
			run: ({ token, params, body }) => {
				const message = findMessage(context, token, params.messageId);
				const { status, error, emailMessageId } = check(body, STATUS, strict);
				const provider = message.conversationProviderId;
				if (provider === undefined || !state.providers.has(provider)) {
					throw refuse(403, 'The token does not own the conversation provider of this message.');
				}
				Object.assign(message, { status, error, dateUpdated: Date.now() });
				state.changed();
				const { conversationId, id: messageId } = message;
				return { json: { conversationId, emailMessageId, messageId, status } };
			},
		},
		{
			method: 'put',
			path: '/conversations/messages/:messageId/attachments',
			scope: 'conversations/message.write',
			run: ({ token, params, body }) => {
				const message = findMessage(context, token, params.messageId);
				const { attachments } = check(body, ATTACHMENTS, strict);
				if (attachments.length > 5) {
					throw refuseFields(['attachments must contain no more than 5 elements']);
				}
				if (!isCall(message.messageType)) {
					throw refuse(403, 'Message type does not support attachment updates');
				}
				Object.assign(message, { attachments, dateUpdated: Date.now() });
				state.changed();
				return { json: { success: true, messageId: message.id, attachments } };
			},
		},
		{
			method: 'delete',
			path: '/conversations/messages/:messageId/schedule',
			scope: 'conversations/message.write',
			run: ({ token, params }) => {
				const message = state.messages.get(params.messageId);
				// A scheduled email can only be canceled by its email message ID.
				if (!message || message.status !== 'scheduled' || isEmail(message.messageType)) {
					throw refuseBare(404, NOTHING_TO_CANCEL);
				}
				state.cancel(findMessage(context, token, message.id));
				return { json: CANCELLED };
			},
		},
		{
			method: 'delete',
			path: '/conversations/messages/email/:emailMessageId/schedule',
			scope: 'conversations/message.write',
			run: ({ token, params }) => {
				const email = state.emails.get(params.emailMessageId);
				const message = email && state.messages.get(email.messageId);
				if (message?.status !== 'scheduled') throw refuseBare(404, NOTHING_TO_CANCEL);
				state.cancel(findMessage(context, token, message.id));
				return { json: CANCELLED };
			},
		},
	];
}
