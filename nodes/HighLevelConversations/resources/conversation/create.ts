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
			// By ID, because without an optional scope the list and the search only find contacts who already have a conversation.
			default: { mode: 'id', value: '' },
			description:
				'The contact, by ID, phone number or email address. They must not have a conversation yet.',
		},
		locationId,
	],
};
