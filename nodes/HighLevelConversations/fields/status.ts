import type { INodePropertyOptions } from 'n8n-workflow';

/** The statuses of an email as v3 of the API takes them, of the whole and of each recipient. */
export const emailStatuses: INodePropertyOptions[] = [
	{ name: 'Clicked', value: 'clicked' },
	{ name: 'Connected', value: 'connected' },
	{ name: 'Delivered', value: 'delivered' },
	{ name: 'Failed', value: 'failed' },
	{ name: 'Opened', value: 'opened' },
	{ name: 'Pending', value: 'pending' },
	{ name: 'Read', value: 'read' },
	{ name: 'Scheduled', value: 'scheduled' },
	{ name: 'Sent', value: 'sent' },
	{ name: 'Undelivered', value: 'undelivered' },
];

/** The statuses that the documents allow to set on a message. */
export const messageStatuses: INodePropertyOptions[] = [
	{ name: 'Delivered', value: 'delivered' },
	{ name: 'Failed', value: 'failed' },
	{ name: 'Pending', value: 'pending' },
	{ name: 'Read', value: 'read' },
];
