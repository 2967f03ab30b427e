import { inBody } from '../../../shared/fields/routing';
import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { locationId } from '../../../shared/fields/location';
import { recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { description, name } from './fields';

export const createSubtype: Operation = {
	option: {
		name: 'Create Subtype',
		value: 'createSubtype',
		action: 'Create subtype',
		description:
			'Create a custom subscription subtype. Requires the token of an agency or account admin.',
	},
	request: {
		method: 'POST',
		url: '/conversations/preferences/custom-subtypes',
		pinnedVersion: API_VERSION_2021,
		location: 'query',
	},
	response: recordResponse({ unwrap: 'any' }),
	fields: [
		{ ...name, required: true },
		inBody({
			displayName: 'Channel',
			name: 'channel',
			type: 'options',
			options: [
				{ name: 'Email', value: 'email' },
				{ name: 'SMS', value: 'sms' },
			],
			default: 'email',
			description: 'Channel of the messages that the subscription covers',
		}),
		inBody({
			displayName: 'Language',
			name: 'language',
			type: 'string',
			required: true,
			default: 'en',
			placeholder: 'e.g. en',
			description: 'Language code of the name and description',
		}),
		additionalFieldsOf([description]),
		locationId,
	],
};
