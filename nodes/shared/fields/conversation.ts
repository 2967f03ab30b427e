import type { INodeProperties } from 'n8n-workflow';
import { inBody } from './routing';

/** A conversation's page in the HighLevel app, under whatever domain it is white-labelled. */
const CONVERSATION_URL = 'https?://[^/]+/.*conversations/([A-Za-z0-9_-]+)/?(?:[?#].*)?$';

/** A conversation, from a list, by its ID or by the address of its page in the HighLevel app. */
export const conversationLocator: INodeProperties = {
	displayName: 'Conversation',
	name: 'conversationId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The conversation to use: its ID, or the address of its page in HighLevel',
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

/** The mode whose value is a contact's ID: the conversation is searched when the node runs. */
export const BY_CONTACT = 'contact';

/** The same, or by the ID of its contact, which is all that some webhooks know. */
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

/** How the editor calls the field, for messages. */
export const CONVERSATION_LABEL = 'Conversation';

/** The conversation in the path of the URL. */
export const conversationInPath: INodeProperties = { ...conversationLocator, required: true };

/** The conversation in the path of the URL, or its contact, for operations that look the conversation up. */
export const conversationOrContactInPath: INodeProperties = {
	...conversationOrContactLocator,
	required: true,
};

/** The conversation in the body. */
export const conversationInBody = inBody({ ...conversationLocator, required: true });

/** What Simplify keeps of a conversation in the search's replies. */
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
