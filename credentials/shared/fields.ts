import type { INodeProperties } from 'n8n-workflow';

/** Names this package and its version, as HighLevel asks every client to do. A test holds it against package.json. */
export const DEFAULT_USER_AGENT = 'n8n-nodes-highlevel-conversations/0.1.0';

export const userAgent: INodeProperties = {
	displayName: 'User-Agent',
	name: 'userAgent',
	type: 'string',
	required: true,
	default: DEFAULT_USER_AGENT,
	description: 'How requests introduce themselves. HighLevel refuses requests without it.',
};

/** The version that every endpoint but one answers to. */
export const FIRST_VERSION = '2021-04-15';

/** The only one that HighLevel's documentation still shows: same host, paths and fields, without the preferences. */
export const VERSION_3 = 'v3';

export type ApiVersion = typeof FIRST_VERSION | typeof VERSION_3;

export const apiVersion: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	options: [
		{
			name: FIRST_VERSION,
			value: FIRST_VERSION,
			description: 'Still served, and the only one with the preferences',
		},
		{
			name: VERSION_3,
			value: VERSION_3,
			description:
				"The one that HighLevel's documentation shows. Needed to update the status of an email; preferences go on with 2021-04-15.",
		},
	],
	default: FIRST_VERSION,
	description: 'What the requests ask for in their Version header',
};

/** The version that a credential's field chooses, as an expression. */
export const API_VERSION = `={{ $credentials.apiVersion || "${FIRST_VERSION}" }}`;

/** Which host to talk to, and the address behind Custom. */
export const apiHost: INodeProperties[] = [
	{
		displayName: 'API Host',
		name: 'apiHost',
		type: 'options',
		options: [
			{
				name: 'HighLevel',
				value: 'https://services.leadconnectorhq.com',
				description: 'The host that serves the Conversations API',
			},
			{
				name: 'HighLevel v1 (Retired)',
				value: 'https://rest.gohighlevel.com/v1',
				description:
					'The older host. Its support ended on 2025-12-31, and conversations answer 404 there.',
			},
			{
				name: 'Custom',
				value: 'custom',
				description: 'A proxy or a test server of your own',
			},
		],
		default: 'https://services.leadconnectorhq.com',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://proxy.example.com',
		displayOptions: { show: { apiHost: ['custom'] } },
		description: 'Must start with https, except for an address on the computer that n8n runs on',
	},
];

/** The base URL that a credential's fields choose, as an expression. */
export const BASE_URL =
	'={{ $credentials.apiHost === "custom" ? $credentials.baseUrl : $credentials.apiHost }}';
