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

/** For runs that n8n's routing engine starts. */
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

	/** Made from the same declarations as the description. */
	customOperations = customOperations;

	/**
	 * These are hidden until n8n has given the node an `execute`, as it does to every declarative node when it first looks it up. A
	 * node that shows a webhook before gets no *Request Options*. One that shows `methods` before gets no `execute` in versions before
	 * 1.106: as a tool of an agent it does nothing, without an error.
	 */
	get webhook(): INodeType['webhook'] {
		return 'execute' in this ? answerWebhook : undefined;
	}

	get methods(): INodeType['methods'] {
		return 'execute' in this ? methods : undefined;
	}
}
