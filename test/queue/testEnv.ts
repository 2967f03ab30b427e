/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startQueueServices } from '../../n8n/queueServices';
import { N8nClient } from '../../n8n/client';
import { sandboxCredential } from '../../n8n/credential';
import type { N8nSettings } from '../../n8n/environment';
import { startN8n } from '../../n8n/instance';
import { newOwner } from '../../n8n/owner';
import { PINNED } from '../../n8n/paths';
import { freePort } from '../../n8n/ports';
import { queueEnvironment, startWorkers } from '../../n8n/queue';
import type { Service } from '../../n8n/childService';
import { installPackage, packPackage } from '../../n8n/tarball';
import { startSandbox } from '../../sandbox';
import type { Sandbox, SandboxOptions } from '../../sandbox';

/** A self-hosted n8n in queue mode with the packed package: a process for main and for each worker. */
export interface QueueTestEnv {
	client: N8nClient;
	sandbox: Sandbox;
	workers: Service[];
	/** A credential for the sandbox, as a node refers to it. */
	credential: { id: string; name: string };
	stop(): Promise<void>;
}

const TUNING = {
	// So that each of two workers runs two of four executions.
	N8N_CONCURRENCY_PRODUCTION_LIMIT: '2',
	// Time until n8n notices that a worker was killed, ms (at least 30 s by default). Much longer than a busy worker does
	// not respond, because n8n would treat it as killed.
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

/**
 * Starts n8n in queue mode with a number of workers, and a sandbox.
 *
 * @throws Error that says what to install if Redis or PostgreSQL is missing
 */
export async function startQueueTestEnv(
	workerCount: number,
	options: SandboxOptions,
): Promise<QueueTestEnv> {
	const cleanups: Array<() => Promise<unknown>> = [];
	const stop = async () => {
		for (const each of cleanups.reverse()) await each();
	};
	try {
		const services = await startQueueServices();
		cleanups.push(services.stop);
		const folder = mkdtempSync(join(tmpdir(), 'highlevel-queue-'));
		cleanups.push(async () => rmSync(folder, { recursive: true, force: true }));
		const sandbox = await startSandbox(options);
		cleanups.push(sandbox.stop);
		const owner = newOwner();
		const settings: N8nSettings = {
			installation: PINNED,
			userFolder: join(folder, 'main'),
			port: await freePort(),
			brokerPort: await freePort(),
			owner,
			extra: { ...queueEnvironment(services), ...TUNING },
		};
		await installPackage(settings.userFolder, await packPackage(folder));
		const main = await startN8n(settings);
		cleanups.push(main.stop);
		const workers = await startWorkers(settings, workerCount);
		cleanups.push(
			async () => await Promise.all(workers.map(async (worker) => await worker.stop())),
		);
		const client = await N8nClient.signIn(main.url, owner);
		const { name, type, data } = sandboxCredential(sandbox);
		const body = { name, type, data };
		const { id } = await client.request<{ id: string }>('POST', '/credentials', body);
		return { client, sandbox, workers, credential: { id, name }, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
