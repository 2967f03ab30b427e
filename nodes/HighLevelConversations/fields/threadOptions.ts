import type { INodeProperties } from 'n8n-workflow';
import { writtenChannelOptions } from '../../shared/channels';

export const channels: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'multiOptions',
	options: writtenChannelOptions,
	default: [],
	description: 'Look only at messages of these channels, all of them unless told',
};

export const waitForQuiet: INodeProperties = {
	displayName: 'Wait for Quiet',
	name: 'waitForQuiet',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 300 },
	default: 0,
	description:
		'How many seconds the contact must have written nothing. The execution waits for that, so that several messages in a row are taken together.',
};
