import type { INodeProperties } from 'n8n-workflow';

/** The name and version of this package: HighLevel requires a User-Agent. A test compares it with package.json. */
export const DEFAULT_USER_AGENT = 'n8n-nodes-highlevel-conversations/0.1.0';

/** The credential field 'User-Agent'. */
export const userAgent: INodeProperties = {
	displayName: 'User-Agent',
	name: 'userAgent',
	type: 'string',
	required: true,
	default: DEFAULT_USER_AGENT,
	description:
		'Name that requests send in their User-Agent header. Change it only if HighLevel support asks you to.',
};

/** The API version that all endpoints but one support. */
export const API_VERSION_2021 = '2021-04-15';

/** The API version of HighLevel's current documentation: the same host, paths and fields, without the preference endpoints. */
export const API_VERSION_V3 = 'v3';

/** A version of the Conversations API. */
export type ApiVersion = typeof API_VERSION_2021 | typeof API_VERSION_V3;

/** The version of HighLevel's other APIs, e.g. contacts, users and templates. */
export const OTHER_API_VERSION = '2021-07-28';

/** Any API version that a request may have. */
export type RequestVersion = ApiVersion | typeof OTHER_API_VERSION;

/** The credential field 'API Version'. */
export const apiVersion: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	options: [
		{
			name: API_VERSION_2021,
			value: API_VERSION_2021,
			description: 'Supports everything except Update Email Status',
		},
		{
			name: API_VERSION_V3,
			value: API_VERSION_V3,
			description: 'Required by Update Email Status. Preferences always use 2021-04-15.',
		},
	],
	default: API_VERSION_2021,
	description: 'Version of the API to use. Change it only if you need Update Email Status.',
};

/** An expression for the API version of the credential. */
export const API_VERSION = `={{ $credentials.apiVersion || "${API_VERSION_2021}" }}`;

/** The credential fields 'API Host' and 'Base URL'. */
export const apiHost: INodeProperties[] = [
	{
		displayName: 'API Host',
		name: 'apiHost',
		type: 'options',
		options: [
			{
				name: 'HighLevel',
				value: 'https://services.leadconnectorhq.com',
				description: 'Serves the Conversations API',
			},
			{
				name: 'HighLevel v1 (Retired)',
				value: 'https://rest.gohighlevel.com/v1',
				description: 'Older host, not supported since 2025-12-31. It does not serve conversations.',
			},
			{
				name: 'Custom',
				value: 'custom',
				description: 'Your own proxy or test server',
			},
		],
		default: 'https://services.leadconnectorhq.com',
		description: 'Host to send requests to. Change it only to use a proxy or a test server.',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://proxy.example.com',
		displayOptions: { show: { apiHost: ['custom'] } },
		description: 'Must start with https, except for an address on the n8n server itself',
	},
];

/** An expression for the base URL of the credential. */
export const BASE_URL =
	'={{ $credentials.apiHost === "custom" ? $credentials.baseUrl : $credentials.apiHost }}';
