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
import { step } from './progress';
import { reportOf } from './report';

/**
 * Executes an example in the real n8n against a fresh sandbox, without an editor, and prints its items.
 * @param key an example's name, or its number
 * @throws when there is no such example, or it starts by a trigger alone, or with n8n's text when it fails
 */
export async function runExample(key: string): Promise<void> {
	const { workflow } = findExample(key);
	if (!workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.manualTrigger')) {
		throw new Error(`'${workflow.name}' starts by its trigger: run it in the editor of npm start.`);
	}
	// A folder of its own: the editor's credential and workflows are not touched.
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
		await step('Importing the credential and the example', async () => {
			await importInto(settings, 'credentials', [sandboxCredential(sandbox)]);
			await importInto(settings, 'workflow', [workflow]);
		});
		const run = await step(`Executing '${workflow.name}'`, async () => {
			return await executeWorkflow(settings, workflow.id);
		});
		console.log(reportOf(run, workflow.connections));
	} finally {
		await sandbox.stop();
	}
}
