import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../shared/fields/authentication';
import { writtenChannelOptions } from '../shared/channels';
import { optionsOf } from '../shared/fields/collections';
import { conversationOrContactLocator } from '../shared/fields/conversation';

export const properties: INodeProperties[] = [
	authentication,
	{
		...conversationOrContactLocator,
		required: true,
		default: { mode: 'id', value: '={{ $json.conversationId }}' },
		description: 'The conversation to load messages from',
	},
	{
		displayName: 'Context Window',
		name: 'contextWindow',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 20,
		description: 'Number of past messages to pass to the agent',
	},
	optionsOf([
		{
			displayName: 'Channels',
			name: 'channels',
			type: 'multiOptions',
			options: writtenChannelOptions,
			default: [],
			description: 'Only include messages from these channels. Leave empty to include all.',
		},
		{
			displayName: 'Leave Out Unanswered',
			name: 'leaveOutUnanswered',
			type: 'boolean',
			default: true,
			description:
				"Whether to leave out messages that nobody has answered yet, because the agent's prompt has them. Not used for items with a 'firstMessageId', as the trigger 'Unanswered Message' and Get Unanswered output them: the memory ends before that message.",
		},
	]),
];
