/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { join } from 'node:path';
import { startSandbox } from '../sandbox';
import { executeWorkflow, importInto } from './commands';
import { sandboxCredential } from './credential';
import type { N8nSettings } from './environment';
import { findExample } from './examples';
import { PINNED, STATE } from './paths';
import { freePort } from './ports';
import { installNode } from './installNode';
import { showProgress } from './progress';
import { reportOf } from './report';

/**
 * Executes an example in the real n8n with a new sandbox, without the editor, and prints its items.
 * @param key an example's name, or its number
 * @throws Error if there is no such example, if it only has triggers, or with n8n's message if it fails
 */
export async function runExample(key: string): Promise<void> {
	const { workflow } = findExample(key);
	if (!workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.manualTrigger')) {
		throw new Error(`'${workflow.name}' has no manual trigger. Open it in the editor: npm start`);
	}
	// Own folder, so that the credential and workflows of the editor are not changed.
	const userFolder = join(STATE, 'run');
	await installNode(userFolder);
	const sandbox = await startSandbox();
	try {
		const settings: N8nSettings = {
			installation: PINNED,
			userFolder,
			port: await freePort(),
			brokerPort: await freePort(),
		};
		await showProgress('Importing the credential and the example', async () => {
			await importInto(settings, 'credentials', [sandboxCredential(sandbox)]);
			await importInto(settings, 'workflow', [workflow]);
		});
		const run = await showProgress(`Executing '${workflow.name}'`, async () => {
			return await executeWorkflow(settings, workflow.id);
		});
		console.log(reportOf(run, workflow.connections));
	} finally {
		await sandbox.stop();
	}
}
