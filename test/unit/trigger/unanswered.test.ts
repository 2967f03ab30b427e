import { unansweredMessage } from '../../../nodes/HighLevelConversationsTrigger/events/unanswered';
import { pollWith } from './pollContext';

const NOW = Date.UTC(2026, 0, 2);
const SECOND = 1000;

/** Conversations in each of which a contact has written, two minutes ago and more. */
const conversations = Array.from({ length: 60 }, (_, index) => ({
	id: `c${index}`,
	at: NOW - 180 * SECOND + index * SECOND,
}));

const answer = (path: string) => {
	if (path.endsWith('/search')) {
		const found = conversations.map(({ id, at }) => ({
			id,
			lastMessageDate: at,
			lastMessageDirection: 'inbound',
			sort: [at],
		}));
		return { conversations: found.reverse(), total: found.length };
	}
	const { id, at } = conversations.find((each) => path.includes(`/${each.id}/`))!;
	const dateAdded = new Date(at).toISOString();
	const message = { id: `m-${id}`, direction: 'inbound', messageType: 'TYPE_SMS', dateAdded };
	return { messages: { messages: [message], lastMessageId: message.id, nextPage: false } };
};

it.each([2, 25])('returns everything once if a poll has time for %d requests', async (requests) => {
	let state: object = {
		notBefore: NOW - 600 * SECOND,
		watermark: NOW - 600 * SECOND,
		activatedAt: NOW - 600 * SECOND,
		conversations: {},
	};
	const emitted: unknown[] = [];
	for (let poll = 0; poll < 12; poll++) {
		const result = await unansweredMessage.poll(pollWith(NOW, requests, answer), state);
		const items = result.starts.flatMap((start) => start.items);
		emitted.push(...items.map(({ conversationId }) => conversationId));
		state = JSON.parse(JSON.stringify(result.state)) as object;
	}
	expect(emitted.sort()).toEqual(conversations.map(({ id }) => id).sort());
});
