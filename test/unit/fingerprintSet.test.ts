import { FingerprintSet } from '../../nodes/shared/fingerprintSet';
import { cpuTimeOf } from '../support/cpuTime';

const HOUR = 3_600_000;
const set = (max = 100, stored?: unknown) => new FingerprintSet(HOUR, max, stored);
const ids = (count: number, prefix = 'id') =>
	Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** Adds one ID an hour, from the hour 0 on. */
function hourly(fingerprints: FingerprintSet, names: string[]): FingerprintSet {
	for (const [hour, id] of names.entries()) fingerprints.add(id, hour * HOUR);
	return fingerprints;
}

const held = (fingerprints: FingerprintSet, names: string[]) =>
	names.filter((id) => fingerprints.has(id));

describe('FingerprintSet', () => {
	it('has only what was added, whatever its time', () => {
		const fingerprints = hourly(set(), ids(50));
		expect(held(fingerprints, ids(50))).toHaveLength(50);
		expect(held(fingerprints, ids(1000, 'other'))).toEqual([]);
		fingerprints.add('one more', 3 * HOUR);
		expect(fingerprints.has('one more')).toBe(true);
		expect(fingerprints.size).toBe(51);
	});

	it('keeps an ID once per bucket', () => {
		const fingerprints = set();
		for (const time of [0, 1, HOUR - 1, HOUR]) fingerprints.add('a', time);
		expect(fingerprints.size).toBe(2);
		fingerprints.dropBefore(HOUR);
		expect(fingerprints.has('a')).toBe(true);
	});

	it('can be stored as JSON and restored', () => {
		const stored = JSON.parse(JSON.stringify(hourly(set(), ids(20)))) as unknown;
		expect(held(set(100, stored), ids(21))).toEqual(ids(20));
		expect(JSON.stringify(stored).length).toBeLessThan(20 * 20);
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['a list', ['AAAAAAAA']],
		['a text', 'AAAAAAAA'],
		[
			'names that are not buckets',
			{ __proto__x: 'AAAAAAAA', 'a b': 'AAAAAAAA', '1.5': 'AAAAAAAA' },
		],
		['values that are not packed', { 1: 7, 2: null, 3: 'AAAA', 4: { a: 1 } }],
	])('ignores %s in stored data', (_, stored) => {
		expect(set(100, stored).size).toBe(0);
	});

	it('drops only the buckets that ended before a time', () => {
		const fingerprints = hourly(set(), ids(5));
		fingerprints.dropBefore(2 * HOUR);
		expect(held(fingerprints, ids(5))).toEqual(['id-2', 'id-3', 'id-4']);
		fingerprints.dropBefore(3 * HOUR - 1);
		expect(held(fingerprints, ids(5))).toEqual(['id-2', 'id-3', 'id-4']);
	});

	it('removes the oldest beyond its maximum and returns from when it is complete', () => {
		const fingerprints = hourly(set(3), ids(5));
		expect(fingerprints.cap()).toBe(2 * HOUR);
		expect(held(fingerprints, ids(5))).toEqual(['id-2', 'id-3', 'id-4']);
		expect(fingerprints.cap()).toBe(-Infinity);
	});

	it('keeps the latest of one bucket with too many', () => {
		const fingerprints = set(10);
		for (const id of ids(25)) fingerprints.add(id, 1);
		expect(fingerprints.cap()).toBe(HOUR);
		expect(held(fingerprints, ids(25))).toEqual(ids(25).slice(15));
	});

	it('keeps buckets that end after a given time, even beyond its maximum', () => {
		const fingerprints = hourly(set(1), ids(5));
		expect(fingerprints.cap(2 * HOUR)).toBe(2 * HOUR);
		expect(fingerprints.size).toBe(3);
	});

	it('merges stored IDs without counting any twice', () => {
		const one = hourly(set(), ids(3));
		const other = hourly(set(), [...ids(2), 'own', 'later']);
		one.merge(other.toJSON());
		expect(held(one, ['id-0', 'id-1', 'id-2', 'own', 'later'])).toHaveLength(5);
		expect(one.size).toBe(5);
		one.merge(one.toJSON());
		expect(one.size).toBe(5);
	});

	it('does not merge what ended before a time', () => {
		const fingerprints = set();
		fingerprints.merge(hourly(set(), ids(5)).toJSON(), 3 * HOUR);
		expect(held(fingerprints, ids(5))).toEqual(['id-3', 'id-4']);
	});

	it('is fast with 100,000 IDs', () => {
		const fingerprints = set(100_000);
		for (const id of ids(100_000)) fingerprints.add(id, 0);
		const stored = fingerprints.toJSON();
		const ms = cpuTimeOf(() => {
			for (const id of ids(1000)) {
				fingerprints.merge(stored);
				expect(fingerprints.has(id)).toBe(true);
			}
		});
		expect(ms).toBeLessThan(5000);
	});
});
