import { checkLocation } from '../auth';
import { findContact, findConversation, type Endpoint, type SandboxContext } from '../endpoint';
import { refuseSend } from '../errors';
import { check, optional, required } from '../validate';
import { changedConversationJson, conversationJson } from '../serializers';

const CREATE = { locationId: required('string'), contactId: required('string') };
const UPDATE = {
	locationId: required('string'),
	unreadCount: optional('number', { min: 0 }),
	starred: optional('boolean'),
};
const FEEDBACK = {
	'2021-04-15': optional('object'),
	v3: optional('string', { oneOf: ['positive', 'negative'] }),
};
const TYPING = {
	locationId: required('string'),
	visitorId: required('string'),
	conversationId: required('string'),
};

/** Create, get, update, delete; and the typing indicator of live chat. */
export function conversationEndpoints(context: SandboxContext): Endpoint[] {
	const { state, strict } = context;
	return [
		{
			method: 'post',
			path: '/conversations/',
			scope: 'conversations.write',
			run: ({ token, body }) => {
				const { locationId, contactId } = check(body, CREATE, strict);
				checkLocation(token, locationId);
				findContact(context, token, contactId);
				if (state.conversationOfContact(contactId)) {
					const message = `Conversation with the contact id:${contactId} already exists!`;
					throw refuseSend(400, message);
				}
				const conversation = state.addConversation({ locationId, contactId });
				return {
					status: 201,
					json: { success: true, conversation: changedConversationJson(conversation) },
				};
			},
		},
		{
			method: 'get',
			path: '/conversations/:conversationId',
			scope: 'conversations.readonly',
			run: ({ token, params }) => ({
				json: conversationJson(findConversation(context, token, params.conversationId)),
			}),
		},
		{
			method: 'put',
			path: '/conversations/:conversationId',
			scope: 'conversations.write',
			run: ({ token, version, params, body }) => {
				const isObject = typeof body.feedback === 'object';
				const rules = { ...UPDATE, feedback: FEEDBACK[isObject ? '2021-04-15' : version] };
				const { locationId, ...changes } = check(body, rules, strict);
				checkLocation(token, locationId);
				const conversation = findConversation(context, token, params.conversationId);
				Object.assign(conversation, changes, { dateUpdated: Date.now() });
				state.changed();
				return { json: { success: true, conversation: changedConversationJson(conversation) } };
			},
		},
		{
			method: 'delete',
			path: '/conversations/:conversationId',
			scope: 'conversations.write',
			run: ({ token, params }) => {
				state.removeConversation(findConversation(context, token, params.conversationId));
				return { json: { success: true } };
			},
		},
		{
			method: 'post',
			path: '/conversations/providers/live-chat/typing',
			scope: 'conversations/livechat.write',
			run: ({ token, body }) => {
				// isTyping is documented as a string with a boolean as example, so both are accepted.
				const isTyping = typeof body.isTyping === 'string' ? 'string' : 'boolean';
				const rules = { ...TYPING, isTyping: required(isTyping) };
				const typing = check(body, rules, strict);
				checkLocation(token, typing.locationId);
				findConversation(context, token, typing.conversationId);
				state.typing.push({ ...typing, isTyping: String(typing.isTyping) === 'true' });
				return { status: 201, json: { success: true } };
			},
		},
	];
}
