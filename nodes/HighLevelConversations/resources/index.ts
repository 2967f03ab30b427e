import type { INodeProperties } from 'n8n-workflow';
import { conversation } from './conversation';
import { message } from './message';
import { subtitleFor } from './operation';
import { preference } from './preference';
import { search } from './search';
import { upload } from './upload';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Conversation', value: 'conversation' },
		{ name: 'Message', value: 'message' },
		{ name: 'Preference', value: 'preference' },
		{ name: 'Search', value: 'search' },
		{ name: 'Upload', value: 'upload' },
	],
	default: 'message',
};

/** The choice of a resource, and what each of them shows. */
export const resources: INodeProperties[] = [
	resource,
	...conversation,
	...message,
	...preference,
	...search,
	...upload,
];

export const subtitle = subtitleFor(resources);
