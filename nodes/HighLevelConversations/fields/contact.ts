import type { INodeProperties } from 'n8n-workflow';

/** The contact in the body. */
export const contactIdInBody: INodeProperties = {
	displayName: 'Contact ID',
	name: 'contactId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. OP7z4LCyPACyH5fcEIZa',
	description: 'ID of the contact',
	routing: { send: { type: 'body', property: 'contactId' } },
};
