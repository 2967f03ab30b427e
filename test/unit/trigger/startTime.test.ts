import { ApiError, searchCursor } from '../../../nodes/shared/request';
import {
	inServerTime,
	limitPerPoll,
	overlapMs,
	startNow,
} from '../../../nodes/HighLevelConversationsTrigger/engine/startTime';
import { pollOver, refused } from './lists';

const LIST = { path: '/conversations/search', cursor: searchCursor, query: { sort: 'desc' } };
const HIGHLEVEL_NOW = 5_000;
const failing = (error: unknown) => () => {
	throw error;
};

beforeEach(() => jest.useFakeTimers({ now: 9_000 }));
afterEach(() => jest.useRealTimers());

it('takes the overlap in minutes, and a limit', () => {
	const { poll } = pollOver(
		{},
		{ parameters: { 'options.overlap': 3, 'options.limitPerPoll': 7 } },
	);
	expect([overlapMs(poll), limitPerPoll(poll)]).toEqual([180_000, 7]);
	const preset = pollOver({}).poll;
	expect([overlapMs(preset), limitPerPoll(preset), limitPerPoll(preset, 25)]).toEqual([
		600_000, 500, 25,
	]);
});

it("starts by HighLevel's clock, after the smallest page of the list", async () => {
	const { poll, asked } = pollOver({}, { now: HIGHLEVEL_NOW });
	expect(await startNow(poll, LIST)).toEqual({ notBefore: 5_000, watermark: 5_000, seen: {} });
	expect(asked).toEqual([{ path: LIST.path, query: { sort: 'desc', limit: 1 } }]);
});

it("starts by n8n's clock while HighLevel is down", async () => {
	const { poll, warnings } = pollOver({ before: failing(refused(503)) }, { now: HIGHLEVEL_NOW });
	const state = await startNow(poll, LIST);
	expect(state).toEqual({ notBefore: 9_000, watermark: 9_000, seen: {}, byLocalClock: true });
	expect(warnings).toHaveLength(1);
	// HighLevel's clock is 4 s behind n8n's, and 2 s have passed.
	jest.setSystemTime(11_000);
	const later = pollOver({}, { now: 7_000 });
	expect(await inServerTime(later.poll, state, LIST)).toMatchObject({
		...{ notBefore: 5_000, watermark: 5_000, byLocalClock: undefined },
	});
	expect(later.asked).toHaveLength(1);
});

it('never starts later than now', async () => {
	const state = { notBefore: 20_000, watermark: 20_000, seen: {}, byLocalClock: true as const };
	const { poll } = pollOver({}, { now: 9_500 });
	expect((await inServerTime(poll, state, LIST)).notBefore).toBe(9_500);
});

it("leaves a state by HighLevel's clock as it is", async () => {
	const state = { notBefore: 1, watermark: 2, seen: {} };
	const { poll, asked } = pollOver({});
	expect(await inServerTime(poll, state, LIST)).toBe(state);
	expect(asked).toEqual([]);
});

it('throws permanent errors', async () => {
	for (const error of [refused(401), new ApiError({ kind: 'invalidResponse' }), new Error('No')]) {
		await expect(startNow(pollOver({ before: failing(error) }).poll, LIST)).rejects.toBe(error);
	}
});
