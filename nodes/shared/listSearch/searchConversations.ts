import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { pickerRequest, searchCursor } from '../request';
import type { Position } from '../request';

const PAGE_SIZE = 50;

/** Where the list goes on, and what of it has been shown already: conversations may share a sort value. */
interface Token {
	start?: Position;
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
	const isNews = ({ id }: IDataObject) => !token.shown.includes(String(id));
	const pass = searchCursor.begin({});
	const read = async (start?: Position) => {
		const query = { query: filter, limit: PAGE_SIZE, startAfterDate: start };
		const { body, locationId } = await pickerRequest(this, '/conversations/search', query);
		const { records, next } = pass.read(body, PAGE_SIZE, isNews);
		return { records, next, locationId, news: records.filter(isNews) };
	};

	let page = await read(token.start);
	// More conversations of one moment than fit on a page: the cursor's next start passes them.
	if (page.news.length === 0 && page.next !== undefined) page = await read(page.next);
	const { records, next, locationId, news } = page;
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
