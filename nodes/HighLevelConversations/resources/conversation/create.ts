import { contactIdInBody } from '../../fields/contact';
import { locationId } from '../../../shared/fields/location';
import { route, rules, single } from '../../../shared/request';
import type { Operation } from '../operation';

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
			fields: { contactId: rules.required },
			run: single({ unwrap: 'conversation' }),
		}),
	},
	fields: [contactIdInBody, locationId],
};
