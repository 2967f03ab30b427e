import { ApiError } from '../../../nodes/shared/request';
import { PollTimeout } from '../../../nodes/HighLevelConversationsTrigger/engine/pollContext';
import {
	isGivenUp,
	isRecordFailure,
	nextRetry,
	readRecordPart,
	failureReason,
} from '../../../nodes/HighLevelConversationsTrigger/engine/retry';
import { pollWith } from './pollContext';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const refused = (status: number, text = 'No') => new ApiError({ kind: 'status', status, text });

it('waits a minute, then twice as long each time, at most an hour', () => {
	const first = nextRetry({}, 1_000);
	expect(first).toEqual({ due: 1_000 + MINUTE_MS, tries: 1, failedAt: 1_000 });
	expect(nextRetry(first, 5_000)).toEqual({
		due: 5_000 + 2 * MINUTE_MS,
		tries: 2,
		failedAt: 1_000,
	});
	expect(nextRetry({ tries: 5, failedAt: 1 }, 0).due).toBe(32 * MINUTE_MS);
	expect(nextRetry({ tries: 6, failedAt: 1 }, 0).due).toBe(60 * MINUTE_MS);
});

it('stops after a day', () => {
	expect(isGivenUp({}, DAY_MS)).toBe(false);
	expect(isGivenUp({ failedAt: 1 }, DAY_MS)).toBe(false);
	expect(isGivenUp({ failedAt: 1 }, DAY_MS + 1)).toBe(true);
});

test.each([
	['a server error', refused(500), true],
	['a refusal', refused(403), true],
	['an unreadable answer', new ApiError({ kind: 'invalidResponse', status: 200 }), true],
	['a lost connection', new ApiError({ kind: 'connectionLost' }), true],
	['a rejected token', refused(401), false],
	['the rate limit', refused(429), false],
	['no connection', new ApiError({ kind: 'notConnected' }), false],
	['the quota', new ApiError({ kind: 'dailyLimit' }), false],
	['the end of the poll', new PollTimeout(), false],
	['a missing record', refused(404, 'Message not found'), false],
	['another error', new Error('No'), false],
])('%s concerns one record: %p', (_, error, expected) => {
	expect(isRecordFailure(error)).toBe(expected);
});

it('gives a short reason', () => {
	expect(failureReason(refused(500))).toBe('status 500');
	expect(failureReason(new ApiError({ kind: 'status' }))).toBe('status 0');
	expect(failureReason(new ApiError({ kind: 'connectionLost' }))).toBe('the connection was lost');
	expect(failureReason(new ApiError({ kind: 'invalidResponse' }))).toBe('the response was invalid');
});

describe('a part of a record', () => {
	const read = async (error: unknown, isLast = false, testing = false) => {
		const warnings: string[] = [];
		const poll = {
			...pollWith(0, 1, () => ({})),
			isEditorTest: testing,
			warn: (text: string) => warnings.push(text),
		};
		const hints: string[] = [];
		const part = { name: 'The body', read: async () => await Promise.reject(error) };
		const found = await readRecordPart(poll, part, hints, isLast);
		return { found, hints, warnings };
	};
	const hint = 'The body could not be read (status 500) and was left out.';

	it('is returned', async () => {
		const part = { name: 'The body', read: async () => await Promise.resolve(5) };
		const hints: string[] = [];
		expect(
			await readRecordPart(
				pollWith(0, 1, () => ({})),
				part,
				hints,
				false,
			),
		).toBe(5);
		expect(hints).toEqual([]);
	});

	it('is omitted with a hint if HighLevel does not have it', async () => {
		const { found, hints } = await read(refused(404, 'Message not found'));
		expect([found, hints]).toEqual([undefined, [expect.stringContaining('status 404')]]);
	});

	it('is omitted in the last attempt, and in a test', async () => {
		const left = { found: undefined, hints: [hint], warnings: [hint] };
		expect(await read(refused(500), true)).toEqual(left);
		expect(await read(refused(500), false, true)).toEqual(left);
		await expect(read(refused(500))).rejects.toThrow('No');
		await expect(read(refused(401), true)).rejects.toThrow('No');
	});
});
