/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRunExecutionData,
} from 'n8n-workflow';
import type { N8nClient } from '../../../n8n/client';
import { CREDENTIAL } from '../../../n8n/credential';
import { PACKAGE_NAME, PINNED } from '../../../n8n/paths';

interface Flatted {
	parse(text: string): unknown;
}
const flatted: Flatted = createRequire(join(PINNED, 'package.json'))('flatted');

/** A workflow in the format of n8n's API. */
export interface TestWorkflow {
	id: string;
	name: string;
	active: boolean;
	nodes: INode[];
	connections: IConnections;
	settings: Record<string, unknown>;
}

/** @returns a node of any type. */
export function node(
	name: string,
	type: string,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode {
	return { id: randomUUID(), name, type, typeVersion: 1, position: [0, 0], parameters, ...more };
}

/** @returns the package's main node, with the sandbox's credential. */
export function highLevel(
	name: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode {
	const { id, name: title, type } = CREDENTIAL;
	const credentials = { [type]: { id, name: title } };
	return node(name, `${PACKAGE_NAME}.highLevelConversations`, parameters, { credentials, ...more });
}

/** @returns a Code node that returns these items. */
export function items(name: string, list: IDataObject[]): INode {
	const jsCode = `return ${JSON.stringify(list)}.map((json) => ({ json }));`;
	return node(name, 'n8n-nodes-base.code', { jsCode }, { typeVersion: 2 });
}

/** @returns a workflow with a manual trigger, followed by these nodes in order. */
export function chain(...nodes: INode[]): TestWorkflow {
	const all = [node('Start', 'n8n-nodes-base.manualTrigger'), ...nodes];
	const connections: IConnections = {};
	all.slice(1).forEach((next, index) => {
		connections[all[index].name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	});
	all.forEach((each, index) => (each.position = [index * 220, 0]));
	const id = randomUUID().replaceAll('-', '').slice(0, 16);
	const settings = { executionOrder: 'v1' } as const;
	return { id, name: `Test ${id}`, active: false, nodes: all, connections, settings };
}

/** Connects an output of a node, or a sub-node, to a node. */
export function connect(
	workflow: TestWorkflow,
	from: string,
	to: string,
	{ output = 0, type = 'main' as 'main' | 'ai_tool' | 'ai_languageModel' | 'ai_memory' } = {},
): void {
	const outputs = ((workflow.connections[from] ??= {})[type] ??= []);
	while (outputs.length <= output) outputs.push([]);
	(outputs[output] ??= []).push({ node: to, type, index: 0 });
}

export interface Finished {
	status: string;
	data: IRunExecutionData;
}

/** Saves the workflow and executes it, like the editor's button. Returns the ID of the execution. */
export async function start(client: N8nClient, workflow: TestWorkflow): Promise<string> {
	await client.request('POST', '/workflows', workflow);
	const isButton = ({ type }: INode) => type === 'n8n-nodes-base.manualTrigger';
	// Without a manual trigger it starts at another trigger, which gets sample data.
	const trigger = workflow.nodes.find(isButton) ?? workflow.nodes.find(({ type }) => /Trigger$/.test(type)); // prettier-ignore
	const body = { triggerToStartFrom: { name: trigger?.name } };
	const path = `/workflows/${workflow.id}/run`;
	return (await client.request<{ executionId: string }>('POST', path, body)).executionId;
}

/**
 * Waits for an execution to end.
 * @throws Error if it takes longer than 60 seconds
 */
export async function finished(client: N8nClient, executionId: string): Promise<Finished> {
	for (let i = 0; i < 300; i++) {
		const path = `/executions/${executionId}`;
		const { status, data } = await client.request<{ status: string; data: string }>('GET', path);
		if (!['new', 'running', 'waiting'].includes(status)) {
			return { status, data: flatted.parse(data) as IRunExecutionData };
		}
		await sleep(200);
	}
	throw new Error(`Execution ${executionId} did not finish within a minute.`);
}

/** Saves a workflow, executes it like the editor's button, and waits until it has finished. */
export async function runByHand(client: N8nClient, workflow: TestWorkflow): Promise<Finished> {
	return await finished(client, await start(client, workflow));
}

/** @returns the items of one output of a node. */
export function itemsOf(
	data: IRunExecutionData,
	nodeName: string,
	output = 0,
): INodeExecutionData[] {
	const tasks = data.resultData.runData[nodeName] ?? [];
	return tasks.flatMap((task) => task.data?.main[output] ?? []);
}

/** @returns the JSON of the items of one output of a node. */
export function jsonOf(data: IRunExecutionData, nodeName: string, output = 0): IDataObject[] {
	return itemsOf(data, nodeName, output).map(({ json }) => json);
}
