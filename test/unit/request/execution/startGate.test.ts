import { sleep } from 'n8n-workflow';
import { StartGate } from '../../../../nodes/shared/request/execution/startGate';

const gate = (items: number, batchSize = items, stopsOnExpressionError = true) =>
	new StartGate({ itemCount: items, batchSize, stopsOnExpressionError });

/** Waits longer than a barrier waits for the items that start at the same time. */
const nextMoment = async () => await sleep(20);

describe('StartGate', () => {
	it('passes items only after the work of all items started together is done', async () => {
		const starts = gate(2);
		const passed: string[] = [];
		let finish: (result: string) => void = () => {};
		const slow = new Promise<string>((resolve) => (finish = resolve));
		starts.enter(0);
		const first = starts
			.pass('checks', 0, Promise.resolve('a'))
			.then((result) => passed.push(result));
		starts.enter(1);
		const second = starts.pass('checks', 1, slow).then((result) => passed.push(result));
		await nextMoment();
		expect(passed).toEqual([]);
		finish('b');
		await Promise.all([first, second]);
		expect(passed.sort()).toEqual(['a', 'b']);
	});

	it('lets an item pass if another one fails, and throws the error only for that one', async () => {
		const starts = gate(2);
		const good = starts.pass('checks', 0, Promise.resolve('good'));
		const bad = starts.pass('checks', 1, Promise.reject(new Error('bad')));
		await expect(bad).rejects.toThrow('bad');
		expect(await good).toBe('good');
	});

	it('makes the items of a batch wait for each other, not for the next batch', async () => {
		const starts = gate(4, 2);
		starts.enter(0);
		starts.enter(1);
		const works = [0, 1].map(
			async (index) => await starts.pass('decisions', index, Promise.resolve(index)),
		);
		expect(await Promise.all(works)).toEqual([0, 1]);
	});

	it('resolves when all items have started', async () => {
		const starts = gate(2);
		let isAnnounced = false;
		void starts.allStarted.then(() => (isAnnounced = true));
		starts.enter(0);
		await nextMoment();
		expect(isAnnounced).toBe(false);
		starts.enter(1);
		await starts.allStarted;
	});

	it.each([
		['not all items of the batch came', [0], 2, true, true],
		['all came', [0, 1], 2, true, false],
		['all of its own batch came', [0], 1, true, false],
		['expressions that fail do not stop n8n', [0], 2, false, false],
	])('is aborted or not if %s', (_, entered, batchSize, stops, expected) => {
		const starts = gate(2, batchSize, stops);
		for (const index of entered) starts.enter(index);
		expect(starts.hasStoppedEarly(0)).toBe(expected);
	});
});
