import { inBody } from '../../../shared/fields/routing';
import { conversationInBody } from '../../../shared/fields/conversation';
import { locationId } from '../../../shared/fields/location';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const setTyping: Operation = {
	option: {
		name: 'Set Typing',
		value: 'setTyping',
		action: 'Set typing indicator',
		description: 'Show or hide the typing indicator in a live chat',
	},
	request: { method: 'POST', url: '/conversations/providers/live-chat/typing', location: 'body' },
	scope: 'conversations/livechat.write',
	response: recordResponse(),
	fields: [
		conversationInBody,
		inBody({
			displayName: 'Visitor ID',
			name: 'visitorId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description: 'ID of the visitor of the live chat',
		}),
		inBody({
			displayName: 'Is Typing',
			name: 'isTyping',
			type: 'boolean',
			default: true,
			description: 'Whether the agent is typing',
		}),
		locationId,
	],
};
