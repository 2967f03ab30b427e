import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { listSearchRequest, searchCursor } from '../request';
import type { Position } from '../request';

const PAGE_SIZE = 50;

/** Where the next page starts. Conversations may share a sort value, so those already shown are stored. */
interface PaginationToken {
	start?: Position;
	shown: string[];
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
	const first: PaginationToken = { shown: [], read: 0 };
	const {
		start: from,
		shown,
		read: before,
	} = token ? (JSON.parse(token) as PaginationToken) : first;
	const isNew = ({ id }: IDataObject) => !shown.includes(String(id));
	const reader = searchCursor.createReader({}, before);
	const read = async (start?: Position) => {
		const query = { query: filter, limit: PAGE_SIZE, startAfterDate: start };
		const { body, locationId } = await listSearchRequest(context, {
			path: '/conversations/search',
			query,
		});
		const { records, next } = reader.read(body, PAGE_SIZE, isNew);
		return { records, next, locationId, newRecords: records.filter(isNew) };
	};

	let page = await read(from);
	// A whole page of conversations with the same sort value: continue after them.
	if (page.newRecords.length === 0 && page.next !== undefined) page = await read(page.next);
	const { records, next: start, locationId, newRecords } = page;
	const ended = start === undefined || newRecords.length === 0;
	const following = {
		start,
		shown: records.map(({ id }) => String(id)),
		read: before + newRecords.length,
	} satisfies PaginationToken;
	return { records: newRecords, locationId, next: ended ? undefined : JSON.stringify(following) };
}

/** The first value that is a non-empty string. */
export const firstNonEmpty = (...values: unknown[]): string | undefined =>
	values.find((value): value is string => typeof value === 'string' && value.trim() !== '');
