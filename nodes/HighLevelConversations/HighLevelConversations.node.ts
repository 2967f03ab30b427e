import { NodeConnectionTypes } from 'n8n-workflow';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { BASE_URL } from '../../credentials/shared/fields';
import { authentication, credentials } from '../shared/fields/authentication';
import { searchConversations } from '../shared/listSearch/searchConversations';
import { searchContacts } from './listSearch/searchContacts';
import { searchSubtypes } from './listSearch/searchSubtypes';
import { execute } from '../shared/request';
import { properties, subtitle } from './resources';

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
		requestDefaults: { baseURL: BASE_URL },
		requestOperations: { pagination: execute },
		properties: [authentication, ...properties],
	};

	methods = { listSearch: { searchContacts, searchConversations, searchSubtypes } };
}
