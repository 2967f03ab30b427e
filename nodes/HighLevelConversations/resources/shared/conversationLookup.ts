import type { IDataObject } from 'n8n-workflow';
import { BY_CONTACT } from '../../../shared/fields/conversation';
import { listIn } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { contactSearchRequest, conversationInSearch, threadPath } from '../../../shared/thread';

/** Searches conversations, once per query and run. Returns the body of the response. Throws an `ApiError`. */
async function searchConversation(
	item: ItemContext,
	path: string,
	query: IDataObject,
): Promise<unknown> {
	const step = 'looking up the conversation';
	return await item.memoize(JSON.stringify([path, query]), async () => {
		const { body } = await item.get({ step, path, query, scope: 'conversations.readonly' });
		return body;
	});
}

/** The contact's ID, if the field 'Conversation' contains a contact; otherwise undefined. */
export function contactIdInField(item: ItemContext): string | undefined {
	const given = item.context.getNodeParameter('conversationId', null) as { mode?: unknown } | null;
	if (given?.mode !== BY_CONTACT) return undefined;
	return String(item.parameter('conversationId')).trim();
}

/** The latest conversation of a contact, as returned by the search. Throws a `ParameterError` if there is none, and an `ApiError`. */
export async function conversationOfContact(
	item: ItemContext,
	contactId: string,
): Promise<IDataObject> {
	const { path, query } = contactSearchRequest(item.requireLocationId(), contactId);
	return conversationInSearch(await searchConversation(item, path, query), contactId);
}

/**
 * Sets the item's path to the messages of the conversation if the field 'Conversation' contains a contact. Throws a `ParameterError`
 * if the contact has no conversation, and an `ApiError`.
 */
export async function resolveConversation(item: ItemContext): Promise<void> {
	const contactId = contactIdInField(item);
	if (contactId === undefined) return;
	const { id } = await conversationOfContact(item, contactId);
	item.path = threadPath(String(id));
}

/** ID of the conversation in the item's path, `/conversations/{id}/messages`. */
export const conversationIdOf = (item: ItemContext): string =>
	decodeURIComponent(item.path.split('/')[2]);

/** The item's conversation as returned by the search, empty if the search does not find it. Throws an `ApiError`. */
export async function conversationRecordOf(item: ItemContext): Promise<IDataObject> {
	const contactId = contactIdInField(item);
	if (contactId !== undefined) return await conversationOfContact(item, contactId);
	const id = conversationIdOf(item);
	const query = { locationId: item.requireLocationId(), id, limit: 1 };
	const body = await searchConversation(item, '/conversations/search', query);
	return listIn(body)?.find((record) => record.id === id) ?? {};
}
