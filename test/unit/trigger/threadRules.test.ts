import type { IDataObject } from 'n8n-workflow';

import { readForRules } from '../../../nodes/HighLevelConversationsTrigger/events/threadRules';
import { ApiError } from '../../../nodes/shared/request';
import type { ThreadRules } from '../../../nodes/shared/thread';
import { pollOver, refused } from './lists';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 0, 5, 12);

/** A conversation in which the contact has written 300 messages, one each minute, newest first. */
const thread: IDataObject[] = Array.from({ length: 300 }, (_, minutes) => ({
	...{ id: `m${minutes}`, direction: 'inbound', messageType: 'TYPE_SMS', body: 'Hi' },
	dateAdded: NOW - minutes * MINUTE_MS,
}));

/** How many pages of 100 messages are read. */
async function pagesFor(
	messages: IDataObject[],
	activatedAt: number,
	rules: Partial<ThreadRules> = {},
) {
	const { poll, asked } = pollOver({ threads: { c1: messages } });
	await readForRules(poll, 'c1', { now: NOW, ...rules }, activatedAt);
	return asked.length;
}

it('reads a conversation down to the activation', async () => {
	expect(await pagesFor(thread, 0)).toBe(3);
	expect(await pagesFor(thread, NOW - 99 * MINUTE_MS)).toBe(2);
	expect(await pagesFor(thread, NOW - 99 * MINUTE_MS + 1)).toBe(1);
});

it('reads at least the hour in which answers are counted, and the pauses of people', async () => {
	const twice = thread.filter((_, index) => index % 2 === 0 || index < 20);
	expect(await pagesFor(twice, NOW)).toBe(1);
	const dense = thread.map((message, index) => ({ ...message, dateAdded: NOW - index * 10_000 }));
	expect(await pagesFor(dense, NOW)).toBe(3);
	expect(await pagesFor(thread, NOW, { pauseAfterHumanMs: 2 * HOUR_MS })).toBe(2);
	expect(await pagesFor(thread, NOW, { handOverMs: 4 * HOUR_MS })).toBe(3);
});

it('stops at an answer that settles what is older', async () => {
	const answer = { id: 'a', direction: 'outbound', messageType: 'TYPE_SMS', source: 'api' };
	const answered = thread.toSpliced(95, 1, { ...answer, dateAdded: NOW - 95 * MINUTE_MS });
	expect(await pagesFor(answered, 0)).toBe(1);
});

it('names the scope that a token lacks, and only then', async () => {
	const fail = async (error: unknown) => {
		const before = () => {
			throw error;
		};
		const { poll } = pollOver({ threads: { c1: thread }, before });
		return await readForRules(poll, 'c1', { now: NOW }, 0).catch((thrown: unknown) => thrown);
	};
	const lacking = await fail(refused(401));
	expect(lacking).toBeInstanceOf(ApiError);
	expect((lacking as ApiError).details).toMatchObject({
		...{ status: 401, kind: 'status' },
		advice: expect.stringContaining('conversations/message.readonly') as string,
	});
	for (const error of [refused(500), new TypeError('Defect')])
		expect(await fail(error)).toBe(error);
});
