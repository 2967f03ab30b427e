import type { IDataObject } from 'n8n-workflow';
import { chosenChannels, isOnChannel, passesFor } from '../../shared/channels';
import { exportCursor } from '../../shared/request';
import { readList } from '../engine/pollContext';
import type { Source } from '../engine/pollContext';
import { momentIn } from '../engine/watermark';

/** Where a location's messages are listed. */
export const EXPORT_PATH = '/conversations/messages/export';
/** How far back a test looks for a message that matches. */
const MOST_FOR_TEST = 2000;

const chosenIn = (source: Source) => chosenChannels(source.parameter('channels'));

/** A query for each of the export's lists: without a channel it leaves email out. */
export function queriesFor(source: Source): IDataObject[] {
	const { email, others } = passesFor(chosenIn(source));
	const query = {
		locationId: source.locationId,
		conversationId: source.parameter('filters.conversationId') as string | undefined,
		contactId: source.parameter('filters.contactId') as string | undefined,
		sortBy: 'createdAt',
	};
	return [...(others ? [query] : []), ...(email ? [{ ...query, channel: 'Email' }] : [])];
}

/** Whether a message is on one of the node's channels. */
export function channelFilter(source: Source): (message: IDataObject) => boolean {
	const channels = chosenIn(source);
	return ({ messageType }) => isOnChannel(messageType, channels);
}

/**
 * Reads one of the export's lists from a moment (ms) on, oldest first, until `take` returns true for a page.
 * Returns whether the whole list was read. Throws an `ApiFailure`.
 */
export async function readExport(
	source: Source,
	query: IDataObject,
	from: number,
	take: (messages: IDataObject[]) => boolean | void,
): Promise<boolean> {
	// A millisecond earlier: HighLevel does not say whether the start date itself belongs to the list.
	const startDate = new Date(from - 1).toISOString();
	const ascending = { ...query, startDate, sortOrder: 'asc' };
	return await readList(
		source,
		{ path: EXPORT_PATH, cursor: exportCursor, query: ascending },
		take,
	);
}

async function latestOf(
	source: Source,
	query: IDataObject,
	matches: (message: IDataObject) => boolean,
): Promise<IDataObject | undefined> {
	let latest: IDataObject | undefined;
	const descending = { ...query, sortOrder: 'desc' };
	const request = { path: EXPORT_PATH, cursor: exportCursor, query: descending };
	await readList(source, { ...request, wanted: MOST_FOR_TEST }, (records) => {
		latest = records.find(matches);
		return latest !== undefined;
	});
	return latest;
}

/** The most recent message that matches, for a test in the editor. Throws an `ApiFailure`. */
export async function latestMessage(
	source: Source,
	matches: (message: IDataObject) => boolean,
): Promise<IDataObject | undefined> {
	const queries = queriesFor(source);
	const found = await Promise.all(queries.map((query) => latestOf(source, query, matches)));
	return found
		.filter((message) => message !== undefined)
		.sort((a, b) => momentIn(b.dateAdded, 0) - momentIn(a.dateAdded, 0))[0];
}
