import type { INodeProperties } from 'n8n-workflow';

/** The sub-account to work in. The executor puts it where the operation's spec says. */
export const locationId: INodeProperties = {
	displayName: 'Location ID',
	name: 'locationId',
	type: 'string',
	default: '',
	placeholder: 'From credential',
	description: 'ID of the sub-account. Leave empty to use the one from the credential.',
};
