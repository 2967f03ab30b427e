import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../shared/fields/authentication';
import { writtenChannelOptions } from '../shared/channels';
import { optionsOf } from '../shared/fields/collections';
import { conversationLocator } from '../shared/fields/conversation';

export const properties: INodeProperties[] = [
	authentication,
	{
		...conversationLocator,
		required: true,
		default: { mode: 'id', value: '={{ $json.conversationId }}' },
		description: 'The conversation that the agent answers in',
	},
	{
		displayName: 'Context Window',
		name: 'contextWindow',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 20,
		description: 'How many of the last messages the agent knows',
	},
	optionsOf([
		{
			displayName: 'Channels',
			name: 'channels',
			type: 'multiOptions',
			options: writtenChannelOptions,
			default: [],
			description: 'Remember only messages of these channels, all of them unless told',
		},
		{
			displayName: 'Leave Out Unanswered',
			name: 'leaveOutUnanswered',
			type: 'boolean',
			default: true,
			description:
				"Whether to leave out what the contact wrote since the last answer, as it is without this option. Switch it off where the agent's prompt does not hold it already.",
		},
	]),
];
