import { call } from '../../fields/call';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { conversationInBody, conversationRule } from '../../../shared/fields/conversation';
import { altId, conversationProviderId, date } from '../../fields/external';
import { attachments } from '../../fields/files';
import { route, rules, single } from '../../../shared/request';
import type { Operation } from '../operation';

export const addOutboundCall: Operation = {
	option: {
		name: 'Add Outbound Call',
		value: 'addOutboundCall',
		action: 'Add outbound call',
		description: 'Record a call that was made outside HighLevel',
		routing: route('POST', '/conversations/messages/outbound', {
			scope: 'conversations/message.write',
			repeat: 'refused',
			counted: 'records',
			fields: {
				conversationId: conversationRule,
				conversationProviderId: rules.required,
				attachments: rules.urls(5),
				date: rules.iso,
			},
			run: single(),
		}),
	},
	fields: [
		{
			displayName: 'Type',
			name: 'type',
			type: 'hidden',
			default: 'Call',
			routing: { send: { type: 'body', property: 'type' } },
		},
		conversationInBody,
		{ ...conversationProviderId, required: true },
		additionalFieldsOf([
			altId,
			attachments,
			call,
			{ ...date, description: 'When the call was made' },
		]),
	],
};
