import { contactInBody } from '../../fields/contact';
import { locationId } from '../../../shared/fields/location';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create conversation',
		description: 'Start a conversation with a contact',
	},
	request: { method: 'POST', url: '/conversations/', location: 'body' },
	scope: 'conversations.write',
	response: recordResponse({ unwrap: 'conversation' }),
	fields: [
		{
			...contactInBody,
			// The list and the search know only people who have a conversation.
			default: { mode: 'id', value: '' },
			description: 'The contact. They must not have a conversation yet.',
		},
		locationId,
	],
};
