import { API_VERSION_2021 } from '../../../../credentials/shared/fields';
import { locationId } from '../../../shared/fields/location';
import { listResponse } from '../../../shared/request';
import type { Operation } from '../shared/operation';

export const getAllSubtypes: Operation = {
	option: {
		name: 'Get Many Subtypes',
		value: 'getAllSubtypes',
		action: 'Get many subtypes',
		description: 'Retrieve all custom subscription subtypes of a location',
	},
	request: {
		method: 'GET',
		url: '/conversations/preferences/custom-subtypes',
		pinnedVersion: API_VERSION_2021,
		location: 'query',
	},
	response: listResponse(),
	fields: [locationId],
};
