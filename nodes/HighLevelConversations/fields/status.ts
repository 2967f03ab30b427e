import type { INodePropertyOptions } from 'n8n-workflow';

/** The statuses that the documents allow to set on a message. */
export const messageStatuses: INodePropertyOptions[] = [
	{ name: 'Delivered', value: 'delivered' },
	{ name: 'Failed', value: 'failed' },
	{ name: 'Pending', value: 'pending' },
	{ name: 'Read', value: 'read' },
];
