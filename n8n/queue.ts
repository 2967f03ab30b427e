/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import type { QueueServices } from './queueServices';
import type { N8nSettings } from './environment';
import { startWorker } from './instance';
import { freePort } from './ports';
import type { Service } from './childService';

const HOST = '127.0.0.1';

/** Environment variables of n8n's queue mode, the same for main and workers. */
export function queueEnvironment({ redis, postgres }: QueueServices): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		// Includes manual executions in the editor.
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		// Main encrypts credentials and workers decrypt them.
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		QUEUE_BULL_REDIS_HOST: HOST,
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		QUEUE_BULL_REDIS_PASSWORD: redis.password,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: HOST,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_PASSWORD: postgres.password,
	};
}

/**
 * Starts workers for a main n8n, each in its own folder with main's community nodes.
 * @param main the settings of main, including `queueEnvironment`
 */
export async function startWorkers(main: N8nSettings, count: number): Promise<Service[]> {
	const starts = Array.from({ length: count }, async (_, index) => {
		const userFolder = `${main.userFolder}-worker-${index + 1}`;
		const nodes = join('.n8n', 'nodes');
		cpSync(join(main.userFolder, nodes), join(userFolder, nodes), { recursive: true });
		return await startWorker({
			...main,
			owner: undefined,
			userFolder,
			port: await freePort(),
			brokerPort: await freePort(),
		});
	});
	const settled = await Promise.allSettled(starts);
	const workers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
	const failed = settled.find((one) => one.status === 'rejected');
	if (!failed) return workers;
	for (const worker of workers) await worker.stop();
	throw failed.reason;
}
