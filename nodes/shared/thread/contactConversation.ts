import type { IDataObject } from 'n8n-workflow';
import { CONVERSATION_LABEL } from '../fields/conversation';
import { ParameterError, listIn } from '../request';

/** The search request for a contact's latest conversation. */
export const contactSearchRequest = (locationId: string, contactId: string) => ({
	path: '/conversations/search',
	query: { locationId, contactId, limit: 1 } as IDataObject,
});

/**
 * The contact's latest conversation in the response to `contactSearchRequest`. Throws a `ParameterError` if the contact has no
 * conversation.
 */
export function conversationInSearch(body: unknown, contactId: string): IDataObject {
	const record = listIn(body)?.find((each) => each.contactId === contactId);
	if (record !== undefined) return record;
	throw new ParameterError(
		`'${CONVERSATION_LABEL}': no conversation found for contact ${contactId.slice(0, 100)}`,
		"Use the ID of a contact who has a conversation at the credential's location.",
	);
}
