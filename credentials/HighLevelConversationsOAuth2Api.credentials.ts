import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { apiHost, userAgent } from './shared/fields';

const SCOPES = [
	'conversations.readonly',
	'conversations.write',
	'conversations/message.readonly',
	'conversations/message.write',
	'conversations/livechat.write',
];

export class HighLevelConversationsOAuth2Api implements ICredentialType {
	name = 'highLevelConversationsOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'HighLevel Conversations OAuth2 API';

	icon: Icon = {
		light: 'file:../icons/highLevelConversations.svg',
		dark: 'file:../icons/highLevelConversations.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-highlevel-conversations/n8n-nodes-highlevel-conversations#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'options',
			options: [
				{
					name: 'HighLevel',
					value: 'https://marketplace.gohighlevel.com/v2/oauth/chooselocation',
				},
				{
					name: 'White Label',
					value: 'https://marketplace.leadconnectorhq.com/v2/oauth/chooselocation',
				},
			],
			default: 'https://marketplace.gohighlevel.com/v2/oauth/chooselocation',
			required: true,
			description: 'White Label keeps the name HighLevel out of the sign-in page',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: 'https://services.leadconnectorhq.com/oauth/token',
			required: true,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: SCOPES.join(' '),
			description: 'Must not go beyond the scopes of the marketplace app',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description: 'Leave empty to use the location that you choose when connecting',
		},
		userAgent,
		...apiHost,
	];
}
