import type { INodeProperties } from 'n8n-workflow';
import { authentication } from '../shared/fields/authentication';
import { inboundChannelOptions } from '../shared/channels';
import { notice } from '../shared/fields/notices';
import { optionsOf } from '../shared/fields/collections';
import { conversationOrContactLocator } from '../shared/fields/conversation';

/** The same notice as in n8n's own memory nodes. By its class, the editor hides it in dialogs without a canvas. */
const connectionNotice: INodeProperties = {
	...notice(
		'connectionNotice',
		"Connect this node to the Memory input of an AI agent. <a data-action='openSelectiveNodeCreator' data-action-parameter-creatorview='AI'>Add an agent</a>",
	),
	typeOptions: { containerClass: 'ndv-connection-hint-notice' },
};

const readOnlyNotice = notice(
	'readOnlyNotice',
	"This memory reads the conversation in HighLevel and does not change it. The agent's answer becomes part of it when it is sent.",
);

export const properties: INodeProperties[] = [
	connectionNotice,
	readOnlyNotice,
	authentication,
	{
		...conversationOrContactLocator,
		required: true,
		default: { mode: 'id', value: '={{ $json.conversationId }}' },
		description: 'The conversation to load messages from',
		hint: "By default, the conversation of the agent's input item. If the item only has a contact, choose 'By Contact'.",
	},
	{
		displayName: 'Context Window',
		name: 'contextWindow',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 20,
		description: 'Number of past messages to pass to the agent',
		hint: 'A longer window gives the agent more context and uses more tokens',
	},
	optionsOf([
		{
			displayName: 'Channels',
			name: 'channels',
			type: 'multiOptions',
			options: inboundChannelOptions,
			default: [],
			description: 'Only include messages from these channels. Leave empty to include all.',
		},
		{
			displayName: 'Leave Out Unanswered',
			name: 'leaveOutUnanswered',
			type: 'boolean',
			default: true,
			description:
				"Whether to leave out messages that nobody has answered yet, because they are in the agent's prompt. Not used for items with a 'firstMessageId', such as those of the trigger 'Unanswered Message' and Get Unanswered: the memory then ends before that message.",
		},
	]),
];
