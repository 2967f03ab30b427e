import { updateFieldsOf } from '../../../shared/fields/collections';
import { CONVERSATION_LABEL, conversationInPath } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { route, rules, single } from '../../../shared/request';
import { assertSomething } from '../checks';
import type { Operation } from '../operation';

export const update: Operation = {
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update conversation',
		description: 'Star a conversation, set its unread count or its feedback',
		routing: route('PUT', '/conversations/{conversationId}', {
			scope: 'conversations.write',
			repeat: 'refused',
			location: 'body',
			ids: { conversationId: CONVERSATION_LABEL },
			fields: { unreadCount: rules.number, starred: rules.boolean, feedback: rules.json },
			check: assertSomething('unreadCount', 'starred', 'feedback'),
			run: single({ unwrap: 'conversation' }),
		}),
	},
	fields: [
		conversationInPath,
		updateFieldsOf([
			{
				displayName: 'Feedback',
				name: 'feedback',
				type: 'json',
				default: '{}',
				description: 'Feedback about the conversation, as a JSON object',
				routing: { send: { type: 'body', property: 'feedback' } },
			},
			{
				displayName: 'Starred',
				name: 'starred',
				type: 'boolean',
				default: true,
				description: 'Whether the conversation is starred',
				routing: { send: { type: 'body', property: 'starred' } },
			},
			{
				displayName: 'Unread Count',
				name: 'unreadCount',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'How many messages count as unread. 0 marks the conversation as read.',
				routing: { send: { type: 'body', property: 'unreadCount' } },
			},
		]),
		locationId,
	],
};
