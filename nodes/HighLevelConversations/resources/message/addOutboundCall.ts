import { inBody } from '../../../shared/fields/routing';
import { call } from '../../fields/call';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { altId, conversationProviderId, date } from '../../fields/provider';
import { attachments } from '../../fields/files';
import { contactOrConversation } from '../../fields/contact';
import { recordResponse } from '../../../shared/request';
import { assertContactOrConversation } from '../shared/checks';
import type { Operation } from '../shared/operation';

export const addOutboundCall: Operation = {
	option: {
		name: 'Add Outbound Call',
		value: 'addOutboundCall',
		action: 'Add outbound call',
		description: 'Record an outbound call that was made outside HighLevel',
	},
	request: { method: 'POST', url: '/conversations/messages/outbound' },
	scope: 'conversations/message.write',
	itemNoun: 'records',
	check: assertContactOrConversation,
	response: recordResponse(),
	fields: [
		inBody({
			displayName: 'Type',
			name: 'type',
			type: 'hidden',
			default: 'Call',
		}),
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
