import type { IDataObject } from 'n8n-workflow';
import { CONVERSATION_FIELDS } from '../../shared/fields/conversation';
import { timestampFrom } from '../../shared/request';
import { listEvent } from '../engine/listEvent';
import { readList } from '../engine/pollContext';
import { conversationSearch, searchFor } from './conversationSearch';

/** Number of conversations that a test in the editor reads to find the newest one. */
const MAX_TEST_CONVERSATIONS = 100;

const timeOf = ({ dateAdded }: IDataObject) => timestampFrom(dateAdded);

/** A conversation was created. */
export const newConversation = listEvent({
	option: { name: 'New Conversation', description: 'Triggers when a conversation is created' },
	scope: 'conversations.readonly',
	simplify: [...CONVERSATION_FIELDS, 'dateAdded'],
	conversationKey: 'id',
	parameters: [
		'filters.contactId',
		'simplify',
		'options.lastMessages',
		'options.limitPerPoll',
		'options.overlap',
	],
	resetOn: ['filters.contactId'],
	window: 'overlap',
	// Sorted by last message, ascending: a conversation that changes during the poll moves to the end of the list, and is not missed.
	lists: (poll) => [conversationSearch(poll, { sort: 'asc' })],
	from: ({ query, ...list }, startMs) => ({ ...list, query: { ...query, startDate: startMs - 1 } }),
	idOf: ({ id }) => String(id),
	timeOf,
	sortedBy: ({ lastMessageDate }) => timestampFrom(lastMessageDate),
	matches: () => () => true,
	read: async (poll, id) => await searchFor(poll, { id }),
	async latest(poll) {
		let found: IDataObject[] = [];
		const request = {
			...conversationSearch(poll, { sort: 'desc' }),
			limit: MAX_TEST_CONVERSATIONS,
		};
		await readList(poll, request, (records) => {
			found = records;
		});
		return found.sort((a, b) => (timeOf(b) ?? 0) - (timeOf(a) ?? 0))[0];
	},
});
