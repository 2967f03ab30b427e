/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { sleep } from 'n8n-workflow';

import { RateLimiter } from '../../../../nodes/shared/request/transport/rateLimiter';
import type { Sender } from '../../../../nodes/shared/request/transport/rateLimiter';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const answer = async () => await Promise.resolve({ headers: {} });

test('keeps no finished sender in memory', async () => {
	const limiter = new RateLimiter();
	const send = async () => {
		const sender: Sender = { log: () => {} };
		await Promise.all([1, 2, 3].map(async () => await limiter.run(answer, sender)));
		return new WeakRef(sender);
	};
	const sender = await send();
	for (let turn = 0; turn < 100 && sender.deref() !== undefined; turn++) {
		// A weak reference holds until the current job of the event loop has ended.
		await sleep(10);
		collectGarbage();
	}
	expect(sender.deref()).toBeUndefined();
	expect(limiter.intervalMs).toBeGreaterThan(0);
});
