import type { IDataObject } from 'n8n-workflow';

import { messageFailed } from '../../../nodes/HighLevelConversationsTrigger/events/messageFailed';
import { pollWith } from './pollContext';

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

it('continues with the next poll if its time was over, and starts again after the end', async () => {
	let state: object = { notBefore: 0, watermark: 0, seen: {} };
	const emitted: unknown[][] = [];
	const resumes: boolean[] = [];
	for (let poll = 0; poll < 8; poll++) {
		const answer = (_path: string, { startDate, cursor = 0 }: IDataObject) => {
			const start = Number(cursor);
			const left = messages.filter(({ dateAdded }) => dateAdded > String(startDate));
			const nextCursor = start + 10 < left.length ? String(start + 10) : null;
			return { messages: left.slice(start, start + 10), nextCursor };
		};
		const context = pollWith(NOW, 2, answer, { channels: ['sms'] });
		const result = await messageFailed.poll(context, state);
		emitted.push(result.starts.flatMap(({ items }) => items.map(({ id }) => id)));
		resumes.push('resumeAt' in result.state && result.state.resumeAt !== undefined);
		state = JSON.parse(JSON.stringify(result.state)) as object;
	}
	const all = emitted.flat();
	expect(new Set(all).size).toBe(50);
	expect(all).toHaveLength(50);
	expect(emitted[0]).toHaveLength(20);
	expect(resumes[0]).toBe(true);
	expect(resumes).toContain(false);
});
