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
 * Statuses that n8n treats as failures: all from 300 to 599 except 401. Of a 401, the body is checked: it shows whether the
 * token is invalid or lacks a scope.
 */
const FAILURE_STATUSES = Array.from({ length: 300 }, (_, index) => 300 + index).filter(
	(status) => status !== 401,
);

/** A rule for a response whose body has a value under a key. */
const whenBody = (key: string, value: unknown, message: string) => ({
	type: 'responseSuccessBody' as const,
	properties: { key, value, message },
});

/** A rule for a response with a status. */
const whenStatus = (value: number, message: string) => ({
	type: 'responseCode' as const,
	properties: { value, message },
});

const TOKEN_REJECTED =
	"HighLevel rejected the access token. Copy it again from the sub-account's Settings > Private Integrations; a token that was rotated or deleted no longer works.";

/** n8n uses the first rule that matches, so rules about the body come before rules about the status. */
const RULES = [
	whenBody(
		'message',
		'The token is not authorized for this scope.',
		"The token is valid, but the scope 'conversations.readonly' is missing. In HighLevel, edit the private integration and add the conversation scopes; the token stays the same.",
	),
	whenBody(
		'message',
		'version header is invalid',
		"HighLevel does not support this 'API Version'. Choose another one.",
	),
	// n8n compares with ===. In HighLevel's bodies the status is a number, under one of two keys.
	whenBody('statusCode', 401, TOKEN_REJECTED),
	whenBody('status', 401, TOKEN_REJECTED),
	// A successful search always returns a list, even an empty one.
	whenBody(
		'conversations',
		undefined,
		"The response is not from the Conversations API: the token was rejected without a reason, or another service responded. Check 'Access Token' and 'API Host'.",
	),
	whenStatus(
		403,
		"The token belongs to another location. Enter the ID of the token's own sub-account (Settings > Business Profile) in 'Location ID'.",
	),
	whenStatus(400, "HighLevel needs a location to check the token. Enter 'Location ID'."),
	whenStatus(422, "HighLevel needs a location to check the token. Enter 'Location ID'."),
	whenStatus(
		404,
		"This host does not serve the Conversations API. Choose 'HighLevel' as 'API Host'.",
	),
	whenStatus(429, "HighLevel's rate limit has been reached. Test again in a few seconds."),
	...[500, 502, 503, 504].map((status) =>
		whenStatus(
			status,
			`HighLevel, or a proxy in front of it, is temporarily unavailable (status ${status}). Test again in a minute.`,
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
			displayName:
				'In HighLevel, open the <b>sub-account</b> (not the agency). <b>Token</b>: Settings > Private Integrations > Create new integration; select the scopes that start with "conversations". <b>Location ID</b>: Settings > Business Profile.',
			name: 'setupNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'pit-…',
			description: 'Private integration token of the sub-account, or an OAuth access token',
		},
		{
			displayName: 'Location ID',
			name: 'locationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'ID of the sub-account that the token belongs to. Used by every node whose own Location ID is empty.',
		},
		apiVersion,
		...apiHost,
		userAgent,
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
			ignoreHttpStatusErrors: { ignore: true, except: FAILURE_STATUSES },
			sendCredentialsOnCrossOriginRedirect: false,
		},
		// n8n's type allows rules of one type only, but n8n checks each rule by its own type.
		rules: RULES as ICredentialTestRequest['rules'],
	};
}
