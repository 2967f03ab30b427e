/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INode } from 'n8n-workflow';
import { chain, finished, jsonOf } from './workflows';
import type { Finished, TestWorkflow } from './workflows';
import type { TestEnv } from './testEnv';

interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/** A schedule that polls every few seconds, which must divide a minute: n8n allows no interval below a minute, but several schedules. */
export const pollEvery = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * seconds} * * * * *`,
	})),
});

/** A workflow with only a trigger. */
export const startedBy = (trigger: INode): TestWorkflow => ({
	...chain(),
	nodes: [trigger],
	connections: {},
});

/**
 * Activates a version of a saved workflow, and waits until n8n has done so in the background.
 *
 * @throws Error with the message of the trigger if n8n could not activate it
 */
export async function activate(
	{ client }: TestEnv,
	{ id }: TestWorkflow,
	versionId: string,
): Promise<void> {
	await client.request('POST', `/workflows/${id}/activate`, { versionId });
	for (let i = 0; i < 100; i++) {
		const path = `/workflows/${id}/publication-status`;
		const { status, triggers: states } = await client.request<Publication>('GET', path);
		if (status === 'published') return;
		if (status === 'failed') throw new Error(states.map((each) => each.errorMessage).join());
		await sleep(200);
	}
	throw new Error('n8n did not switch the workflow on within 20 seconds.');
}

/** Saves and activates a workflow. Returns the ID of its version. */
export async function switchOn(testEnv: TestEnv, workflow: TestWorkflow): Promise<string> {
	const saved = await testEnv.client.request<{ versionId: string }>('POST', '/workflows', workflow);
	await activate(testEnv, workflow, saved.versionId);
	return saved.versionId;
}

export async function switchOff({ client }: TestEnv, { id }: TestWorkflow): Promise<void> {
	await client.request('POST', `/workflows/${id}/deactivate`, {});
}

async function executionsOf({ client }: TestEnv, { id }: TestWorkflow): Promise<string[]> {
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	const { results } = await client.request<{ results: Array<{ id: string }> }>(
		'GET',
		`/executions?filter=${filter}`,
	);
	// n8n lists running and finished executions one after the other: one that ends in between is in both lists.
	const ids = new Set(results.map((execution) => execution.id));
	return [...ids].sort((a, b) => Number(a) - Number(b));
}

/**
 * Waits until a number of executions of the workflow have finished.
 *
 * @throws Error if it takes longer than so many seconds
 */
export async function waitForRuns(
	testEnv: TestEnv,
	workflow: TestWorkflow,
	count: number,
	seconds: number,
): Promise<Finished[]> {
	for (let waited = 0; waited < seconds * 4; waited++) {
		const ids = await executionsOf(testEnv, workflow);
		if (ids.length >= count)
			return await Promise.all(ids.map(async (id) => await finished(testEnv.client, id)));
		await sleep(250);
	}
	throw new Error(`The workflow did not run ${count} times within ${seconds} seconds.`);
}

/** Waits for executions like `waitForRuns`. Returns the trigger's output of each. */
export const triggerOutputs = async (
	...given: Parameters<typeof waitForRuns>
): Promise<IDataObject[][]> =>
	(await waitForRuns(...given)).map(({ data }) => jsonOf(data, 'Trigger'));
