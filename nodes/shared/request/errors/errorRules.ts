import type { ApiErrorDetails } from './apiError';
import { isDoNotDisturb, isMissingScope, isRefusal, isTimeout, missingRecord } from './classify';
import type { MissingRecord } from './classify';
import type { ErrorSubject } from './scopes';
import { FILE_TYPES } from '../../fileTypes';
import { pathTo } from '../../names';

/** A title for what happened, and what to do about it. */
export interface ErrorText {
	title: string;
	advice: string;
}

/** What a hint may name. */
export interface HintContext {
	spec: ErrorSubject;
	/** The Location ID that was used, where one was. */
	locationId?: string;
}

interface ErrorRule {
	/** Any status below 500 if there is none. */
	status?: number[];
	text?: RegExp;
	when?(details: ApiErrorDetails): boolean;
	says(context: HintContext, details: ApiErrorDetails): ErrorText;
}

const elsewhere = (locationId: string | undefined) =>
	locationId ? `another location than '${locationId}'` : 'another location';

/** What a record that HighLevel does not have can mean, and what to do about it. */
const MISSING_RECORD: Record<MissingRecord, (locationId?: string) => string> = {
	contact: (locationId) =>
		`The contact was deleted, merged into another contact, or belongs to ${elsewhere(locationId)}. Find the contact in HighLevel and use the ID that it has now.`,
	conversation: (locationId) =>
		`The conversation was deleted, its contact was merged into another contact, or it belongs to ${elsewhere(locationId)}. The search may still list it for a while. Find the contact's conversation with ${pathTo('search', 'searchConversations')} and the filter 'Contact ID'.`,
	message: (locationId) =>
		`The message was deleted with its conversation, its contact was merged into another contact, or it belongs to ${elsewhere(locationId)}. Check the ID.`,
	record: (locationId) =>
		`It was deleted, its contact was merged into another contact, or it belongs to ${elsewhere(locationId)}. Check the ID. If every operation answers this, check the API Host in the credential: the older rest.gohighlevel.com no longer serves conversations.`,
};

/** The particular ones stand before the general ones: the first that fits is used. */
export const ERROR_RULES: ErrorRule[] = [
	{
		when: isTimeout,
		says: (_, { status }) => ({
			title: `HighLevel did not finish the request in time (status ${status})`,
			advice: 'Run it again later.',
		}),
	},
	{
		when: isMissingScope,
		says: ({ spec }) => ({
			title: 'The token lacks a scope',
			advice: spec.scope
				? `This operation needs the scope '${spec.scope}'. Add it to the private integration (or to the app, then reconnect) in HighLevel.`
				: 'Add the conversations scopes to the private integration (or to the app, then reconnect) in HighLevel. Preferences need a token of an agency or account admin.',
		}),
	},
	{
		status: [401],
		text: /version/i,
		says: () => ({
			title: 'HighLevel did not accept the API version',
			advice:
				"Check 'API Version' in the credential, and 'API Host': a proxy may have removed the Version header on the way.",
		}),
	},
	{
		status: [401],
		says: () => ({
			title: 'HighLevel did not accept the token',
			advice:
				'Open the credential and enter a valid Private Integration Token or OAuth access token of the sub-account. Access tokens end after a day, and a rotated token ends at once.',
		}),
	},
	{
		status: [403],
		text: /location/i,
		says: ({ locationId }) => ({
			title: 'The token belongs to another location',
			advice: `${locationId ? `The Location ID used was '${locationId}'. ` : ''}Each token belongs to one location: use that location's ID, in the node or in the credential.`,
		}),
	},
	{
		status: [403],
		text: /does not support|provider|app/i,
		says: () => ({
			title: 'HighLevel does not allow this for the message',
			advice:
				'Status updates work only for the app that owns the conversation provider, and attachments can be set on call messages only.',
		}),
	},
	{
		status: [403],
		says: ({ locationId }) => ({
			title: 'HighLevel refused access',
			advice: `Check that the token may use ${locationId ? `location '${locationId}'` : 'this location'} and that the credential's User-Agent is filled in.`,
		}),
	},
	{
		when: isDoNotDisturb,
		says: () => ({
			title: 'The contact has Do Not Disturb on',
			advice:
				'Nothing was sent. Choose another channel, or switch DND off for the contact if they agreed to it.',
		}),
	},
	{
		when: (details) => missingRecord(details) !== undefined,
		says: ({ locationId }, details) => {
			const record = missingRecord(details) ?? 'record';
			return {
				title: `HighLevel could not find the ${record}`,
				advice: MISSING_RECORD[record](locationId),
			};
		},
	},
	{
		text: /missing phone|no phone|phone number/i,
		says: () => ({
			title: 'The contact has no usable phone number',
			advice: "Add a phone number to the contact in HighLevel, or choose another 'Type'.",
		}),
	},
	{
		text: /already exists/i,
		says: () => ({
			title: 'The contact already has a conversation',
			advice: `Find it with ${pathTo('search', 'searchConversations')} and the filter 'Contact ID', and go on with its ID.`,
		}),
	},
	{
		text: /conversationProviderId|provider/i,
		says: () => ({
			title: 'HighLevel does not know the conversation provider',
			advice:
				"'Conversation Provider ID' must name a provider of the marketplace app that the token belongs to. A Private Integration Token owns no provider.",
		}),
	},
	{
		status: [413],
		says: () => ({
			title: 'The file is too large for HighLevel',
			advice: `HighLevel takes 5 MB a file, and 100 MB for WhatsApp through ${pathTo('upload', 'uploadLargeFile')}.`,
		}),
	},
	{
		status: [415],
		says: () => ({
			title: 'HighLevel does not take this type of file',
			advice: `It takes ${FILE_TYPES}.`,
		}),
	},
	{
		status: [404],
		says: () => ({
			title: 'HighLevel could not find what was asked for',
			advice:
				'Check the IDs, and the API Host in the credential: the older rest.gohighlevel.com no longer serves conversations.',
		}),
	},
	{
		status: [400],
		says: ({ spec }, details) => ({
			title:
				spec.retry === 'safe' || isRefusal(details)
					? 'HighLevel refused the request'
					: 'HighLevel gave no clear answer (status 400)',
			advice: 'Check the values of the fields against what HighLevel said.',
		}),
	},
	{
		status: [422],
		says: () => ({
			title: 'HighLevel found the content incomplete or invalid',
			advice:
				'Check the fields that it names. A message needs a text or attachments; an email needs an HTML body.',
		}),
	},
	{
		status: [429],
		says: () => ({
			title: 'HighLevel kept refusing because of its rate limit',
			advice:
				'Other workflows or apps may be using the limit of this location up (100 requests in 10 seconds). Run this one later.',
		}),
	},
];
