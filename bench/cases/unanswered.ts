import { getManyAndCode, getUnanswered } from '../contenders/unanswered';
import type { Case } from '../types';
import { MINUTE_MS } from '../../nodes/shared/time';
import { NO_LIMIT } from './limits';

const PAGE_MS = 20;
const START = Date.UTC(2026, 0, 1);
const CONVERSATIONS = 200;
const MESSAGES = 60;
/** Number of requests before the measurement. */
const WARM_UP = 10;

export const unanswered: Case = {
	title: `What is unanswered in ${CONVERSATIONS} conversations of ${MESSAGES} messages, 20 ms a page`,
	metric: 'ms',
	sandbox: { seed: false, rateLimit: NO_LIMIT, pageLatencyMs: PAGE_MS },
	fill: ({ state, locationId }, quick) => {
		const ids: string[] = [];
		const open: string[] = [];
		for (let count = 0; count < (quick ? CONVERSATIONS / 10 : CONVERSATIONS); count++) {
			const { id: contactId } = state.addContact({ locationId });
			const { id: conversationId } = state.addConversation({ locationId, contactId });
			ids.push(conversationId);
			for (let index = 0; index < MESSAGES; index++) {
				// In every second conversation the contact wrote the last three messages.
				const isInbound = index % 2 === 0 || (count % 2 === 0 && index >= MESSAGES - 3);
				const { id } = state.addMessage({
					conversationId,
					body: `Message ${index}`,
					dateAdded: START + index * MINUTE_MS,
					direction: isInbound ? 'inbound' : 'outbound',
					source: 'api',
				});
				if (isInbound && index === MESSAGES - 1) open.push(id);
			}
		}
		return { given: { ids }, expected: { ids: open } };
	},
	contenders: {
		'Get Unanswered': getUnanswered,
		'Get Many and a Code node': getManyAndCode,
	},
	judge: ({ ids = [], failure }, expected, { requests }) => {
		if (failure !== undefined) return failure;
		if (ids.join() !== expected.ids?.join()) return 'other messages';
		const most = ids.length * 2 + WARM_UP;
		return requests > most ? `${requests} requests` : undefined;
	},
	goals: [{ contender: 'Get Unanswered', of: 'Get Many and a Code node', atMost: 1.25 }],
	runs: 3,
	remark:
		'Both send one request a conversation, or the result would say how many. The code runs in the same process, which a real Code node does not. It knows neither emails nor calls, people, channels or longer threads, and does not wait for quiet.',
};
