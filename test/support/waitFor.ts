/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

const MAX_MS = 30_000;

/**
 * Waits until a condition holds, checking it every 10 ms.
 *
 * @throws Error if it does not within 30 s
 */
export async function waitFor(condition: () => boolean): Promise<void> {
	for (const end = Date.now() + MAX_MS; !condition(); await sleep(10)) {
		if (Date.now() > end)
			throw new Error(`Not true within ${MAX_MS / 1000} s: ${String(condition)}`);
	}
}
