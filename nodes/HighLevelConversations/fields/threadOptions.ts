import type { INodeProperties } from 'n8n-workflow';
import { inboundChannelOptions } from '../../shared/channels';

export const channels: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'multiOptions',
	options: inboundChannelOptions,
	default: [],
	description: 'Only consider messages from these channels. Leave empty for all.',
};

export const waitForQuiet: INodeProperties = {
	displayName: 'Wait for Quiet',
	name: 'waitForQuiet',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 300 },
	default: 0,
	description:
		'Number of seconds without a new message to wait for, to handle several messages in a row together',
};
