import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { conversationPage, firstNonEmpty } from './conversationPage';

function conversationLabel(record: IDataObject): string {
	const { fullName, contactName, email, phone, id } = record;
	const who = firstNonEmpty(fullName, contactName, email, phone, id);
	const last = String(record.lastMessageBody ?? '')
		.replace(/\s+/g, ' ')
		.trim();
	return last === '' ? String(who) : `${String(who)}: ${last.slice(0, 50)}`;
}

/** Conversations for the picker. */
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
