import { inBody } from '../../shared/fields/routing';
import { listOrId } from './listOrId';

/** The ID of a message in another system. */
export const altId = inBody({
	displayName: 'Alt ID',
	name: 'altId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 61d6d1f9cdac7612faf80753',
	description: 'ID of the message in the other system',
});

export const date = inBody({
	displayName: 'Date',
	name: 'date',
	type: 'dateTime',
	default: '',
	description: 'When the message was received',
});

/** The conversation provider of a marketplace app. */
export const conversationProviderId = inBody(
	listOrId({
		displayName: 'Conversation Provider ID',
		name: 'conversationProviderId',
		description: 'ID of the conversation provider of your marketplace app',
		noun: 'provider',
		searchListMethod: 'searchProviders',
		example: '61d6d1f9cdac7612faf80753',
		scope: 'locations.readonly',
	}),
);
