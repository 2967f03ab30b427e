/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import './oneWorkflow'; // must be first, so that all modules below use the same n8n-workflow
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { createRunExecutionData, Expression, Workflow } from 'n8n-workflow';
import type {
	ICredentialType,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
} from 'n8n-workflow';

import {
	useBinaryStore,
	WorkflowExecute,
	type BinaryDataService,
} from '../test/engine/harness/core';
import { CredentialStore } from '../test/engine/harness/credentials';
import { asN8nLoadsIt, FEEDER } from '../test/engine/harness/nodeTypes';
import { additionalDataFor } from '../test/engine/harness/workflow';
import { BUILT_IN } from './packedPackage';
import type { Target } from './types';

const OURS = 'n8n-nodes-highlevel-conversations.highLevelConversations';
const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
const SPLIT_OUT = 'n8n-nodes-base.splitOut';
const CREDENTIAL = 'highLevelConversationsApi';

/** n8n's defaults: expressions run in an isolate, as they do for users. */
const EXPRESSION_ENGINE = {
	engine: 'vm',
	poolSize: 1,
	maxCodeCacheSize: 1024,
	bridgeTimeout: 5000,
	bridgeMemoryLimit: 128,
} as const;

const requireFile = createRequire(__filename);

/** A node of the measured workflow. */
export interface Step {
	type: string;
	typeVersion: number;
	parameters: INodeParameters;
}

export const ours = (parameters: INodeParameters): Step => ({
	type: OURS,
	typeVersion: 1,
	parameters,
});
export const httpRequest = (parameters: INodeParameters): Step => ({
	type: HTTP_REQUEST,
	typeVersion: 4.4,
	parameters: {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: CREDENTIAL,
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'Version', value: '2021-04-15' }] },
		...parameters,
	},
});
export const splitOut = (field: string): Step => ({
	type: SPLIT_OUT,
	typeVersion: 1,
	parameters: { fieldToSplitOut: field, options: {} },
});

function exportedBy<T>(file: string): T {
	const [Type] = Object.values(requireFile(file) as Record<string, new () => T>);
	return new Type();
}

/** n8n's engine with our installed node, n8n's own nodes, and a credential for the sandbox. */
export interface Engine {
	binary: BinaryDataService;
	/** Runs the steps in order on the items. Returns the output of the last one; throws its error. */
	run(steps: Step[], items?: INodeExecutionData[]): Promise<INodeExecutionData[]>;
}

/** Starts n8n's engine in this process until it ends, with binary data on disk. */
export async function startEngine(target: Target): Promise<Engine> {
	await Expression.initExpressionEngine(EXPRESSION_ENGINE);
	const binary = await useBinaryStore(target.temporaryFolder);
	const credentialType = exportedBy<ICredentialType>(
		join(target.packageFolder, 'dist/credentials/HighLevelConversationsApi.credentials.js'),
	);
	const store = new CredentialStore([credentialType]);
	store.values.set(CREDENTIAL, {
		apiHost: 'custom',
		baseUrl: target.url,
		locationId: target.locationId,
		accessToken: target.token,
	});
	const types = new NodeFiles({
		[OURS]: join(
			target.packageFolder,
			'dist/nodes/HighLevelConversations/HighLevelConversations.node.js',
		),
		[HTTP_REQUEST]: join(BUILT_IN, 'dist/nodes/HttpRequest/HttpRequest.node.js'),
		[SPLIT_OUT]: join(BUILT_IN, 'dist/nodes/Transform/SplitOut/SplitOut.node.js'),
	});
	return { binary, run: async (steps, items) => await run(types, store, steps, items) };
}

/** Node types by their full name, loaded on first use, so that a process only loads the nodes of its contender. */
class NodeFiles {
	private readonly loaded = new Map<string, INodeType | IVersionedNodeType>();

	constructor(private readonly files: Record<string, string>) {}

	/** @throws Error if the type is not known */
	get(name: string, version?: number): INodeType {
		const found = this.loaded.get(name) ?? this.load(name);
		return 'nodeVersions' in found ? found.getNodeType(version) : found;
	}

	private load(name: string): INodeType | IVersionedNodeType {
		const type = exportedBy<INodeType | IVersionedNodeType>(this.files[name]);
		if (!('nodeVersions' in type)) asN8nLoadsIt(type);
		this.loaded.set(name, type);
		return type;
	}
}

/** First node of the workflow: returns the given items. */
function feederOf(items: INodeExecutionData[]): INodeType {
	return {
		description: {
			displayName: 'Feeder',
			name: 'manualTrigger',
			group: ['input'],
			version: 1,
			description: 'Starts the workflow',
			defaults: { name: 'Feeder' },
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		execute: async () => [items],
	};
}

async function run(
	types: NodeFiles,
	store: CredentialStore,
	steps: Step[],
	items: INodeExecutionData[] = [{ json: {} }],
): Promise<INodeExecutionData[]> {
	const feeder = feederOf(items);
	const find = (type: string, version?: number) =>
		type === FEEDER ? feeder : types.get(type, version);
	const credentials = { [CREDENTIAL]: { id: CREDENTIAL, name: CREDENTIAL } };
	const start = { type: FEEDER, typeVersion: 1, parameters: {} };
	const nodes: INode[] = [start, ...steps].map((step, index) => {
		const name = `Step ${index}`;
		return { id: name, name, position: [0, 0], credentials, ...step };
	});
	const connections = Object.fromEntries(
		nodes
			.slice(1)
			.map(({ name }, index) => [
				nodes[index].name,
				{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
			]),
	);
	const workflow = new Workflow({
		id: 'workflow',
		name: 'Benchmark',
		nodes,
		connections,
		active: false,
		nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
		settings: { executionOrder: 'v1', timezone: 'UTC' },
	});
	// Like an active workflow: in 'manual' mode n8n keeps more data for its editor.
	const mode = 'trigger';
	const data = additionalDataFor(store, workflow, mode);
	const execution = new WorkflowExecute(data, mode, createRunExecutionData()).run({ workflow });
	const { runData, error } = (await execution).data.resultData;
	if (error) throw new Error([error.message, error.description].filter(Boolean).join(' '));
	return runData[nodes[steps.length].name]?.at(-1)?.data?.main[0] ?? [];
}
