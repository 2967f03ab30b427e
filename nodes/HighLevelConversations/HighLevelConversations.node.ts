import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { authentication, credentials } from './fields/authentication';
import { searchConversations } from './listSearch/searchConversations';
import { searchSubtypes } from './listSearch/searchSubtypes';
import { execute, WARNING_KEY } from './request';
import { conversation } from './resources/conversation';
import { message } from './resources/message';
import { subtitleFor } from './resources/operation';
import { preference } from './resources/preference';
import { search } from './resources/search';
import { upload } from './resources/upload';

const resources = [...conversation, ...message, ...preference, ...search, ...upload];

export class HighLevelConversations implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Conversations',
		name: 'highLevelConversations',
		icon: {
			light: 'file:../../icons/highLevelConversations.svg',
			dark: 'file:../../icons/highLevelConversations.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: subtitleFor(resources),
		description: 'Send, read and export messages of the HighLevel (GoHighLevel) inbox',
		defaults: { name: 'HighLevel Conversations' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		hints: [
			{
				type: 'warning',
				location: 'outputPane',
				whenToDisplay: 'afterExecution',
				displayCondition: `={{ $self["${WARNING_KEY}"] !== undefined }}`,
				message:
					"HighLevel's paging broke off, so the list may not be complete. n8n's log says where and why.",
			},
		],
		requestDefaults: {
			baseURL:
				'={{ $credentials.apiHost === "custom" ? $credentials.baseUrl : $credentials.apiHost }}',
		},
		requestOperations: { pagination: execute },
		properties: [
			authentication,
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Conversation', value: 'conversation' },
					{ name: 'Message', value: 'message' },
					{ name: 'Preference', value: 'preference' },
					{ name: 'Search', value: 'search' },
					{ name: 'Upload', value: 'upload' },
				],
				default: 'message',
			},
			...resources,
		],
	};

	methods = { listSearch: { searchConversations, searchSubtypes } };
}
