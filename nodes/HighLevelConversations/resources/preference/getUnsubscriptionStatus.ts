import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { filtersOf } from '../../../shared/fields/collections';
import { locationId } from '../../../shared/fields/location';
import { contactInQuery, contactRule } from '../../fields/contact';
import { contactLookup } from '../shared/contactLookup';
import { route, recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const getUnsubscriptionStatus: Operation = {
	option: {
		name: 'Get Unsubscription Status',
		value: 'getUnsubscriptionStatus',
		action: 'Get unsubscription status',
		description: 'Retrieve what a contact has unsubscribed from',
		routing: route('GET', '/conversations/preferences/unsubscriptions/status', {
			pinnedVersion: API_VERSION_2021,
			location: 'query',
			fields: { contactId: contactRule },
			lookups: contactLookup,
			response: recordResponse({ unwrap: 'any' }),
		}),
	},
	fields: [
		contactInQuery,
		filtersOf([
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				placeholder: 'e.g. jane@example.com',
				description: 'Only return the status of this email address',
				routing: { send: { type: 'query', property: 'email' } },
			},
		]),
		locationId,
	],
};
