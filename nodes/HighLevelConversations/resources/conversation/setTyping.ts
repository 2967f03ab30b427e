import { conversationInBody, conversationRule } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { route, rules, recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const setTyping: Operation = {
	option: {
		name: 'Set Typing',
		value: 'setTyping',
		action: 'Set typing indicator',
		description: 'Show or hide the typing indicator in a live chat',
		routing: route('POST', '/conversations/providers/live-chat/typing', {
			scope: 'conversations/livechat.write',
			location: 'body',
			fields: {
				conversationId: conversationRule,
				visitorId: rules.required,
				isTyping: rules.boolean,
			},
			response: recordResponse(),
		}),
	},
	fields: [
		conversationInBody,
		{
			displayName: 'Visitor ID',
			name: 'visitorId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description: 'ID of the visitor of the live chat',
			routing: { send: { type: 'body', property: 'visitorId' } },
		},
		{
			displayName: 'Is Typing',
			name: 'isTyping',
			type: 'boolean',
			default: true,
			description: 'Whether the agent is typing',
			routing: { send: { type: 'body', property: 'isTyping' } },
		},
		locationId,
	],
};
