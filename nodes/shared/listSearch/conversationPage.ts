import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { listSearchRequest, searchCursor } from '../request';
import type { Position } from '../request';

const PAGE_SIZE = 50;

/** Where the list goes on. Conversations may share a sort value, so those already shown are remembered. */
interface Token {
	start?: Position;
	shown: string[];
	/** How many have been read so far. */
	read: number;
}

/** A page of conversations that were not on the page before. */
export interface ConversationPage {
	records: IDataObject[];
	locationId: string;
	/** For the next page; undefined after the last. */
	next?: string;
}

/**
 * Conversations for a list of the editor, searched by HighLevel as the user types, newest first, page by page.
 * `token` is the page before's `next`. Throws what `listSearchRequest` throws.
 */
export async function conversationPage(
	context: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<ConversationPage> {
	const first: Token = { shown: [], read: 0 };
	const { start: from, shown, read: before } = token ? (JSON.parse(token) as Token) : first;
	const isNews = ({ id }: IDataObject) => !shown.includes(String(id));
	const pass = searchCursor.begin({}, before);
	const read = async (start?: Position) => {
		const query = { query: filter, limit: PAGE_SIZE, startAfterDate: start };
		const { body, locationId } = await listSearchRequest(context, {
			path: '/conversations/search',
			query,
		});
		const { records, next } = pass.read(body, PAGE_SIZE, isNews);
		return { records, next, locationId, news: records.filter(isNews) };
	};

	let page = await read(from);
	// More conversations of one moment than fit on a page: the cursor's next start passes them.
	if (page.news.length === 0 && page.next !== undefined) page = await read(page.next);
	const { records, next: start, locationId, news } = page;
	const ended = start === undefined || news.length === 0;
	const following = {
		start,
		shown: records.map(({ id }) => String(id)),
		read: before + news.length,
	} satisfies Token;
	return { records: news, locationId, next: ended ? undefined : JSON.stringify(following) };
}

/** The first of some values that is a text with something in it. */
export const firstText = (...values: unknown[]): string | undefined =>
	values.find((value): value is string => typeof value === 'string' && value.trim() !== '');
