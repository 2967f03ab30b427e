/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { readInWindows } from '../../../../nodes/shared/request/pagination/parallelWindows';
import type { ReadWindow } from '../../../../nodes/shared/request/pagination/parallelWindows';
import { propertyRuns } from '../../../support/propertyRuns';

interface Shape {
	/** Dates of the records, in ms. Equal dates are likely. */
	dates: number[];
	pageSize: number;
	max: number;
	ascending: boolean;
	/** Whether the API's date range includes its ends. */
	includesFrom: boolean;
	includesTo: boolean;
	tellsTotal: boolean;
}

const FROM = 1_000;
const TO = 1_200;

const shapes: fc.Arbitrary<Shape> = fc.record({
	dates: fc.oneof(
		fc.array(fc.integer({ min: FROM, max: TO }), { maxLength: 300 }),
		// Many records with few different dates that are far apart.
		fc.array(fc.constantFrom(FROM, FROM + 1, 1_050, 1_051, 1_199, TO), { maxLength: 300 }),
	),
	pageSize: fc.integer({ min: 1, max: 40 }),
	max: fc.integer({ min: 2, max: 10 }),
	ascending: fc.boolean(),
	includesFrom: fc.boolean(),
	includesTo: fc.boolean(),
	tellsTotal: fc.boolean(),
});

/** An export of the records in pages, and the number of its requests. */
function exportOf({ dates, pageSize, ascending, includesFrom, includesTo, tellsTotal }: Shape) {
	const sign = ascending ? 1 : -1;
	const records = dates
		.map((date, index) => ({ id: `m${index}`, date }))
		.sort((a, b) => sign * (a.date - b.date));
	const counts = { requests: 0 };
	const read: ReadWindow = async function* (from, to) {
		const found = records.filter(
			({ date }) =>
				(includesFrom ? date >= from : date > from) && (includesTo ? date <= to : date < to),
		);
		for (let start = 0; start === 0 || start < found.length; start += pageSize) {
			counts.requests++;
			await Promise.resolve();
			yield {
				records: found.slice(start, start + pageSize) as IDataObject[],
				total: tellsTotal ? found.length : undefined,
			};
		}
	};
	return { read, counts };
}

const inWindows = async (shape: Shape, read: ReadWindow) =>
	await readInWindows({
		from: FROM,
		to: TO,
		ascending: shape.ascending,
		max: shape.max,
		pageSize: shape.pageSize,
		dateOf: ({ date }) => Number(date),
		read,
	});

async function sequentially(read: ReadWindow): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for await (const { records } of read(FROM, TO)) all.push(...records);
	return all;
}

describe('export with parallel windows', () => {
	it('returns what the sequential export returns, in its order', async () => {
		await fc.assert(
			fc.asyncProperty(shapes, async (shape) => {
				const { read } = exportOf(shape);
				const ids = (records: IDataObject[]) => records.map(({ id }) => id);
				expect(ids(await inWindows(shape, read))).toEqual(ids(await sequentially(read)));
			}),
			{ numRuns: propertyRuns(400) },
		);
	});

	it('requests one page if it contains everything', async () => {
		const shape: Shape = {
			dates: [1_001, 1_002, 1_003],
			pageSize: 40,
			max: 10,
			ascending: true,
			includesFrom: true,
			includesTo: true,
			tellsTotal: true,
		};
		const { read, counts } = exportOf(shape);
		await inWindows(shape, read);
		expect(counts.requests).toBe(1);
	});

	it('splits a large window, so that it needs only part of the sequential requests', async () => {
		// All records are in the last tenth of the period.
		const dates = Array.from({ length: 2_000 }, (_, index) => 1_180 + Math.floor(index / 100));
		const shape: Shape = {
			dates,
			pageSize: 20,
			max: 5,
			ascending: true,
			includesFrom: true,
			includesTo: false,
			tellsTotal: true,
		};
		const { read } = exportOf(shape);
		let now = 0;
		let longest = 0;
		const timed: ReadWindow = async function* (from, to) {
			let round = now;
			for await (const page of read(from, to)) {
				round++;
				now = Math.max(now, round);
				longest = Math.max(longest, round);
				await new Promise((resolve) => setImmediate(resolve));
				yield page;
			}
		};
		const found = await inWindows(shape, timed);
		expect(found).toHaveLength(2_000);
		expect(longest).toBeLessThan(100);
	});

	it('stops every cursor if one fails', async () => {
		let requests = 0;
		const read: ReadWindow = async function* (from) {
			for (let page = 0; page < 50; page++) {
				if (++requests === 20) throw new Error('refused');
				await new Promise((resolve) => setImmediate(resolve));
				yield {
					records: [{ id: `${from}-${page}`, date: Math.min(TO, from + page) }],
					total: 50,
				};
			}
		};
		const shape = { ascending: true, max: 4, pageSize: 1 } as Shape;
		await expect(inWindows(shape, read)).rejects.toThrow('refused');
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(requests).toBeLessThanOrEqual(24);
	});
});
