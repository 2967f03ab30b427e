import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { conversationPage, firstNonEmpty } from './conversationPage';

/** The contact and the beginning of the last message. */
function conversationLabel(record: IDataObject): string {
	const { fullName, contactName, email, phone, id } = record;
	const contact = firstNonEmpty(fullName, contactName, email, phone, id);
	const lastMessage = String(record.lastMessageBody ?? '')
		.replace(/\s+/g, ' ')
		.trim();
	return lastMessage === '' ? String(contact) : `${String(contact)}: ${lastMessage.slice(0, 50)}`;
}

/** List search for conversations, newest first. */
export async function searchConversations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { records, locationId, next } = await conversationPage(this, filter, paginationToken);
	return {
		results: records.map((record) => ({
			name: conversationLabel(record),
			value: String(record.id),
			url: `https://app.gohighlevel.com/v2/location/${locationId}/conversations/conversations/${String(record.id)}`,
		})),
		paginationToken: next,
	};
}
