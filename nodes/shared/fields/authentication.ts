import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** The credentials that every node of the package takes, one a way of signing in. */
export const credentials: INodeCredentialDescription[] = [
	{
		name: 'highLevelConversationsApi',
		required: true,
		displayOptions: { show: { authentication: ['accessToken'] } },
	},
	{
		name: 'highLevelConversationsOAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
];

export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'Access Token', value: 'accessToken' },
		{ name: 'OAuth2', value: 'oAuth2' },
	],
	default: 'accessToken',
};
