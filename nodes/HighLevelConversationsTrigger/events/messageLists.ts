import type { IDataObject } from 'n8n-workflow';
import { parseChannels, isOnChannel, exportListsFor } from '../../shared/channels';
import { exportCursor, pickFields, timestampFrom } from '../../shared/request';
import { readMessage } from '../../shared/thread';
import type { ListEvent, ListQuery } from '../engine/event';
import { readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';

/** How far back a test looks for a message that matches. */
const MAX_TEST_MESSAGES = 2000;
/** Max number of pages of 1,000 messages in one poll; the next poll continues there. */
const MAX_PAGES = 40;

const selectedChannels = (poll: PollContext) => parseChannels(poll.parameter('channels'));

/** The export's lists of the chosen channels: the one without a channel leaves email out. */
function exportLists(poll: PollContext): ListQuery[] {
	const { email, others } = exportListsFor(selectedChannels(poll));
	const query: IDataObject = {
		locationId: poll.locationId,
		conversationId: poll.parameter('filters.conversationId') as string | undefined,
		contactId: poll.parameter('filters.contactId') as string | undefined,
		sortBy: 'createdAt',
	};
	const queries = [...(others ? [query] : []), ...(email ? [{ ...query, channel: 'Email' }] : [])];
	return queries.map((each) => ({
		path: '/conversations/messages/export',
		cursor: exportCursor,
		query: each,
	}));
}

/** Whether a message is on one of the node's channels. Throws a `ParameterError`. */
export function channelFilter(poll: PollContext): (message: IDataObject) => boolean {
	const channels = selectedChannels(poll);
	return ({ messageType }) => isOnChannel(messageType, channels);
}

const timeOf = ({ dateAdded }: IDataObject) => timestampFrom(dateAdded);

async function latestOf(
	poll: PollContext,
	{ query, ...list }: ListQuery,
	matches: ReturnType<ListEvent['matches']>,
): Promise<IDataObject | undefined> {
	let latest: IDataObject | undefined;
	const request = { ...list, query: { ...query, sortOrder: 'desc' }, limit: MAX_TEST_MESSAGES };
	await readList(poll, request, (records) => {
		latest = records.find((record) => matches(record) === true);
		return latest !== undefined;
	});
	return latest;
}

/** What the events about messages have in common. */
export const messageEventBase = (matches: ListEvent['matches']) => ({
	scope: 'conversations/message.readonly' as const,
	conversationKey: 'conversationId',
	matches,
	maxPages: MAX_PAGES,
	lists: exportLists,
	// A millisecond earlier: HighLevel does not document whether the start date itself belongs to the list.
	from: ({ query, ...list }: ListQuery, startMs: number): ListQuery => ({
		...list,
		query: { ...query, startDate: new Date(startMs - 1).toISOString(), sortOrder: 'asc' },
	}),
	idOf: ({ id }: IDataObject) => String(id),
	timeOf,
	read: readMessage,
	/** The most recent message that matches, for a test in the editor. Throws an `ApiError`. */
	async latest(poll: PollContext): Promise<IDataObject | undefined> {
		const filter = matches(poll);
		const lists = exportLists(poll);
		const found = await Promise.all(lists.map(async (list) => await latestOf(poll, list, filter)));
		return found
			.filter((message) => message !== undefined)
			.sort((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0))[0];
	},
});

/** What a message says of its contact. Exports name no more than the ID, unless HighLevel adds to them. */
export const contactInMessage = (message: IDataObject): IDataObject => {
	const { contactId: id, fullName, contactName, email, phone, tags, assignedTo } = message;
	const name = fullName ?? contactName;
	const known = { id, name, email, phone, tags, assignedTo } as IDataObject;
	return pickFields(
		known,
		Object.keys(known).filter((key) => known[key] !== undefined),
	);
};
