import { messageFailed } from '../../../nodes/HighLevelConversationsTrigger/events/messageFailed';
import { sourceFor } from './source';

const NOW = Date.UTC(2026, 0, 2);
const MINUTE = 60_000;

/** Failed messages, a minute apart, the latest nine hours ago. */
const messages = Array.from({ length: 50 }, (_, index) => ({
	id: `m${index}`,
	status: 'failed',
	direction: 'outbound',
	messageType: 'TYPE_SMS',
	dateAdded: new Date(NOW - 600 * MINUTE + index * MINUTE).toISOString(),
}));

it('goes on at the next poll where one had no time for all, and begins again after the end', async () => {
	let state: object = { since: 0, known: {} };
	const handed: unknown[][] = [];
	const resumes: boolean[] = [];
	for (let poll = 0; poll < 8; poll++) {
		const source = sourceFor(NOW, 2, (_path, { startDate, cursor = 0 }) => {
			const start = Number(cursor);
			const left = messages.filter(({ dateAdded }) => dateAdded > String(startDate));
			const nextCursor = start + 10 < left.length ? String(start + 10) : null;
			return { messages: left.slice(start, start + 10), nextCursor };
		});
		const news = await messageFailed.news(source, state);
		handed.push(news.records.map(({ id }) => id));
		resumes.push('resume' in news.state && news.state.resume !== undefined);
		state = JSON.parse(JSON.stringify(news.state)) as object;
	}
	const all = handed.flat();
	expect(new Set(all).size).toBe(50);
	expect(all).toHaveLength(50);
	expect(handed[0]).toHaveLength(20);
	expect(resumes[0]).toBe(true);
	expect(resumes).toContain(false);
});
