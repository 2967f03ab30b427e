/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { KeyedLock } from '../../../nodes/HighLevelConversations/resources/message/send/middleware/keyedLock';

const tick = async () => await new Promise((resolve) => setImmediate(resolve));

test('runs work with the same key one at a time, in order, and keeps no key', async () => {
	const lock = new KeyedLock();
	const running = new Map<string, number>();
	const done: string[] = [];
	const work = (key: string, name: string, fails = false) =>
		lock.run(key, async () => {
			running.set(key, (running.get(key) ?? 0) + 1);
			expect(running.get(key)).toBe(1);
			await tick();
			running.set(key, 0);
			done.push(name);
			if (fails) throw new Error(name);
		});
	const all = [work('a', 'a1', true), work('a', 'a2'), work('b', 'b1'), work('a', 'a3')];
	expect(lock.size).toBe(2);
	const results = await Promise.allSettled(all);
	expect(results.map(({ status }) => status)).toEqual([
		'rejected',
		'fulfilled',
		'fulfilled',
		'fulfilled',
	]);
	expect(done.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
	expect(done.indexOf('b1')).toBeLessThan(done.indexOf('a2'));
	expect(lock.size).toBe(0);
});

test('lets work that starts during a second one wait for that one', async () => {
	const lock = new KeyedLock();
	let running = 0;
	const work = async () =>
		await lock.run('key', async () => {
			running++;
			expect(running).toBe(1);
			for (let step = 0; step < 5; step++) await tick();
			running--;
		});
	const first = work();
	const second = work();
	await first;
	await Promise.all([work(), second]);
	expect(lock.size).toBe(0);
});
