import { call } from '../../fields/call';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { altId, conversationProviderId, date } from '../../fields/provider';
import { attachments } from '../../fields/files';
import { contactOrConversation } from '../../fields/contact';
import { contactLookup } from '../shared/contactLookup';
import { route, rules, recordResponse } from '../../../shared/request';
import { assertContactOrConversation } from '../shared/checks';
import type { Operation } from '../shared/operation';

export const addOutboundCall: Operation = {
	option: {
		name: 'Add Outbound Call',
		value: 'addOutboundCall',
		action: 'Add outbound call',
		description: 'Record an outbound call that was made outside HighLevel',
		routing: route('POST', '/conversations/messages/outbound', {
			scope: 'conversations/message.write',
			itemNoun: 'records',
			fields: {
				conversationProviderId: rules.required,
				attachments: rules.urls(5),
				date: rules.isoDate,
			},
			lookups: contactLookup,
			check: assertContactOrConversation,
			response: recordResponse(),
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
		...contactOrConversation,
		{ ...conversationProviderId, required: true },
		additionalFieldsOf([
			altId,
			attachments,
			call,
			{ ...date, description: 'When the call was made' },
		]),
	],
};
