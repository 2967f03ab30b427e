/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync } from 'node:fs';
import { n8nEnvironment } from './environment';
import type { N8nSettings } from './environment';
import { n8nOf, nodeOf } from './paths';
import { startService } from './childService';
import type { Service } from './childService';

/** Log lines that show that n8n is ready. The health check already answers before the nodes are loaded. */
const READY = { start: 'Editor is now accessible via', worker: 'n8n worker is now ready' };

export interface N8n extends Service {
	/** The editor's address, without a slash at the end. */
	url: string;
}

async function startCommand(
	command: keyof typeof READY,
	settings: N8nSettings,
	timeoutMs: number,
): Promise<Service> {
	const { installation, userFolder } = settings;
	mkdirSync(userFolder, { recursive: true });
	return await startService({
		name: command === 'worker' ? 'The worker of n8n' : 'n8n',
		file: nodeOf(installation),
		args: [n8nOf(installation), command],
		options: { cwd: userFolder, env: n8nEnvironment(settings) },
		ready: READY[command],
		timeoutMs,
	});
}

/**
 * Starts the real n8n and waits until its editor is ready.
 * @param timeoutMs maximum time until it is ready
 * @throws Error with n8n's last lines if it ends or is not ready in time
 */
export async function startN8n(settings: N8nSettings, timeoutMs = 180_000): Promise<N8n> {
	const service = await startCommand('start', settings, timeoutMs);
	return { ...service, url: `http://127.0.0.1:${settings.port}` };
}

/**
 * Starts a worker of an n8n in queue mode, and waits until it is ready.
 * @throws Error with its last lines if it ends or is not ready in time
 */
export async function startWorker(settings: N8nSettings, timeoutMs = 180_000): Promise<Service> {
	return await startCommand('worker', settings, timeoutMs);
}
