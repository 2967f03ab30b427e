import { sleep } from 'n8n-workflow';
import { Semaphore } from '../../../../nodes/shared/request/execution/semaphore';

/** Waits until all pending promises have settled. */
const settle = async () => await sleep(0);

/** A task that the test ends. */
function controlled(names: string[], started: string[]) {
	const ends = new Map<string, () => void>();
	const works = names.map((name) => async () => {
		started.push(name);
		await new Promise<void>((resolve) => ends.set(name, resolve));
		return name;
	});
	return { works, end: (name: string) => ends.get(name)!() };
}

describe('Semaphore', () => {
	it('runs as much work as it has slots, the rest in order', async () => {
		const semaphore = new Semaphore(2);
		const started: string[] = [];
		const { works, end } = controlled(['a', 'b', 'c', 'd'], started);
		const results = Promise.all(works.map(async (work) => await semaphore.withSlot(work)));
		await settle();
		expect(started).toEqual(['a', 'b']);
		expect(semaphore.queued).toBe(2);
		end('b');
		await settle();
		expect(started).toEqual(['a', 'b', 'c']);
		expect(semaphore.queued).toBe(1);
		end('a');
		await settle();
		expect(started).toEqual(['a', 'b', 'c', 'd']);
		end('c');
		end('d');
		expect(await results).toEqual(['a', 'b', 'c', 'd']);
	});

	it('passes errors on, and releases the slot', async () => {
		const semaphore = new Semaphore(1);
		const failing = semaphore.withSlot(async () => await Promise.reject(new Error('broken')));
		const next = semaphore.withSlot(async () => await Promise.resolve('next'));
		await expect(failing).rejects.toThrow('broken');
		expect(await next).toBe('next');
	});

	it('releases the slot while work only waits', async () => {
		const semaphore = new Semaphore(1);
		const started: string[] = [];
		const { works, end } = controlled(['other'], started);
		let wake = () => {};
		const waiting = semaphore.withSlot(async () => {
			await semaphore.releaseWhile(async () => await new Promise((resolve) => (wake = resolve)));
			started.push('woken');
		});
		const other = semaphore.withSlot(works[0]);
		await settle();
		expect(started).toEqual(['other']);
		wake();
		await settle();
		// The task has to wait for a slot again.
		expect(started).toEqual(['other']);
		end('other');
		await Promise.all([waiting, other]);
		expect(started).toEqual(['other', 'woken']);
	});

	it('takes the slot back if the wait fails', async () => {
		const semaphore = new Semaphore(1);
		const failing = semaphore.withSlot(
			async () => await semaphore.releaseWhile(async () => await Promise.reject(new Error('stop'))),
		);
		await expect(failing).rejects.toThrow('stop');
		expect(await semaphore.withSlot(async () => await Promise.resolve(1))).toBe(1);
		await semaphore.whenIdle();
	});

	it('is idle only if nothing runs', async () => {
		const semaphore = new Semaphore(2);
		await semaphore.whenIdle();
		const { works, end } = controlled(['a', 'b'], []);
		const both = Promise.all(works.map(async (work) => await semaphore.withSlot(work)));
		let isIdle = false;
		const idle = semaphore.whenIdle().then(() => (isIdle = true));
		await settle();
		end('a');
		await settle();
		expect(isIdle).toBe(false);
		end('b');
		await Promise.all([both, idle]);
		expect(isIdle).toBe(true);
	});
});
