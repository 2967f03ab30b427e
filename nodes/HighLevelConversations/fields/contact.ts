import type { INodeProperties } from 'n8n-workflow';
import { inBody, inQuery } from '../../shared/fields/routing';
import type { Field } from '../../shared/fields/routing';
import { CONVERSATION_LABEL, conversationLocator } from '../../shared/fields/conversation';

/** The URL of a contact in the HighLevel app, also under a white-label domain. */
const CONTACT_URL = 'https?://[^/]+/.*(?:contacts|customers)/detail/([A-Za-z0-9_-]+)/?(?:[?#].*)?$';

/** The mode whose value is looked up when the node runs, because it is not an ID. */
export const BY_PHONE_OR_EMAIL = 'phoneOrEmail';

/** Label of the field, for errors. */
export const CONTACT_LABEL = 'Contact';

/**
 * A resource locator for a contact: from a list, by ID, by its URL in the HighLevel app, or by phone number or email address. A plain
 * text instead of a locator, e.g. from an older workflow, is an ID.
 */
const contactLocator: INodeProperties = {
	displayName: CONTACT_LABEL,
	name: 'contactId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		"The contact, by ID, phone number or email address. An AI agent can use any of these. Without the scope 'contacts.readonly', the list and the search by phone or email only find contacts who have a conversation.",
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a contact...',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. OP7z4LCyPACyH5fcEIZa',
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://app.gohighlevel.com/v2/location/ve9EPM428h8vShlRW1KT/contacts/detail/OP7z4LCyPACyH5fcEIZa',
			extractValue: { type: 'regex', regex: CONTACT_URL },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: CONTACT_URL,
						errorMessage: 'Not the URL of a contact in the HighLevel app',
					},
				},
			],
		},
		{
			displayName: 'By Phone or Email',
			name: BY_PHONE_OR_EMAIL,
			type: 'string',
			placeholder: 'e.g. +15037081210 or jane@example.com',
		},
	],
};

/** The contact, sent in the query. */
export const contactInQuery = inQuery({
	...contactLocator,
	required: true,
});

/** The contact, sent in the body. */
export const contactInBody = inBody({
	...contactLocator,
	required: true,
});

const EITHER_IS_ENOUGH = `Either '${CONTACT_LABEL}' or '${CONVERSATION_LABEL}' is required.`;

/** The fields of operations for a contact or a conversation. */
export const contactOrConversation: Field[] = [
	{
		...contactInBody,
		required: false,
		description: `The contact: ID, phone number or email address. ${EITHER_IS_ENOUGH}`,
	},
	inBody({
		...conversationLocator,
		description: `ID of the conversation. ${EITHER_IS_ENOUGH}`,
	}),
];
