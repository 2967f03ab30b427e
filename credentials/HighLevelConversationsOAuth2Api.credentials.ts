import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { apiHost, apiVersion, userAgent } from './shared/fields';

/** The scopes that the operations require. Optional ones are not included: the marketplace app must have every scope. */
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
			displayName: 'Sign-in Page',
			name: 'signInPage',
			type: 'options',
			options: [
				{
					name: 'Custom',
					value: 'custom',
					description: 'Your own address, for a proxy or a test server',
				},
				{
					name: 'HighLevel',
					value: 'https://marketplace.gohighlevel.com/v2/oauth/chooselocation',
				},
				{
					name: 'White Label',
					value: 'https://marketplace.leadconnectorhq.com/v2/oauth/chooselocation',
					description: 'The same page without the HighLevel brand',
				},
			],
			default: 'https://marketplace.gohighlevel.com/v2/oauth/chooselocation',
			description: 'Page on which you choose the location and grant access',
		},
		{
			displayName: 'Sign-in URL',
			name: 'signInUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://proxy.example.com/v2/oauth/chooselocation',
			displayOptions: { show: { signInPage: ['custom'] } },
			description: 'Authorization URL to open',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: '={{ $self["signInPage"] === "custom" ? $self["signInUrl"] : $self["signInPage"] }}',
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			default: 'https://services.leadconnectorhq.com/oauth/token',
			required: true,
			description: 'URL that exchanges codes and refresh tokens. It receives the client secret.',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: SCOPES.join(' '),
			description:
				'Scopes separated by spaces. The marketplace app must have each of them. Optional: contacts.readonly to find contacts without a conversation, files.readonly to download secure attachments, users.readonly, locations.readonly and locations/templates.readonly for lists of users, providers and templates.',
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
			// HighLevel reads the client ID and secret from the form body, not from a header.
			default: 'body',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'ID of the sub-account. Leave empty to use the location that you choose when connecting.',
		},
		apiVersion,
		...apiHost,
		userAgent,
	];
}
