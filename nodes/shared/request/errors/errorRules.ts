import type { ApiErrorDetails } from './apiError';
import { isDoNotDisturb, isMissingScope, isRejection, isTimeout, missingRecord } from './classify';
import type { MissingRecord, Retry } from './classify';
import type { Scope } from './scopes';
import { FILE_TYPES } from '../../fileTypes';
import { operationPath } from '../../names';

/** `title` says what happened, `advice` what to do. */
export interface ErrorText {
	title: string;
	advice: string;
}

/** The parts of an operation that error messages use. */
export interface ErrorSubject {
	/** Scope that the token requires. The preference endpoints declare none. */
	scope?: Scope;
	/** When the operation's requests may be retried, see `retryOf`. */
	retry: Retry;
	/** Plural noun for the items, e.g. "messages", for errors that say how many were sent before a failure. */
	itemNoun?: string;
}

/** The values that an error text may contain. */
export interface ErrorTextContext {
	spec: ErrorSubject;
	/** The Location ID of the request, if it had one. */
	locationId?: string;
}

interface ErrorRule {
	/** If not set, the rule applies to any status below 500. */
	status?: number[];
	pattern?: RegExp;
	when?(details: ApiErrorDetails): boolean;
	textFor(context: ErrorTextContext, details: ApiErrorDetails): ErrorText;
}

const otherLocation = (locationId: string | undefined) =>
	locationId ? `another location than '${locationId}'` : 'another location';

/** Why HighLevel may not find a record, and what to do. */
const MISSING_RECORD: Record<MissingRecord, (locationId?: string) => string> = {
	contact: (locationId) =>
		`The contact was deleted, merged into another contact, or belongs to ${otherLocation(locationId)}. Look up the contact in HighLevel and use its current ID.`,
	conversation: (locationId) =>
		`The conversation was deleted, its contact was merged into another contact, or it belongs to ${otherLocation(locationId)}. The search may still list it for a while. Use ${operationPath('search', 'searchConversations')} with the filter 'Contact ID' to find the contact's conversation.`,
	message: (locationId) =>
		`The message or its conversation was deleted, the contact was merged into another contact, or the message belongs to ${otherLocation(locationId)}. Check the ID.`,
	record: (locationId) =>
		`The record was deleted, its contact was merged into another contact, or it belongs to ${otherLocation(locationId)}. Check the ID. If every operation fails like this, check 'API Host' in the credential: conversations are no longer available on rest.gohighlevel.com.`,
};

/** The first rule that matches is used, so specific rules come before general ones. */
export const ERROR_RULES: ErrorRule[] = [
	{
		when: isTimeout,
		textFor: (_, { status }) => ({
			title: `HighLevel did not finish the request in time (status ${status})`,
			advice: 'Try again later.',
		}),
	},
	{
		when: isMissingScope,
		textFor: ({ spec }) => ({
			title: 'The token is missing a scope',
			advice: spec.scope
				? `This operation requires the scope '${spec.scope}'. In HighLevel, add it to the private integration, or to the app and reconnect.`
				: 'In HighLevel, add the conversations scopes to the private integration, or to the app and reconnect. Preferences require the token of an agency or account admin.',
		}),
	},
	{
		status: [401],
		pattern: /version/i,
		textFor: () => ({
			title: 'HighLevel rejected the API version',
			advice:
				"Check 'API Version' and 'API Host' in the credential. A proxy may have removed the Version header.",
		}),
	},
	{
		status: [401],
		textFor: () => ({
			title: 'HighLevel rejected the access token',
			advice:
				'Enter a valid Private Integration Token or OAuth access token of the sub-account in the credential. Access tokens expire after one day, and rotated tokens stop working immediately.',
		}),
	},
	{
		status: [403],
		pattern: /location/i,
		textFor: ({ locationId }) => ({
			title: 'The token belongs to another location',
			advice: `${locationId ? `The Location ID used was '${locationId}'. ` : ''}Each token belongs to one location. Use the ID of that location, in the node or in the credential.`,
		}),
	},
	{
		status: [403],
		pattern: /does not support|provider|app/i,
		textFor: () => ({
			title: 'HighLevel does not allow this operation for the message',
			advice:
				'Only the app that owns the conversation provider can update the status, and only call messages can have their attachments set.',
		}),
	},
	{
		status: [403],
		textFor: ({ locationId }) => ({
			title: 'HighLevel denied access',
			advice: `Check that the token has access to ${locationId ? `location '${locationId}'` : 'this location'}, and that 'User-Agent' is set in the credential.`,
		}),
	},
	{
		when: isDoNotDisturb,
		textFor: () => ({
			title: 'The contact has Do Not Disturb (DND) enabled',
			advice:
				'Nothing was sent. Use another channel, or disable DND for the contact if they agreed to it.',
		}),
	},
	{
		when: (details) => missingRecord(details) !== undefined,
		textFor: ({ locationId }, details) => {
			const record = missingRecord(details) ?? 'record';
			return {
				title: `HighLevel could not find the ${record}`,
				advice: MISSING_RECORD[record](locationId),
			};
		},
	},
	{
		pattern: /missing phone|no phone|phone number/i,
		textFor: () => ({
			title: 'The contact has no valid phone number',
			advice: "Add a phone number to the contact in HighLevel, or choose another 'Type'.",
		}),
	},
	{
		pattern: /already exists/i,
		textFor: () => ({
			title: 'The contact already has a conversation',
			advice: `Use ${operationPath('search', 'searchConversations')} with the filter 'Contact ID' to find it, then use its ID.`,
		}),
	},
	{
		pattern: /conversationProviderId|provider/i,
		textFor: () => ({
			title: 'HighLevel could not find the conversation provider',
			advice:
				"'Conversation Provider ID' must be the ID of a provider of the token's marketplace app. Private Integration Tokens do not have providers.",
		}),
	},
	{
		status: [413],
		textFor: () => ({
			title: 'The file is too large for HighLevel',
			advice: `The maximum is 5 MB per file, or 100 MB for WhatsApp with ${operationPath('upload', 'uploadLargeFile')}.`,
		}),
	},
	{
		status: [415],
		textFor: () => ({
			title: 'HighLevel does not support this file type',
			advice: `Supported file types: ${FILE_TYPES}.`,
		}),
	},
	{
		status: [404],
		textFor: () => ({
			title: 'HighLevel could not find the resource',
			advice:
				"Check the IDs, and 'API Host' in the credential: conversations are no longer available on rest.gohighlevel.com.",
		}),
	},
	{
		status: [400],
		textFor: ({ spec }, details) => ({
			title:
				spec.retry === 'safe' || isRejection(details)
					? 'HighLevel rejected the request'
					: 'HighLevel returned an unclear response (status 400)',
			advice: "Check the field values against HighLevel's message.",
		}),
	},
	{
		status: [422],
		textFor: () => ({
			title: 'HighLevel rejected the request as invalid',
			advice:
				'Check the fields named above. A message requires text or attachments; an email requires an HTML body.',
		}),
	},
	{
		status: [429],
		textFor: () => ({
			title: "HighLevel's rate limit was exceeded repeatedly",
			advice:
				"Other workflows or apps may be using up this location's limit (100 requests per 10 seconds). Try again later.",
		}),
	},
];
