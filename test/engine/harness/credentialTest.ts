import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeType,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';

import { ExecuteContext, RoutingNode } from './core';
import { additionalDataFor } from './workflow';
import type { TestEnv } from './testEnv';

interface TestRule {
	type: 'responseCode' | 'responseSuccessBody';
	properties: { key?: string; value: unknown; message: string };
}

/** The error that n8n throws for a failed status of the test request. */
interface Refusal extends Error {
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

/**
 * Tests a credential like n8n 2.41: one node whose only parameter is the test request, run by the
 * declarative engine, then the rules in order.
 */
export async function testCredential(
	testEnv: TestEnv,
	name: string,
	values: ICredentialDataDecryptedObject = {},
): Promise<{ status: 'OK' | 'Error'; message: string }> {
	const { loaded, store } = testEnv.base(values);
	const { test } = loaded.credentialTypes.find((type) => type.name === name) as ICredentialType;
	const rules = (test?.rules ?? []) as TestRule[];
	const type = {
		description: {
			...{ displayName: 'Test', name: 'test', group: ['input'], version: 1, description: '' },
			...{ defaults: { name: 'Test' }, inputs: ['main'], outputs: ['main'] },
			credentials: [{ name, required: true }],
			properties: [
				{
					...{ displayName: 'Temp', name: 'temp', type: 'string', default: '' },
					routing: { request: test?.request },
				},
			],
		},
	} as INodeType;
	const find = () => type;
	const workflow = new Workflow({
		...{ connections: {}, active: false },
		nodes: [
			{
				...{ id: 'temp', name: 'Test', type: 'test', typeVersion: 1, parameters: {} },
				...{ position: [0, 0], credentials: { [name]: { id: name, name } } },
			},
		],
		nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
	});
	const node = workflow.nodes.Test;
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalDataFor(store, workflow, 'internal'),
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		input,
		{ node, data: {}, source: null },
		[],
	);
	const failed = (message: string) => ({ status: 'Error' as const, message });
	let body: IDataObject;
	try {
		const items = await new RoutingNode(context, type).runNode();
		body = items![0]![0].json;
	} catch (error) {
		const { cause, message } = error as Refusal;
		const refused = cause?.response?.status;
		if (refused === undefined) return failed(cause?.code ?? message);
		const rule = rules.find(
			(each) => each.type === 'responseCode' && each.properties.value === refused,
		);
		return failed(rule?.properties.message ?? `Received HTTP status code: ${refused}`);
	}
	const rule = rules.find(
		({ type: kind, properties: { key, value } }) =>
			kind === 'responseSuccessBody' && body?.[key ?? ''] === value,
	);
	return rule
		? failed(rule.properties.message)
		: { status: 'OK', message: 'Connection successful!' };
}
