import { Workflow } from 'n8n-workflow';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeCredentials,
	INodeParameters,
	INodeType,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { ExecutionLifecycleHooks, ExternalSecretsProxy } from './core';
import type { CredentialStore } from './credentials';
import { AGENT_TYPE, FEEDER, READER, type ForOneRun, type Loaded } from './nodeTypes';

export const START = 'Feeder';
export const AGENT = 'Agent';
export const TESTED = 'HighLevel';
/** The nodes after the tested node's output and error output. */
export const READERS = ['Reader', 'Error Reader'];

/** The loaded package and the credentials. */
export interface Base {
	loaded: Loaded;
	store: CredentialStore;
}

/** The node under test, as the editor would save it. */
export interface Tested {
	/** Short name of the node's type; `highLevelConversations` by default. */
	type?: string;
	/** Parameters set by the user; others have the node's defaults. */
	parameters?: INodeParameters;
	/** Settings of the node: `onError`, `retryOnFail`, `executeOnce`, ... */
	node?: Partial<INode>;
	/** IANA name of the workflow's time zone. */
	timezone?: string;
	/** Where items contain their files: beside their JSON (default), or in it. */
	binaryMode?: 'separate' | 'combined';
}

export interface Layout extends Tested, ForOneRun {
	/** The workflow's ID. */
	id?: string;
	/** An expression for the nodes after the tested one, e.g. `={{ $('Feeder').item.json.x }}`. */
	after?: string;
	staticData?: IDataObject;
}

const nodeOf = (name: string, type: string, more: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});

const to = (...names: string[]) => ({
	main: names.map((node) => [{ node, type: 'main' as const, index: 0 }]),
});

const credentialsIn = (store: CredentialStore): INodeCredentials =>
	Object.fromEntries([...store.values.keys()].map((name) => [name, { id: name, name }]));

/** Feeder -> the tested node -> a reader after each of its outputs. */
export function workflowOf({ loaded, store }: Base, layout: Layout): Workflow {
	const { type = 'highLevelConversations', parameters = {}, node, timezone, after } = layout;
	const { binaryMode } = layout;
	const credentials = credentialsIn(store);
	const nodes = [
		nodeOf(START, FEEDER),
		nodeOf(TESTED, loaded.names[type] ?? type, { parameters, credentials, ...node }),
	];
	const connections: IConnections = { [START]: to(TESTED) };
	if (after !== undefined) {
		nodes.push(...READERS.map((name) => nodeOf(name, READER, { parameters: { value: after } })));
		connections[TESTED] = to(...READERS);
	}
	return new Workflow({
		id: layout.id ?? 'workflow',
		name: 'Engine test',
		nodes,
		connections,
		active: false,
		nodeTypes: loaded.nodeTypes(layout),
		staticData: layout.staticData,
		settings: { executionOrder: 'v1', timezone: timezone ?? 'UTC', binaryMode },
	});
}

/** Feeder -> an agent with the tested node as its tool or memory. */
export function agentWorkflowOf(
	{ loaded, store }: Base,
	layout: Layout & { agent: INodeType; as?: 'ai_tool' | 'ai_memory' },
): Workflow {
	const { type = 'highLevelConversations', parameters = {}, node, as = 'ai_tool' } = layout;
	const suffix = as === 'ai_tool' ? 'Tool' : '';
	const credentials = credentialsIn(store);
	return new Workflow({
		id: 'workflow',
		name: 'Agent test',
		nodes: [
			nodeOf(START, FEEDER),
			nodeOf(AGENT, AGENT_TYPE),
			nodeOf(TESTED, `${loaded.names[type]}${suffix}`, { parameters, credentials, ...node }),
		],
		connections: {
			[START]: to(AGENT),
			[TESTED]: { [as]: [[{ node: AGENT, type: as, index: 0 }]] },
		},
		active: false,
		nodeTypes: loaded.nodeTypes(layout),
		settings: { executionOrder: 'v1' },
	});
}

const HOME = 'http://127.0.0.1:5678/';

/** The additional data that n8n's server passes to an execution. */
export function additionalDataFor(
	store: CredentialStore,
	workflow: Workflow,
	mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
	const saved = { id: workflow.id, name: workflow.name } as IWorkflowBase;
	const absent = async (): Promise<never> => {
		throw new Error('There is no n8n server in the engine tests');
	};
	return {
		credentialsHelper: store,
		hooks: new ExecutionLifecycleHooks(mode, 'execution', saved),
		externalSecretsProxy: new ExternalSecretsProxy(),
		executionId: 'execution',
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: HOME,
		instanceBaseUrl: HOME,
		formBaseUrl: HOME,
		formWaitingBaseUrl: HOME,
		formTestBaseUrl: HOME,
		webhookBaseUrl: HOME,
		webhookWaitingBaseUrl: HOME,
		webhookTestBaseUrl: HOME,
		mcpBaseUrl: HOME,
		mcpTestBaseUrl: HOME,
		executeWorkflow: absent,
		getRunExecutionData: absent,
		getRuntimeCredential: absent,
		startRunnerTask: absent,
		logAiEvent: () => {},
	};
}
