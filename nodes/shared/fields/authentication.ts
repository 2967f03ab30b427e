import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** The credentials of every node that calls the API, one for each type of authentication. */
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

/** The parameter that selects the type of the credential. */
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
