import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { updateFieldsOf } from '../../../shared/fields/collections';
import { locationId } from '../../../shared/fields/location';
import { subtypeLocator } from '../../fields/subtype';
import { route, rules, recordResponse } from '../../../shared/request';
import { assertSomething } from '../shared/checks';
import type { Operation } from '../shared/operation';
import { description, name, subtypeTexts } from './fields';

export const updateSubtype: Operation = {
	option: {
		name: 'Update Subtype',
		value: 'updateSubtype',
		action: 'Update subtype',
		description:
			'Change or archive a custom subtype. Needs the token of an agency or account admin.',
		routing: route('PUT', '/conversations/preferences/custom-subtypes/{subtypeId}', {
			pinnedVersion: API_VERSION_2021,
			location: 'query',
			fields: { ...subtypeTexts, archived: rules.boolean },
			check: assertSomething('archived', 'description', 'name', 'resubscription_legal_form_id'),
			response: recordResponse({ unwrap: 'any' }),
		}),
	},
	fields: [
		{ ...subtypeLocator, required: true },
		updateFieldsOf([
			{
				displayName: 'Archived',
				name: 'archived',
				type: 'boolean',
				default: true,
				description: 'Whether the subtype is archived',
				routing: { send: { type: 'body', property: 'archived' } },
			},
			description,
			name,
			{
				displayName: 'Resubscription Legal Form ID',
				name: 'resubscription_legal_form_id',
				type: 'string',
				default: '',
				placeholder: 'e.g. form_123456',
				description: 'ID of the legal form for resubscription. Used when archiving.',
				routing: { send: { type: 'body', property: 'resubscription_legal_form_id' } },
			},
		]),
		locationId,
	],
};
