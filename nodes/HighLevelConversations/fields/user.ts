import type { INodeProperties } from 'n8n-workflow';

/** How the editor calls the field, for messages. */
export const USER_LABEL = 'User';

/** A user of the location, from a list or by ID. The list needs the optional scope `users.readonly`. */
export const userLocator: INodeProperties = {
	displayName: USER_LABEL,
	name: 'userId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The user of the location',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a user...',
			hint: "Needs the scope 'users.readonly'. By ID works without it.",
			typeOptions: { searchListMethod: 'searchUsers', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. Tz3kL8mQp2RsVx7Yb1Nc',
		},
	],
};
