import type { INodePropertyOptions } from 'n8n-workflow';

/** The statuses of an email, or of one of its recipients, in API version v3. */
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

/** The statuses that can be set on a message. */
export const messageStatuses: INodePropertyOptions[] = [
	{ name: 'Delivered', value: 'delivered' },
	{ name: 'Failed', value: 'failed' },
	{ name: 'Pending', value: 'pending' },
	{ name: 'Read', value: 'read' },
];
