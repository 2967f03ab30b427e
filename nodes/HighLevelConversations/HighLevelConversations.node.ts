import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { BASE_URL } from '../../credentials/shared/fields';
import { authentication, credentials } from '../shared/fields/authentication';
import { searchConversations } from '../shared/listSearch/searchConversations';
import { searchContacts } from './listSearch/searchContacts';
import { searchProviders } from './listSearch/searchProviders';
import { searchSubtypes } from './listSearch/searchSubtypes';
import { searchTemplates } from './listSearch/searchTemplates';
import { searchUsers } from './listSearch/searchUsers';
import { executeItem } from '../shared/request';
import type { RequestOperationsWithSpec } from '../shared/request';
import { customOperations, properties, subtitle, unknownOperation } from './resources';
import { answerWebhook, webhooks } from './resources/message/sendAndWait';

/** Used when n8n's routing engine runs an operation. */
const requestOperations: RequestOperationsWithSpec = { pagination: executeItem, unknownOperation };

const methods = {
	listSearch: {
		searchContacts,
		searchConversations,
		searchProviders,
		searchSubtypes,
		searchTemplates,
		searchUsers,
	},
};

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
		subtitle,
		description: 'Send, read and export messages of the HighLevel (GoHighLevel) inbox',
		defaults: { name: 'HighLevel Conversations' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks,
		waitingNodeTooltip: 'Execution will continue when the contact responds',
		requestDefaults: { baseURL: BASE_URL },
		requestOperations,
		properties: [authentication, ...properties],
	};

	customOperations = customOperations;

	/**
	 * n8n adds `execute` to a declarative node when it first looks the node up. `webhook` and `methods` are hidden until then: with a
	 * webhook, n8n would not add the *Request Options*, and with `methods`, versions before 1.106 would not add `execute`, so that the
	 * node would do nothing as a tool of an AI Agent.
	 */
	get webhook(): INodeType['webhook'] {
		return 'execute' in this ? answerWebhook : undefined;
	}

	get methods(): INodeType['methods'] {
		return 'execute' in this ? methods : undefined;
	}
}
