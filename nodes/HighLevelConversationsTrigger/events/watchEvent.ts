import type { IDataObject } from 'n8n-workflow';
import { contactFromSearch } from '../../shared/thread';
import { enrichOptionsOf } from '../engine/enrich';
import type { TriggerEvent } from '../engine/event';
import { readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { overlapMs } from '../engine/startTime';
import type { ConversationState } from './conversationState';
import { conversationSearch } from './conversationSearch';
import { startWatching, enrichForTest, pollConversations } from './watchConversations';
import type { ConversationRead, WatchRules } from './watchRules';

/** Number of conversations that a test in the editor reads to find one to emit. */
const MAX_TEST_CONVERSATIONS = 10;

/** Declares an event that watches conversations. */
interface WatchedEvent extends Pick<TriggerEvent, 'option' | 'parameters'> {
	/** Reads the parameters. Throws a `ParameterError`. */
	watchRules(poll: PollContext): WatchRules;
	/** A test in the editor reads conversations whose last message has this direction. */
	testDirection: 'inbound' | 'outbound';
	/** Reads a conversation for a test in the editor, without waiting for anything. Throws an `ApiError`. */
	testRead(poll: PollContext, id: string, state: ConversationState): Promise<ConversationRead>;
}

/** Makes an event that can be polled from the declaration of an event that watches conversations. */
export const watchEvent = ({
	option,
	parameters,
	watchRules,
	testDirection,
	testRead,
}: WatchedEvent): TriggerEvent => ({
	option,
	scope: 'conversations.readonly',
	parameters,
	// If a filter is changed, the conversations that are due remain due.
	resetOn: [],
	async start(poll) {
		// Reads all parameters, so that activation fails if one is invalid.
		watchRules(poll);
		overlapMs(poll);
		enrichOptionsOf(poll);
		return await startWatching(poll);
	},
	poll: async (poll, state) => await pollConversations(poll, state, watchRules(poll)),
	async test(poll) {
		const more = { sort: 'desc', lastMessageDirection: testDirection };
		const request = { ...conversationSearch(poll, more), limit: MAX_TEST_CONVERSATIONS };
		let records: IDataObject[] = [];
		await readList(poll, request, (page) => {
			records = page;
		});
		for (const record of records) {
			const state = { lastMessageAt: 0, contact: contactFromSearch(record) };
			const { ready } = await testRead(poll, String(record.id), state);
			if (ready) return await enrichForTest(poll, ready.item);
		}
		return [];
	},
});
