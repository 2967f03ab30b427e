import type { INodeProperties } from 'n8n-workflow';
import { inBody } from './routing';

/** The URL of a conversation in the HighLevel app, which may have any domain (white label). */
const CONVERSATION_URL = 'https?://[^/]+/.*conversations/([A-Za-z0-9_-]+)/?(?:[?#].*)?$';

/** A conversation: from a list, by ID, or by its URL in the HighLevel app. */
export const conversationLocator: INodeProperties = {
	displayName: 'Conversation',
	name: 'conversationId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The conversation to use: from the list, by ID, or by its URL in HighLevel',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a conversation...',
			typeOptions: { searchListMethod: 'searchConversations', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. tDtDnQdgm2LXpyiqYvZ6',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://app.gohighlevel.com/v2/location/ve9EPM428h8vShlRW1KT/conversations/conversations/tDtDnQdgm2LXpyiqYvZ6',
			extractValue: {
				type: 'regex',
				regex: CONVERSATION_URL,
			},
			validation: [
				{
					type: 'regex',
					properties: {
						regex: CONVERSATION_URL,
						errorMessage: 'Not a valid HighLevel conversation URL',
					},
				},
			],
		},
	],
};

/** The mode whose value is the ID of a contact. Its conversation is looked up when the node runs. */
export const BY_CONTACT = 'contact';

/** A conversation, also by the ID of its contact: some webhooks contain no other ID. */
export const conversationOrContactLocator: INodeProperties = {
	...conversationLocator,
	modes: [
		...(conversationLocator.modes ?? []),
		{
			displayName: 'By Contact',
			name: BY_CONTACT,
			type: 'string',
			placeholder: 'e.g. OP7z4LCyPACyH5fcEIZa',
		},
	],
};

/** The label of the field, for messages. */
export const CONVERSATION_LABEL = 'Conversation';

/** A conversation in the path of the URL. */
export const conversationInPath: INodeProperties = { ...conversationLocator, required: true };

/** A conversation in the path of the URL, also by its contact, for operations that look it up. */
export const conversationOrContactInPath: INodeProperties = {
	...conversationOrContactLocator,
	required: true,
};

/** A conversation in the body. */
export const conversationInBody = inBody({ ...conversationLocator, required: true });

/** The fields of a conversation in search results that Simplify keeps. */
export const CONVERSATION_FIELDS = [
	'id',
	'contactId',
	'fullName',
	'email',
	'phone',
	'unreadCount',
	'lastMessageType',
	'lastMessageBody',
	'lastMessageDate',
	'lastMessageDirection',
	'tags',
	'assignedTo',
] as const;
