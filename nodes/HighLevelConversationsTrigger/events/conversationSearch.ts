import type { IDataObject } from 'n8n-workflow';
import { listIn, searchCursor } from '../../shared/request';
import type { ListQuery } from '../engine/event';
import type { PollContext } from '../engine/pollContext';

const SEARCH_PATH = '/conversations/search';

/** The search for the conversations that a workflow watches. `more` are additional query parameters. */
export const conversationSearch = (poll: PollContext, more: IDataObject = {}): ListQuery => ({
	path: SEARCH_PATH,
	cursor: searchCursor,
	query: {
		locationId: poll.locationId,
		contactId: poll.parameter('filters.contactId') as string | undefined,
		sortBy: 'last_message_date',
		...more,
	},
});

/** Finds a conversation by its ID, or a contact's latest one; undefined if there is none. Throws an `ApiError`. */
export async function searchFor(
	poll: PollContext,
	query: { id?: string; contactId?: string },
): Promise<IDataObject | undefined> {
	const { body } = await poll.get(SEARCH_PATH, { locationId: poll.locationId, ...query, limit: 1 });
	return (listIn(body) ?? []).find(({ id }) => query.id === undefined || id === query.id);
}
