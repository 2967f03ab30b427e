import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { inBody } from '../../shared/fields/routing';

const SEND_TYPES: INodePropertyOptions[] = [
	{
		name: 'Custom',
		value: 'Custom',
		description: "Sent through your marketplace app's conversation provider",
	},
	{ name: 'Email', value: 'Email' },
	{ name: 'Facebook', value: 'FB' },
	{ name: 'Instagram', value: 'IG' },
	{
		name: 'Internal Comment',
		value: 'InternalComment',
		description: 'A note that only your team can see',
	},
	{ name: 'Live Chat', value: 'Live_Chat' },
	{ name: 'RCS', value: 'RCS' },
	{ name: 'SMS', value: 'SMS' },
	{ name: 'TikTok', value: 'TIKTOK' },
	{ name: 'WhatsApp', value: 'WhatsApp' },
];

/** The field 'Type' with the types that `isSupported` accepts, by default all. */
export const messageType = (
	isSupported: (type: unknown) => boolean = () => true,
): INodeProperties =>
	inBody({
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: SEND_TYPES.filter(({ value }) => isSupported(value)),
		default: 'SMS',
		description: 'The channel to send on',
	});
