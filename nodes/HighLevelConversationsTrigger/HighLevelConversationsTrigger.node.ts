import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { credentials } from '../shared/fields/authentication';
import { searchConversations } from '../shared/listSearch/searchConversations';
import { properties } from './fields';
import { poll } from './poll';

export class HighLevelConversationsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Conversations Trigger',
		name: 'highLevelConversationsTrigger',
		icon: {
			light: 'file:../../icons/highLevelConversations.svg',
			dark: 'file:../../icons/highLevelConversations.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { conversationUnread: "conversation unread", messageFailed: "message failed", newConversation: "new conversation", newMessage: "new message", unanswered: "unanswered message" }[$parameter["event"]] }}',
		description: 'Starts on new messages and conversations of HighLevel (GoHighLevel)',
		defaults: { name: 'HighLevel Conversations Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties,
	};

	methods = { listSearch: { searchConversations } };

	poll = poll;
}
