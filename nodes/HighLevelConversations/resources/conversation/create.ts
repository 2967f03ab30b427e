import { contactInBody, contactRule } from '../../fields/contact';
import { contactLookUp } from '../shared/contactLookup';
import { locationId } from '../../../shared/fields/location';
import { route, single } from '../../../shared/request';
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
			repeat: 'refused',
			location: 'body',
			fields: { contactId: contactRule },
			lookUps: contactLookUp,
			run: single({ unwrap: 'conversation' }),
		}),
	},
	fields: [
		{
			...contactInBody,
			// The list and the search know only people who have a conversation.
			default: { mode: 'id', value: '' },
			description: 'The contact, who must not have a conversation yet',
		},
		locationId,
	],
};
