import type { INodeProperties } from 'n8n-workflow';

/** A custom subtype of subscriptions, from a list or by its ID. */
export const subtypeLocator: INodeProperties = {
	displayName: 'Subtype',
	name: 'subtypeId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The custom subscription subtype',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a subtype...',
			typeOptions: { searchListMethod: 'searchSubtypes', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 507f1f77bcf86cd799439011',
		},
	],
};
