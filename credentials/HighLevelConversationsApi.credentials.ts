import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';
import { API_VERSION, apiHost, apiVersion, BASE_URL, userAgent } from './shared/fields';
import { headerValue } from './shared/headers';

/**
 * Statuses that n8n is to treat as failures: whatever is no success. A 401 is not among them, for its body tells a wrong
 * token from a missing scope.
 */
const FAILING = Array.from({ length: 300 }, (_, index) => 300 + index).filter(
	(status) => status !== 401,
);

const whenBody = (key: string, value: unknown, message: string) => ({
	type: 'responseSuccessBody' as const,
	properties: { key, value, message },
});

const whenStatus = (value: number, message: string) => ({
	type: 'responseCode' as const,
	properties: { value, message },
});

const REFUSED =
	'HighLevel does not accept the access token. Enter a valid token of the sub-account.';

/** n8n takes the first rule that fits: the kinds that look at the body come before those that look at the status. */
const RULES = [
	whenBody(
		'message',
		'The token is not authorized for this scope.',
		"The token is valid, but lacks the scope 'conversations.readonly'. Add the conversations scopes to the private integration in HighLevel.",
	),
	whenBody(
		'message',
		'version header is invalid',
		"HighLevel does not take this 'API Version'. Choose another one.",
	),
	// n8n compares strictly, and HighLevel's status is a number, in one of two places.
	whenBody('statusCode', 401, REFUSED),
	whenBody('status', 401, REFUSED),
	// What the search answers to a token that it takes holds a list, an empty one at least.
	whenBody(
		'conversations',
		undefined,
		"What came back is no answer of the Conversations API: the token was refused without a reason, or something else answers at this address. Check 'Access Token' and 'API Host'.",
	),
	whenStatus(
		403,
		"The token does not have access to the location in 'Location ID'. Enter the ID of the sub-account that the token belongs to.",
	),
	whenStatus(400, "HighLevel needs a location to check the token: fill in 'Location ID'."),
	whenStatus(422, "HighLevel needs a location to check the token: fill in 'Location ID'."),
	whenStatus(
		404,
		"This host does not serve the Conversations API. Choose 'HighLevel' as the API Host.",
	),
	whenStatus(429, 'HighLevel refused because of its rate limit. Test again in some seconds.'),
	...[500, 502, 503, 504].map((status) =>
		whenStatus(
			status,
			`HighLevel, or a proxy before it, cannot answer at the moment (${status}). Test again in a minute.`,
		),
	),
];

export class HighLevelConversationsApi implements ICredentialType {
	name = 'highLevelConversationsApi';

	displayName = 'HighLevel Conversations API';

	icon: Icon = {
		light: 'file:../icons/highLevelConversations.svg',
		dark: 'file:../icons/highLevelConversations.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-highlevel-conversations/n8n-nodes-highlevel-conversations#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'A Private Integration Token of the sub-account (Settings > Private Integrations), or an OAuth access token',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				"ID of the sub-account that the token belongs to (Settings > Business Profile). Used wherever a node's own Location ID is empty.",
		},
		apiVersion,
		userAgent,
		...apiHost,
	];

	authenticate: IAuthenticate = async ({ accessToken, userAgent: agent }, request) => ({
		...request,
		headers: {
			...request.headers,
			Authorization: `Bearer ${headerValue(accessToken, 'Access Token')}`,
			'User-Agent': headerValue(agent, 'User-Agent'),
		},
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: BASE_URL,
			url: '/conversations/search',
			qs: { locationId: '={{ $credentials.locationId }}', limit: 1 },
			headers: { Accept: 'application/json', Version: API_VERSION },
			ignoreHttpStatusErrors: { ignore: true, except: FAILING },
			sendCredentialsOnCrossOriginRedirect: false,
		},
		// n8n's type wants one kind of rule, its tester takes both: it goes by each rule's own type.
		rules: RULES as ICredentialTestRequest['rules'],
	};
}
