import { inQuery } from '../../../shared/fields/routing';
import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { filtersOf } from '../../../shared/fields/collections';
import { locationId } from '../../../shared/fields/location';
import { contactInQuery } from '../../fields/contact';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const getUnsubscriptionStatus: Operation = {
	option: {
		name: 'Get Unsubscription Status',
		value: 'getUnsubscriptionStatus',
		action: 'Get unsubscription status',
		description: 'Retrieve the subscriptions from which a contact has unsubscribed',
	},
	request: {
		method: 'GET',
		url: '/conversations/preferences/unsubscriptions/status',
		pinnedVersion: API_VERSION_2021,
		location: 'query',
	},
	response: recordResponse({ unwrap: 'any' }),
	fields: [
		contactInQuery,
		filtersOf([
			inQuery({
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				placeholder: 'e.g. jane@example.com',
				description: 'Only return the status of this email address',
			}),
		]),
		locationId,
	],
};
