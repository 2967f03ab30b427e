import {
	advanceWatermark,
	dropSeenBefore,
	selectRecords,
	seenRecords,
	watermarkAt,
	windowStart,
} from '../../../nodes/HighLevelConversationsTrigger/engine/watermark';
import type { ListRead } from '../../../nodes/HighLevelConversationsTrigger/engine/watermark';

const MINUTE_MS = 60_000;
const dated = (id: string, at: number) => ({ id, at, record: {} });
const pass = (found: Array<[string, number]>, more: Partial<ListRead> = {}): ListRead => ({
	records: found.map(([id, at]) => dated(id, at)),
	readUpTo: Math.max(-Infinity, ...found.map(([, at]) => at)),
	isComplete: true,
	...more,
});

it('starts reading at the overlap before the watermark, and not before the start', () => {
	const state = { ...watermarkAt(100), watermark: 1_000 };
	expect(windowStart(state, 300)).toBe(700);
	expect(windowStart(state, 3_000)).toBe(100);
});

describe('ready records', () => {
	const ids = (passes: ListRead[]) => selectRecords(passes).map(({ id }) => id);

	it('are those of all passes, each once, oldest first', () => {
		expect(
			ids([
				pass([
					['b', 2],
					['a', 1],
				]),
				pass([
					['c', 3],
					['a', 1],
				]),
			]),
		).toEqual(['a', 'b', 'c']);
	});

	it('do not include those after the end of an incomplete pass', () => {
		const cut = pass(
			[
				['a', 1],
				['b', 5],
			],
			{ readUpTo: 5, isComplete: false },
		);
		expect(
			ids([
				cut,
				pass([
					['c', 5],
					['d', 6],
				]),
			]),
		).toEqual(['a', 'b', 'c']);
	});
});

it('drops what is older than a time', () => {
	const seen = seenRecords({}, [dated('a', MINUTE_MS), dated('b', 10 * MINUTE_MS)]);
	expect(dropSeenBefore(seen, 5 * MINUTE_MS, 10 * MINUTE_MS)).toBe(5 * MINUTE_MS);
	expect([seen.has('a'), seen.has('b')]).toEqual([false, true]);
});

describe('the watermark after a poll', () => {
	const before = watermarkAt(10 * MINUTE_MS);
	const at = (minute: number) => minute * MINUTE_MS;
	const finished = { emitted: [], overlapMs: at(5), now: at(100) };

	it('is the latest record', () => {
		const next = advanceWatermark(before, [pass([['a', at(20)]]), pass([['b', at(30)]])], {
			...finished,
			emitted: [dated('a', at(20)), dated('b', at(30))],
		});
		expect(next).toMatchObject({ watermark: at(30), notBefore: at(25) });
		const seen = seenRecords(next.seen);
		expect([seen.has('a'), seen.has('b')]).toEqual([false, true]);
	});

	it('is not after the end of what was read, the first remaining record, or now', () => {
		const cut = pass([['a', at(20)]], { isComplete: false });
		expect(advanceWatermark(before, [cut, pass([['b', at(30)]])], finished).watermark).toBe(at(20));
		const leftFrom = at(15);
		expect(
			advanceWatermark(before, [pass([['b', at(30)]])], { ...finished, remainingFrom: leftFrom })
				.watermark,
		).toBe(at(15));
		expect(advanceWatermark(before, [pass([['b', at(300)]])], finished).watermark).toBe(at(100));
	});

	it('never moves back', () => {
		expect(advanceWatermark(before, [pass([['a', at(3)]])], finished)).toMatchObject({
			watermark: at(10),
			notBefore: at(10),
		});
		expect(advanceWatermark(before, [pass([])], finished).watermark).toBe(at(10));
	});

	it('moves forward if the window contains more than one poll can read', () => {
		const state = { ...watermarkAt(0), watermark: at(10) };
		const stuck = pass([['a', at(7)]], { isComplete: false });
		expect(advanceWatermark(state, [stuck], finished)).toMatchObject({
			watermark: at(10),
			notBefore: at(7),
		});
		const left = advanceWatermark(state, [stuck], { ...finished, remainingFrom: at(6) });
		expect(left.notBefore).toBe(at(5));
	});
});
