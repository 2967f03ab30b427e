import type { INodeProperties } from 'n8n-workflow';

/** The sub-account to work on. The executor puts it where the operation's plan says. */
export const locationId: INodeProperties = {
	displayName: 'Location ID',
	name: 'locationId',
	type: 'string',
	default: '',
	placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
	description: "ID of the sub-account. Leave empty to use the credential's.",
};
