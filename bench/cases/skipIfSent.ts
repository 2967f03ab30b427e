import { useHalfOfWindow } from '../contenders/shared';
import { sends, sendsUnlessSent } from '../contenders/node';
import type { Case } from '../types';
import { countOf, fillContacts, judgeSends, LIVE_WINDOW, REPLY_MS } from './items';

const MINUTE_MS = 60_000;
/** Number of messages that the location sent in the last hour. */
const SENT_MESSAGES = 5_000;

export const skipIfSentSends: Case = {
	title: `1,000 sends over ${SENT_MESSAGES.toLocaleString('en')} recorded messages, 100 a window of 10 s, half of the first used`,
	metric: 'ms',
	sandbox: { seed: false, rateLimit: LIVE_WINDOW, latencyMs: REPLY_MS },
	fill: (sandbox, quick) => {
		const filled = fillContacts(sandbox, countOf(quick), LIVE_WINDOW);
		const { state, locationId } = sandbox;
		const conversations = (filled.given.ids ?? []).map(
			(contactId) => state.addConversation({ locationId, contactId }).id,
		);
		state.addMessages(
			Array.from({ length: SENT_MESSAGES }, (_, index) => ({
				conversationId: conversations[index % conversations.length],
				direction: 'outbound' as const,
				body: `Recorded ${index}`,
				dateAdded: Date.now() - 50 * MINUTE_MS + index,
			})),
		);
		return filled;
	},
	// This contender runs first, because messages sent by the other one are recorded as well.
	contenders: {
		'our node, Skip If Sent Within': useHalfOfWindow(sendsUnlessSent),
		'our node': useHalfOfWindow(sends),
	},
	goals: [{ contender: 'our node, Skip If Sent Within', of: 'our node', atMost: 1.03 }],
	judge: judgeSends,
	runs: 1,
	remark:
		'The five pages count in the same windows. A run that would have filled its windows to the last request needs one window more.',
};
