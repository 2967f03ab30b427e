import type { IDataObject } from 'n8n-workflow';
import { parseChannels, isOnChannel, exportListsFor } from '../../shared/channels';
import { exportCursor, pickFields, timestampFrom } from '../../shared/request';
import { readMessage } from '../../shared/thread';
import type { ListEvent, ListQuery } from '../engine/event';
import { readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';

/** Maximum number of messages that a test in the editor reads to find one that matches. */
const MAX_TEST_MESSAGES = 2000;
/** Maximum number of pages of 1,000 messages that a poll reads; the next poll continues from there. */
const MAX_PAGES = 40;

/** The channels selected in the node. Throws a `ParameterError`. */
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

/** Returns a function that tells whether a message is on one of the selected channels. Throws a `ParameterError`. */
export function channelFilter(poll: PollContext): (message: IDataObject) => boolean {
	const channels = selectedChannels(poll);
	return ({ messageType }) => isOnChannel(messageType, channels);
}

const timeOf = ({ dateAdded }: IDataObject) => timestampFrom(dateAdded);

/** The most recent message of a list that matches; undefined if there is none among the last `MAX_TEST_MESSAGES`. */
async function latestMatch(
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

/** The parts of the declaration that the events about messages share. `matches` as in `ListEvent`. */
export const messageEventBase = (matches: ListEvent['matches']) => ({
	scope: 'conversations/message.readonly' as const,
	conversationKey: 'conversationId',
	matches,
	maxPages: MAX_PAGES,
	lists: exportLists,
	// One millisecond earlier, because HighLevel does not document whether `startDate` is inclusive.
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
		const found = await Promise.all(
			lists.map(async (list) => await latestMatch(poll, list, filter)),
		);
		return found
			.filter((message) => message !== undefined)
			.sort((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0))[0];
	},
});

/** The contact in a message's record. HighLevel's export has only the ID; other fields are used if HighLevel adds them. */
export const contactInMessage = (message: IDataObject): IDataObject => {
	const { contactId: id, fullName, contactName, email, phone, tags, assignedTo } = message;
	const name = fullName ?? contactName;
	const fields = { id, name, email, phone, tags, assignedTo } as IDataObject;
	return pickFields(
		fields,
		Object.keys(fields).filter((key) => fields[key] !== undefined),
	);
};
