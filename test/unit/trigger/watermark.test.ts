import {
	advance,
	forget,
	readyIn,
	seenIn,
	startAt,
	timeIn,
	windowStart,
} from '../../../nodes/HighLevelConversationsTrigger/engine/watermark';
import type { Pass } from '../../../nodes/HighLevelConversationsTrigger/engine/watermark';

const MINUTE_MS = 60_000;
const dated = (id: string, at: number) => ({ id, at, record: {} });
const pass = (found: Array<[string, number]>, more: Partial<Pass> = {}): Pass => ({
	found: found.map(([id, at]) => dated(id, at)),
	reached: Math.max(-Infinity, ...found.map(([, at]) => at)),
	whole: true,
	...more,
});

it('starts reading at the overlap before the watermark, and not before the start', () => {
	const state = { ...startAt(100), watermark: 1_000 };
	expect(windowStart(state, 300)).toBe(700);
	expect(windowStart(state, 3_000)).toBe(100);
});

it('reads times in every format', () => {
	expect(timeIn('1970-01-01T00:00:05Z', 1)).toBe(5_000);
	expect(timeIn('never', 1)).toBe(1);
});

describe('ready records', () => {
	const ids = (passes: Pass[]) => readyIn(passes).map(({ id }) => id);

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
			{ reached: 5, whole: false },
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
	const seen = seenIn({}, [dated('a', MINUTE_MS), dated('b', 10 * MINUTE_MS)]);
	expect(forget(seen, 5 * MINUTE_MS, 10 * MINUTE_MS)).toBe(5 * MINUTE_MS);
	expect([seen.has('a'), seen.has('b')]).toEqual([false, true]);
});

describe('the watermark after a poll', () => {
	const before = startAt(10 * MINUTE_MS);
	const at = (minute: number) => minute * MINUTE_MS;
	const finished = { taken: [], overlapMs: at(5), now: at(100) };

	it('is the latest record', () => {
		const next = advance(before, [pass([['a', at(20)]]), pass([['b', at(30)]])], {
			...finished,
			taken: [dated('a', at(20)), dated('b', at(30))],
		});
		expect(next).toMatchObject({ watermark: at(30), notBefore: at(25) });
		const seen = seenIn(next.seen);
		expect([seen.has('a'), seen.has('b')]).toEqual([false, true]);
	});

	it('is not after the end of what was read, the first remaining record, or now', () => {
		const cut = pass([['a', at(20)]], { whole: false });
		expect(advance(before, [cut, pass([['b', at(30)]])], finished).watermark).toBe(at(20));
		const leftFrom = at(15);
		expect(advance(before, [pass([['b', at(30)]])], { ...finished, leftFrom }).watermark).toBe(
			at(15),
		);
		expect(advance(before, [pass([['b', at(300)]])], finished).watermark).toBe(at(100));
	});

	it('never moves back', () => {
		expect(advance(before, [pass([['a', at(3)]])], finished)).toMatchObject({
			watermark: at(10),
			notBefore: at(10),
		});
		expect(advance(before, [pass([])], finished).watermark).toBe(at(10));
	});

	it('moves forward if the window contains more than one poll can read', () => {
		const state = { ...startAt(0), watermark: at(10) };
		const stuck = pass([['a', at(7)]], { whole: false });
		expect(advance(state, [stuck], finished)).toMatchObject({
			watermark: at(10),
			notBefore: at(7),
		});
		const left = advance(state, [stuck], { ...finished, leftFrom: at(6) });
		expect(left.notBefore).toBe(at(5));
	});
});
