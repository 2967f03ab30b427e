/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IRun } from 'n8n-workflow';
import { n8nEnvironment } from './environment';
import type { N8nSettings } from './environment';
import { n8nOf, nodeOf } from './paths';
import { run } from './processes';
import type { Finished } from './processes';

/** Runs a command of n8n's command line, e.g. `execute --id=…`, and waits for its end. */
export async function n8nCommand(settings: N8nSettings, args: string[]): Promise<Finished> {
	mkdirSync(settings.userFolder, { recursive: true });
	return await run(nodeOf(settings.installation), [n8nOf(settings.installation), ...args], {
		cwd: settings.userFolder,
		env: n8nEnvironment(settings),
		timeoutMs: 300_000,
	});
}

/**
 * Imports credentials or workflows with their IDs, and replaces existing ones.
 * @throws Error with n8n's output if it fails
 */
export async function importInto(
	settings: N8nSettings,
	kind: 'credentials' | 'workflow',
	entities: object[],
): Promise<void> {
	if (entities.length === 0) return;
	mkdirSync(settings.userFolder, { recursive: true });
	const folder = mkdtempSync(join(settings.userFolder, 'import-'));
	const file = join(folder, 'entities.json');
	try {
		writeFileSync(file, JSON.stringify(entities), { mode: 0o600 });
		const { code, stdout, stderr } = await n8nCommand(settings, [
			`import:${kind}`,
			`--input=${file}`,
		]);
		if (code !== 0) throw new Error(`n8n could not import the ${kind}:\n${stderr}${stdout}`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Executes a workflow from its manual trigger, without a running editor.
 * @returns the run; the items of each node are in `data.resultData.runData`
 * @throws Error with n8n's message if the workflow fails or does not exist
 */
export async function executeWorkflow(settings: N8nSettings, id: string): Promise<IRun> {
	const { stdout, stderr } = await n8nCommand(settings, ['execute', `--id=${id}`, '--rawOutput']);
	// n8n may print a notice before the JSON, whose first and last brackets are in the first column.
	const json = /^\{$[\s\S]*^\}$/m.exec(stdout)?.[0];
	if (json === undefined) throw new Error(`n8n did not run workflow ${id}:\n${stdout}\n${stderr}`);
	const run = JSON.parse(json) as IRun;
	const { error } = run.data.resultData;
	if (error) {
		const advice = [error.message, error.description].filter(Boolean).join('\n');
		throw new Error(
			`Workflow ${id} failed at '${run.data.resultData.lastNodeExecuted}': ${advice}`,
		);
	}
	return run;
}
