import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { listSearchRequest, searchCursor } from '../request';
import type { Position } from '../request';

const PAGE_SIZE = 50;

/** Where the next page starts. */
interface PaginationToken {
	start?: Position;
	/** IDs on the page before: conversations with the same sort value may be returned again. */
	shownIds: string[];
	/** Number of conversations read so far. */
	read: number;
}

/** A page of conversations that were not on the page before. */
export interface ConversationPage {
	records: IDataObject[];
	locationId: string;
	/** Token for the next page; undefined after the last page. */
	next?: string;
}

/**
 * One page of conversations for a list in the editor, newest first. HighLevel searches for `filter` as the user types;
 * `token` is `next` of the page before. Throws what `listSearchRequest` throws.
 */
export async function conversationPage(
	context: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<ConversationPage> {
	const firstPage: PaginationToken = { shownIds: [], read: 0 };
	const {
		start: from,
		shownIds,
		read: readBefore,
	} = token ? (JSON.parse(token) as PaginationToken) : firstPage;
	const isNew = ({ id }: IDataObject) => !shownIds.includes(String(id));
	const reader = searchCursor.createReader({}, readBefore);
	const readPage = async (start?: Position) => {
		const query = { query: filter, limit: PAGE_SIZE, startAfterDate: start };
		const { body, locationId } = await listSearchRequest(context, {
			path: '/conversations/search',
			query,
		});
		const { records, next } = reader.read(body, PAGE_SIZE, isNew);
		return { records, next, locationId, newRecords: records.filter(isNew) };
	};

	let page = await readPage(from);
	// A whole page of conversations with the same sort value: continue after them.
	if (page.newRecords.length === 0 && page.next !== undefined) page = await readPage(page.next);
	const { records, next: start, locationId, newRecords } = page;
	const isLast = start === undefined || newRecords.length === 0;
	const nextToken = {
		start,
		shownIds: records.map(({ id }) => String(id)),
		read: readBefore + newRecords.length,
	} satisfies PaginationToken;
	return { records: newRecords, locationId, next: isLast ? undefined : JSON.stringify(nextToken) };
}

/** The first value that is a non-empty string. */
export const firstNonEmpty = (...values: unknown[]): string | undefined =>
	values.find((value): value is string => typeof value === 'string' && value.trim() !== '');
