import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { additionalFieldsOf } from '../../../shared/fields/collections';
import { locationId } from '../../../shared/fields/location';
import { route, rules, recordResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { description, name, subtypeTexts } from './fields';

export const createSubtype: Operation = {
	option: {
		name: 'Create Subtype',
		value: 'createSubtype',
		action: 'Create subtype',
		description:
			'Create a custom subscription subtype. Needs the token of an agency or account admin.',
		routing: route('POST', '/conversations/preferences/custom-subtypes', {
			pinnedVersion: API_VERSION_2021,
			location: 'query',
			fields: {
				...subtypeTexts,
				name: rules.pipe(rules.required, subtypeTexts.name),
				language: rules.required,
			},
			response: recordResponse({ unwrap: 'any' }),
		}),
	},
	fields: [
		{ ...name, required: true },
		{
			displayName: 'Channel',
			name: 'channel',
			type: 'options',
			options: [
				{ name: 'Email', value: 'email' },
				{ name: 'SMS', value: 'sms' },
			],
			default: 'email',
			description: 'Channel of the subscription',
			routing: { send: { type: 'body', property: 'channel' } },
		},
		{
			displayName: 'Language',
			name: 'language',
			type: 'string',
			required: true,
			default: 'en',
			placeholder: 'e.g. en',
			description: 'Language code of name and description',
			routing: { send: { type: 'body', property: 'language' } },
		},
		additionalFieldsOf([description]),
		locationId,
	],
};
