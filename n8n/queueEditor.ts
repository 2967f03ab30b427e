/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../sandbox';
import { startQueueServices } from './queueServices';
import { importInto } from './commands';
import { sandboxCredential } from './credential';
import { editorPort } from './editor';
import type { N8nSettings } from './environment';
import { readExamples } from './examples';
import { startN8n } from './instance';
import { newOwner } from './owner';
import { PINNED, STATE } from './paths';
import { freePort } from './ports';
import { installNode } from './installNode';
import { showProgress } from './progress';
import { queueEnvironment, startWorkers } from './queue';

const WORKERS = 2;

/**
 * Starts the real n8n in queue mode, main and two workers, with the package, the sandbox and the examples, and waits until it ends.
 * Nothing is kept for the next start.
 * @param onStop called with a function for each started process that stops it, in the order of the starts
 * @param wanted the editor's port; by default 5678 or the next free one
 * @returns when main has ended
 * @throws Error that says what to install if Redis or PostgreSQL is missing, or if the port is in use
 */
export async function openQueueEditor(
	onStop: (stop: () => Promise<void>) => void,
	wanted?: number,
): Promise<void> {
	const port = await editorPort(wanted);
	const services = await showProgress('Starting Redis and PostgreSQL', startQueueServices);
	onStop(services.stop);
	const folder = join(STATE, 'queue');
	rmSync(folder, { recursive: true, force: true });
	const userFolder = join(folder, 'main');
	await installNode(userFolder);
	const sandbox = await startSandbox({ port: await freePort() });
	onStop(sandbox.stop);
	const owner = newOwner();
	const settings: N8nSettings = {
		installation: PINNED,
		userFolder,
		port,
		brokerPort: await freePort(),
		owner,
		extra: queueEnvironment(services),
	};
	await showProgress('Importing the credential and the examples', async () => {
		await importInto(settings, 'credentials', [sandboxCredential(sandbox)]);
		const workflows = readExamples().map(({ workflow }) => workflow);
		await importInto(settings, 'workflow', workflows);
	});
	const main = await showProgress('Starting n8n', async () => await startN8n(settings));
	onStop(main.stop);
	const label = `Starting ${WORKERS} workers`;
	const workers = await showProgress(label, async () => await startWorkers(settings, WORKERS));
	for (const worker of workers) onStop(worker.stop);
	console.log(`
  n8n is ready:   ${main.url}, in queue mode with ${WORKERS} workers
  Sign in with:   ${owner.email} / ${owner.password}
  Sandbox:        ${sandbox.url} (in place of HighLevel)
  Stop:           Ctrl-C (all data is lost)
`);
	const code = await main.ended;
	throw new Error(
		`n8n ended (exit code ${code}). Its last lines:\n${main.log.slice(-25).join('\n')}`,
	);
}
