import type { INodeProperties } from 'n8n-workflow';

/** The sub-account of the request. Sent as the operation's spec says. */
export const locationId: INodeProperties = {
	displayName: 'Location ID',
	name: 'locationId',
	type: 'string',
	default: '',
	placeholder: 'From credential',
	description: 'ID of the sub-account. Leave empty to use the one from the credential.',
};
