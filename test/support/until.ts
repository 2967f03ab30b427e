/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

const MAX_MS = 30_000;

/**
 * Waits for something that other work brings about, however slow the machine.
 *
 * @throws Error after 30 s
 */
export async function until(holds: () => boolean): Promise<void> {
	for (const end = Date.now() + MAX_MS; !holds(); await sleep(10)) {
		if (Date.now() > end) throw new Error(`Waited ${MAX_MS / 1000} s in vain for ${String(holds)}`);
	}
}
