import type { IDataObject } from 'n8n-workflow';
import { BY_CONTACT } from '../../../shared/fields/conversation';
import { listIn } from '../../../shared/request';
import type { ItemContext } from '../../../shared/request';
import { contactSearchRequest, conversationInSearch, threadPath } from '../../../shared/thread';

/** Searches, once for each query and run. Returns the reply's body; throws an `ApiError`. */
async function search(item: ItemContext, path: string, query: IDataObject): Promise<unknown> {
	const step = 'looking the conversation up';
	return await item.memoize(JSON.stringify([path, query]), async () => {
		const { body } = await item.get({ step, path, query, scope: 'conversations.readonly' });
		return body;
	});
}

/** The contact's ID, if the node's field names the conversation by its contact. */
export function contactIdInField(item: ItemContext): string | undefined {
	const given = item.context.getNodeParameter('conversationId', null) as { mode?: unknown } | null;
	if (given?.mode !== BY_CONTACT) return undefined;
	return String(item.parameter('conversationId')).trim();
}

/** A contact's latest conversation as the search lists it. Throws a `ParameterError` if there is none, and an `ApiError`. */
export async function conversationOfContact(
	item: ItemContext,
	contactId: string,
): Promise<IDataObject> {
	const { path, query } = contactSearchRequest(item.requireLocationId(), contactId);
	return conversationInSearch(await search(item, path, query), contactId);
}

/**
 * For operations on a conversation's messages whose conversation may be given by its contact: points the item's path to the
 * conversation. Throws a `ParameterError` if the contact has none, and an `ApiError`.
 */
export async function resolveConversation(item: ItemContext): Promise<void> {
	const contactId = contactIdInField(item);
	if (contactId === undefined) return;
	const { id } = await conversationOfContact(item, contactId);
	item.path = threadPath(String(id));
}

/** The ID of the conversation in an item's path, `/conversations/{id}/messages`. */
export const conversationIdOf = (item: ItemContext): string =>
	decodeURIComponent(item.path.split('/')[2]);

/** The record of an item's conversation as the search lists it, empty if it does not. Throws an `ApiError`. */
export async function conversationRecordOf(item: ItemContext): Promise<IDataObject> {
	const contactId = contactIdInField(item);
	if (contactId !== undefined) return await conversationOfContact(item, contactId);
	const id = conversationIdOf(item);
	const query = { locationId: item.requireLocationId(), id, limit: 1 };
	const body = await search(item, '/conversations/search', query);
	return listIn(body)?.find((record) => record.id === id) ?? {};
}
