import type { INodeProperties } from 'n8n-workflow';

/** The id that another system gave a message. */
export const altId: INodeProperties = {
	displayName: 'Alt ID',
	name: 'altId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 61d6d1f9cdac7612faf80753',
	description: 'ID of the message in the other system',
	routing: { send: { type: 'body', property: 'altId' } },
};

export const date: INodeProperties = {
	displayName: 'Date',
	name: 'date',
	type: 'dateTime',
	default: '',
	description: 'When the message was received',
	routing: { send: { type: 'body', property: 'date' } },
};

/** The conversation provider of a marketplace app. */
export const conversationProviderId: INodeProperties = {
	displayName: 'Conversation Provider ID',
	name: 'conversationProviderId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 61d6d1f9cdac7612faf80753',
	description: 'ID of the conversation provider of your marketplace app',
	routing: { send: { type: 'body', property: 'conversationProviderId' } },
};
