import type { Sandbox } from '../../sandbox';
import * as bare from '../contenders/bare';
import * as httpRequest from '../contenders/httpRequest';
import * as node from '../contenders/node';
import type { Case, Contender } from '../types';
import { NO_LIMIT } from './limits';

const PAGE_MS = 20;
const START = Date.UTC(2026, 0, 1);
const TEXT =
	'Hi Jane, your appointment on Tuesday at ten is confirmed. Reply C to confirm or R to move it to another day.';

/** Adds messages one second apart, `perConversation` in each conversation. Returns their IDs, newest first. */
function fillMessages({ state, locationId }: Sandbox, count: number, perConversation: number) {
	const { id: contactId } = state.addContact({ locationId });
	const ids: string[] = [];
	let conversationId = '';
	for (let index = 0; index < count; index++) {
		if (index % perConversation === 0) {
			conversationId = state.addConversation({ locationId, contactId }).id;
		}
		const dateAdded = START + index * 1000;
		const direction = index % 3 === 0 ? ('inbound' as const) : ('outbound' as const);
		const body = `${index} ${TEXT}`;
		ids.push(state.addMessage({ conversationId, dateAdded, direction, body }).id);
	}
	const [startDate, endDate] = [START, START + count * 1000].map((ms) =>
		new Date(ms).toISOString(),
	);
	return { given: { conversationId, startDate, endDate }, expected: { ids: ids.reverse() } };
}

const sequential: Record<string, Contender> = {
	'bare fetch loop': bare.exportAll,
	'our node': node.exportAll,
	'HTTP Request': httpRequest.exportAll,
};

export const exportFast: Case = {
	title: 'Export of 100,000 messages, 1,000 a page, 20 ms a page',
	metric: 'ms',
	sandbox: { seed: false, rateLimit: NO_LIMIT, pageLatencyMs: PAGE_MS },
	fill: (sandbox, quick) => fillMessages(sandbox, quick ? 10_000 : 100_000, 500),
	contenders: sequential,
	goals: [{ contender: 'our node', of: 'bare fetch loop', atMost: 1.1 }],
	runs: 3,
	remark: 'HTTP Request pages by its own pagination, with Split Out behind it for the same items.',
};

export const exportSlow: Case = {
	title: 'Export of 40,000 messages, 1,000 a page, 200 ms a page, 100 requests in 10 s',
	metric: 'ms',
	sandbox: { seed: false, pageLatencyMs: 200 },
	fill: (sandbox, quick) => fillMessages(sandbox, quick ? 8_000 : 40_000, 500),
	contenders: {
		...sequential,
		'our node, 4 windows': node.exportInWindows(4),
		'our node, 10 windows': node.exportInWindows(10),
	},
	goals: [
		{ contender: 'our node', of: 'bare fetch loop', atMost: 1.05 },
		{ contender: 'our node, 4 windows', of: 'bare fetch loop', atMost: 0.3 },
		{ contender: 'our node, 10 windows', of: 'bare fetch loop', atMost: 0.3 },
	],
	runs: 2,
};

export const exportSlices: Case = {
	title: 'Export of 300,000 messages in 6 slices, one input item each, 1,000 a page, 20 ms a page',
	metric: 'ms',
	sandbox: { seed: false, rateLimit: NO_LIMIT, pageLatencyMs: PAGE_MS },
	fill: (sandbox, quick) => fillMessages(sandbox, quick ? 30_000 : 300_000, 500),
	contenders: { 'our node': node.exportInSlices(6) },
	goals: [],
	runs: 3,
};

const LOST_TIES =
	"The search continues strictly after a sort value: a plain loop loses the conversations that share a page's last one.";

export const search: Case = {
	title: 'Search of 10,000 conversations, three to a sort value, 100 a page, 20 ms a page',
	metric: 'ms',
	sandbox: { seed: false, rateLimit: NO_LIMIT, pageLatencyMs: PAGE_MS },
	fill: ({ state, locationId }, quick) => {
		const { id: contactId } = state.addContact({ locationId });
		const ids = Array.from({ length: quick ? 1_000 : 10_000 }, (_, index) => {
			const lastMessageDate = START + Math.floor(index / 3) * 1000;
			return state.addConversation({ locationId, contactId, lastMessageDate }).id;
		});
		return { given: {}, expected: { ids: ids.reverse() } };
	},
	contenders: {
		'bare fetch loop': bare.search,
		'our node': node.search,
		'HTTP Request': httpRequest.search,
	},
	goals: [{ contender: 'our node', of: 'bare fetch loop', atMost: 1.1 }],
	runs: 3,
	remark: LOST_TIES,
};

export const messages: Case = {
	title: '5,000 messages of one conversation, 100 a page, 20 ms a page',
	metric: 'ms',
	sandbox: { seed: false, rateLimit: NO_LIMIT, pageLatencyMs: PAGE_MS },
	fill: (sandbox, quick) => {
		const count = quick ? 1_000 : 5_000;
		return fillMessages(sandbox, count, count);
	},
	contenders: {
		'bare fetch loop': bare.messages,
		'our node': node.messages,
		'HTTP Request': httpRequest.messages,
	},
	goals: [{ contender: 'our node', of: 'bare fetch loop', atMost: 1.1 }],
	runs: 3,
};
