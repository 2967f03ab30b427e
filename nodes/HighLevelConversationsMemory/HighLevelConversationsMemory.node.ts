import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { credentials } from '../shared/fields/authentication';
import { searchConversations } from '../shared/listSearch/searchConversations';
import { properties } from './fields';
import { supplyData } from './supplyData';

export class HighLevelConversationsMemory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Conversations Memory',
		name: 'highLevelConversationsMemory',
		icon: {
			light: 'file:../../icons/highLevelConversations.svg',
			dark: 'file:../../icons/highLevelConversations.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ "last " + $parameter["contextWindow"] + " messages" }}',
		description: 'Use a HighLevel (GoHighLevel) conversation as the memory of an AI agent',
		defaults: { name: 'HighLevel Conversations Memory' },
		codex: {
			categories: ['AI'],
			subcategories: { AI: ['Memory'], Memory: ['Other memories'] },
		},
		builderHint: {
			searchHint:
				"Memory of an AI agent that answers contacts in HighLevel (GoHighLevel): the conversation itself. Give the agent the item of the trigger's event 'Unanswered Message' or of Get Unanswered, with 'text' as the prompt. The memory reads 'conversationId' and 'firstMessageId' from that item. Do not connect another memory.",
		},
		inputs: [],
		outputs: [NodeConnectionTypes.AiMemory],
		outputNames: ['Memory'],
		credentials,
		properties,
	};

	methods = { listSearch: { searchConversations } };

	supplyData = supplyData;
}
