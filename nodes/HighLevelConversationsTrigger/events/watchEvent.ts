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

/** Number of conversations that a test reads. */
const MAX_TEST_CONVERSATIONS = 10;

/** What differs between events that watch conversations. */
interface WatchedEvent extends Pick<TriggerEvent, 'option' | 'parameters'> {
	/** Reads the parameters. Throws a `ParameterError`. */
	watchRules(poll: PollContext): WatchRules;
	/** The direction of the last message in conversations that a test reads. */
	testedDirection: 'inbound' | 'outbound';
	/** Reads a conversation for a test, in which nothing has to be waited for. Throws an `ApiError`. */
	testRead(poll: PollContext, id: string, state: ConversationState): Promise<ConversationRead>;
}

/** An event that watches conversations, with everything that such events have in common. */
export const watchEvent = ({
	option,
	parameters,
	watchRules,
	testedDirection,
	testRead: testLook,
}: WatchedEvent): TriggerEvent => ({
	option,
	scope: 'conversations.readonly',
	parameters,
	// A changed filter keeps what waits.
	resetOn: [],
	async start(poll) {
		// Shows a wrong option when the workflow is activated.
		watchRules(poll);
		overlapMs(poll);
		enrichOptionsOf(poll);
		return await startWatching(poll);
	},
	poll: async (poll, state) => await pollConversations(poll, state, watchRules(poll)),
	async test(poll) {
		const more = { sort: 'desc', lastMessageDirection: testedDirection };
		const request = { ...conversationSearch(poll, more), limit: MAX_TEST_CONVERSATIONS };
		let records: IDataObject[] = [];
		await readList(poll, request, (page) => {
			records = page;
		});
		for (const record of records) {
			const state = { lastMessageAt: 0, contact: contactFromSearch(record) };
			const { ready } = await testLook(poll, String(record.id), state);
			if (ready) return await enrichForTest(poll, ready.item);
		}
		return [];
	},
});
