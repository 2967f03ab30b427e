import { contactInBody, contactRule } from '../../fields/contact';
import { contactLookup } from '../shared/contactLookup';
import { locationId } from '../../../shared/fields/location';
import { route, recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const create: Operation = {
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create conversation',
		description: 'Start a conversation with a contact',
		// The slash at the end is part of the address.
		routing: route('POST', '/conversations/', {
			scope: 'conversations.write',
			location: 'body',
			fields: { contactId: contactRule },
			lookups: contactLookup,
			response: recordResponse({ unwrap: 'conversation' }),
		}),
	},
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
