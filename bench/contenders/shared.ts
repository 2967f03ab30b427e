/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { wavChunks } from '../../sandbox/wavFile';
import type { BinaryDataService } from '../../test/engine/harness/core';
import { binaryOf } from '../../test/engine/harness/files';
import type { Contender, Target } from '../types';

/** An input item for each id. */
export const itemsOf = (ids: string[] = []): INodeExecutionData[] =>
	ids.map((id) => ({ json: { id } }));

/** Stores a file of a size in n8n's binary data, like a previous node. */
export async function storedFile(store: BinaryDataService, bytes: number): Promise<IBinaryData> {
	const content = Readable.from(wavChunks(bytes), { objectMode: false });
	return await binaryOf(store, { content, name: 'call.wav', type: 'audio/x-wav' });
}

/** SHA-256 of a file in n8n's binary data, hex; undefined if there is none. */
export async function hashOf(
	store: BinaryDataService,
	binary: IBinaryData | undefined,
): Promise<string | undefined> {
	if (!binary?.id) return undefined;
	const hash = createHash('sha256');
	for await (const chunk of await store.getAsStream(binary.id)) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

/** SHA-256 of the file of a size that the sandbox generates, hex. */
export function expectedHash(bytes: number): string {
	const hash = createHash('sha256');
	for (const chunk of wavChunks(bytes)) hash.update(chunk);
	return hash.digest('hex');
}

/** Waits for a new window of the rate limit, e.g. after the warm-up. */
export const waitForNewWindow = async ({ window }: Target): Promise<void> =>
	await sleep((window?.intervalMs ?? 0) + 100);

/** Uses half of the first window by another client before the measurement. */
export const useHalfOfWindow =
	(contender: Contender): Contender =>
	async (target) => {
		const prepared = await contender(target);
		const { url, token, locationId, window } = target;
		const headers = { authorization: `Bearer ${token}`, version: '2021-04-15' };
		const query = new URLSearchParams({ locationId, limit: '1' });
		return {
			...prepared,
			run: async () => {
				const half = Array.from({ length: (window?.max ?? 0) >> 1 });
				await mapConcurrently(10, half, async () => {
					const reply = await fetch(`${url}/conversations/search?${query}`, { headers });
					await reply.arrayBuffer();
				});
				const startedAt = performance.now();
				return { ...(await prepared.run()), ms: performance.now() - startedAt };
			},
		};
	};

/** Runs `work` for each value with limited concurrency. Returns the results in order. */
export async function mapConcurrently<T, R>(
	maxConcurrency: number,
	values: T[],
	work: (value: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	const worker = async () => {
		while (next < values.length) {
			const index = next++;
			results[index] = await work(values[index]);
		}
	};
	await Promise.all(Array.from({ length: maxConcurrency }, worker));
	return results;
}
