import { inBody } from '../../../shared/fields/routing';
import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { updateFieldsOf } from '../../../shared/fields/collections';
import { locationId } from '../../../shared/fields/location';
import { subtypeLocator } from '../../fields/subtype';
import { recordResponse } from '../../../shared/request';
import { assertUpdates } from '../shared/checks';
import type { Operation } from '../shared/operation';
import { description, name } from './fields';

const updateFields = updateFieldsOf([
	inBody({
		displayName: 'Archived',
		name: 'archived',
		type: 'boolean',
		default: true,
		description: 'Whether the subtype is archived',
	}),
	description,
	name,
	inBody({
		displayName: 'Resubscription Legal Form ID',
		name: 'resubscription_legal_form_id',
		type: 'string',
		default: '',
		placeholder: 'e.g. form_123456',
		description: 'ID of the legal form for resubscription. Used when archiving.',
	}),
]);

export const updateSubtype: Operation = {
	option: {
		name: 'Update Subtype',
		value: 'updateSubtype',
		action: 'Update subtype',
		description:
			'Change or archive a custom subtype. Requires the token of an agency or account admin.',
	},
	request: {
		method: 'PUT',
		url: '/conversations/preferences/custom-subtypes/{subtypeId}',
		pinnedVersion: API_VERSION_2021,
		location: 'query',
	},
	check: assertUpdates(updateFields),
	response: recordResponse({ unwrap: 'any' }),
	fields: [{ ...subtypeLocator, required: true }, updateFields, locationId],
};
