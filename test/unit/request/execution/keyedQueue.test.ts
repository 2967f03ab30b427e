import { sleep } from 'n8n-workflow';
import { KeyedQueue } from '../../../../nodes/shared/request/execution/keyedQueue';

/** Waits until all pending promises have settled. */
const settle = async () => await sleep(0);

describe('KeyedQueue', () => {
	it('runs work with the same key in order, and other work in parallel', async () => {
		const queue = new KeyedQueue();
		const events: string[] = [];
		const ends = new Map<string, () => void>();
		const work = (name: string) => async () => {
			events.push(`${name} starts`);
			await new Promise<void>((resolve) => ends.set(name, resolve));
			events.push(`${name} ends`);
			return name;
		};
		const all = Promise.all([
			queue.run('jane', work('jane 1')),
			queue.run('jane', work('jane 2')),
			queue.run('john', work('john 1')),
		]);
		await settle();
		expect(events).toEqual(['jane 1 starts', 'john 1 starts']);
		ends.get('jane 1')!();
		await settle();
		expect(events.slice(2)).toEqual(['jane 1 ends', 'jane 2 starts']);
		ends.get('john 1')!();
		ends.get('jane 2')!();
		expect(await all).toEqual(['jane 1', 'jane 2', 'john 1']);
	});

	it('continues after an error, which only its caller receives', async () => {
		const queue = new KeyedQueue();
		const first = queue.run('jane', async () => await Promise.reject(new Error('broken')));
		const second = queue.run('jane', async () => await Promise.resolve('sent'));
		await expect(first).rejects.toThrow('broken');
		expect(await second).toBe('sent');
	});

	it('removes a key after its last work', async () => {
		const queue = new KeyedQueue();
		const { last } = queue as unknown as { last: Map<string, unknown> };
		const works = ['a', 'b', 'a'].map(async (key) => await queue.run(key, settle));
		expect(last.size).toBe(2);
		await Promise.all(works);
		expect(last.size).toBe(0);
	});
});
