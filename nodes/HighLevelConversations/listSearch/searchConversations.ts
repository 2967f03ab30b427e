import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { pickerRequest, searchCursor } from '../request';

const PAGE_SIZE = 50;

/** Where the list goes on, and what of it has been shown already: conversations may share a sort value. */
interface Token {
	start?: string | number;
	shown: string[];
}

const first = (...texts: unknown[]) =>
	texts.find((text) => typeof text === 'string' && text !== '');

function nameOf(record: IDataObject): string {
	const who = first(record.fullName, record.contactName, record.email, record.phone, record.id);
	const last = String(record.lastMessageBody ?? '')
		.replace(/\s+/g, ' ')
		.trim();
	return last === '' ? String(who) : `${String(who)}: ${last.slice(0, 50)}`;
}

/** Conversations for the picker, searched by HighLevel as the user types, newest first, page by page. */
export async function searchConversations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const token = (paginationToken ? JSON.parse(paginationToken) : { shown: [] }) as Token;
	const { body, locationId } = await pickerRequest(this, '/conversations/search', {
		query: filter,
		limit: PAGE_SIZE,
		startAfterDate: token.start,
	});
	const isNews = ({ id }: IDataObject) => !token.shown.includes(String(id));
	const { records, next } = searchCursor.begin({}).read(body, PAGE_SIZE, isNews);
	const news = records.filter(isNews);
	return {
		results: news.map((record) => ({
			name: nameOf(record),
			value: String(record.id),
			url: `https://app.gohighlevel.com/v2/location/${locationId}/conversations/conversations/${String(record.id)}`,
		})),
		paginationToken:
			next === undefined || news.length === 0
				? undefined
				: JSON.stringify({
						start: next,
						shown: records.map(({ id }) => String(id)),
					} satisfies Token),
	};
}
