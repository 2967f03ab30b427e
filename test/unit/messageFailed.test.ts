import type { IDataObject } from 'n8n-workflow';

import { messageFailed } from '../../nodes/HighLevelConversationsTrigger/events/messageFailed';
import type { Source } from '../../nodes/HighLevelConversationsTrigger/source';

const NOW = Date.UTC(2026, 0, 2);
const MINUTE = 60_000;
const HOURS_BACK = 10 * 60 * MINUTE;

/** 50 failed messages, a minute apart, in pages of ten; a poll has time for `pages` of them. */
function sourceWith(pages: number): Source {
	const messages = Array.from({ length: 50 }, (_, index) => ({
		id: `m${index}`,
		status: 'failed',
		direction: 'outbound',
		messageType: 'TYPE_SMS',
		dateAdded: new Date(NOW - HOURS_BACK + index * MINUTE).toISOString(),
	}));
	let read = 0;
	return {
		locationId: 'location',
		owner: 'workflow node',
		testing: false,
		parameter: (path) => (path === 'channels' ? ['sms'] : undefined),
		count: (_path, _label, preset) => preset,
		warn: () => {},
		late: () => read >= pages,
		now: () => NOW,
		async get(_path: string, { startDate, cursor = 0 }: IDataObject) {
			read++;
			const start = Number(cursor);
			const left = messages.filter(({ dateAdded }) => dateAdded > String(startDate));
			const nextCursor = start + 10 < left.length ? String(start + 10) : null;
			const body = { messages: left.slice(start, start + 10), nextCursor };
			return { status: 200, headers: {}, body };
		},
	} as Source;
}

it('goes on at the next poll where one had no time for all, and begins again after the end', async () => {
	let state: object = { since: 0, known: {} };
	const handed: unknown[][] = [];
	const resumes: boolean[] = [];
	for (let poll = 0; poll < 8; poll++) {
		const news = await messageFailed.news(sourceWith(2), state);
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
