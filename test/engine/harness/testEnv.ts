/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
} from 'n8n-workflow';

import { startSandbox, type RecordedRequest, type SandboxOptions } from '../../../sandbox';
import { runAgent, type ToolCalls } from './agent';
import { memoryLogger, LoadOptionsContext, PollContext, useBinaryStore } from './core';
import { CredentialStore } from './credentials';
import { binaryOf, bytesIn, type GivenFile } from './files';
import { loadPackage } from './nodeTypes';
import { run, type RunOptions, type RunResult } from './run';
import { additionalDataFor, TESTED, workflowOf, type Tested } from './workflow';

/** A rate limit that no test reaches, with the usual headers. A 429 is retried after its interval. */
const NO_RATE_LIMIT = { max: 100_000, intervalMs: 250 };

export interface TestEnvOptions {
	/** The sandbox's options; its rate limit is so high by default that no test reaches it. */
	sandbox?: SandboxOptions;
	/** Where n8n stores binary data: in the items (default) or in files, like an installed n8n. */
	binaryData?: 'memory' | 'filesystem';
}

/** Credential values that differ from the test environment's, for one call. */
interface WithCredentials {
	credentials?: ICredentialDataDecryptedObject;
}

export interface PollResult {
	/** null if the trigger found nothing. */
	items: INodeExecutionData[] | null;
	/** The node's static data, input of the next poll. */
	staticData: IDataObject;
	requests: RecordedRequest[];
}

export type TestEnv = Awaited<ReturnType<typeof startTestEnv>>;

/**
 * Starts a sandbox, and n8n's engine with the package and with credentials for the sandbox.
 *
 * @throws Error if package.json names a file that does not exist
 */
export async function startTestEnv(options: TestEnvOptions = {}) {
	const sandbox = await startSandbox({ rateLimit: NO_RATE_LIMIT, ...options.sandbox });
	const folder =
		options.binaryData === 'filesystem' ? await mkdtemp(join(tmpdir(), 'n8n-files-')) : undefined;
	const binaryStore = await useBinaryStore(folder);
	const loaded = await loadPackage();
	const defaults = credentialsFor(sandbox);
	const started: Array<{ stop(): Promise<void> }> = [];

	const baseWith = (values: ICredentialDataDecryptedObject = {}) => {
		const store = new CredentialStore(loaded.credentialTypes);
		for (const { name } of loaded.credentialTypes) {
			store.values.set(name, { ...defaults[name], ...values });
		}
		return { loaded, store };
	};
	const watched = async <T>(work: () => Promise<T>) => {
		const before = sandbox.requests.length;
		const result = await work();
		return { ...result, requests: sandbox.requests.slice(before) };
	};

	return {
		sandbox,
		/** Everything that was logged since the start of the process. */
		logs: memoryLogger.lines,
		/** The package's nodes, and credentials for the sandbox with some values replaced. */
		base: baseWith,
		/** Runs the node in a workflow; `requests` are those that the sandbox received meanwhile. */
		async run({ credentials, ...given }: RunOptions & WithCredentials) {
			const base = baseWith(credentials);
			return await watched<RunResult>(async () => await run(base, given));
		},
		/** Lets an AI agent use the node as a tool; `replies` are the tool's results. */
		async callTool({ credentials, ...given }: ToolCalls & WithCredentials) {
			const base = baseWith(credentials);
			return await watched(async () => await runAgent(base, given));
		},
		/** Polls once, as n8n does for an active workflow ('trigger') or for a test ('manual'). */
		async poll(
			given: Tested & WithCredentials & { staticData?: IDataObject; mode?: 'trigger' | 'manual' },
		): Promise<PollResult> {
			const { mode = 'trigger', staticData = {}, credentials, ...tested } = given;
			const base = baseWith(credentials);
			const type = tested.type ?? 'highLevelConversationsTrigger';
			const kept: IDataObject = structuredClone({ [`node:${TESTED}`]: staticData });
			const workflow = workflowOf(base, { ...tested, type, input: [], staticData: kept });
			const node = workflow.nodes[TESTED];
			const data = additionalDataFor(base.store, workflow, mode);
			const activation = mode === 'manual' ? 'manual' : 'activate';
			const context = new PollContext(workflow, node, data, mode, activation);
			const { poll } = workflow.nodeTypes.getByNameAndVersion(node.type);
			return await watched(async () => {
				const outputs = await poll!.call(context);
				const next = structuredClone({ ...workflow.getStaticData('node', node) });
				return { items: outputs?.[0] ?? null, staticData: next };
			});
		},
		/** Searches a resource locator's list, as the editor does while a user types. */
		async listSearch(
			method: string,
			given: Tested & WithCredentials & { filter?: string; token?: string } = {},
		) {
			const { filter, token, credentials, ...tested } = given;
			const base = baseWith(credentials);
			const workflow = workflowOf(base, { ...tested, input: [] });
			const node = workflow.nodes[TESTED];
			const data = additionalDataFor(base.store, workflow, 'internal');
			data.currentNodeParameters = node.parameters as INodeParameters;
			const context = new LoadOptionsContext(workflow, node, data, 'parameters');
			const { methods } = workflow.nodeTypes.getByNameAndVersion(node.type);
			return await watched<INodeListSearchResult>(
				async () => await methods!.listSearch![method].call(context, filter, token),
			);
		},
		/** Binary data for an item: stores bytes with a file name and a type. */
		async file(given: GivenFile): Promise<IBinaryData> {
			return await binaryOf(binaryStore, given);
		},
		/** The bytes of an item's binary field. */
		async bytes(item: INodeExecutionData, field = 'data'): Promise<Buffer> {
			return await bytesIn(binaryStore, item, field);
		},
		/** Stops something, e.g. a server, together with the test environment. */
		stopWithIt(server: { stop(): Promise<void> }): void {
			started.push(server);
		},
		async stop(): Promise<void> {
			await Promise.all(started.map(async (server) => await server.stop()));
			await sandbox.stop();
			if (folder !== undefined) await rm(folder, { recursive: true });
		},
	};
}

/** Credentials for the sandbox, by their type's name. */
function credentialsFor(
	sandbox: Awaited<ReturnType<typeof startSandbox>>,
): Record<string, ICredentialDataDecryptedObject> {
	const { url, locationId, token, oauth } = sandbox;
	const host = { apiHost: 'custom', baseUrl: url, locationId };
	return {
		highLevelConversationsApi: { ...host, accessToken: token },
		highLevelConversationsOAuth2Api: {
			...host,
			clientId: oauth.clientId,
			clientSecret: oauth.clientSecret,
			accessTokenUrl: `${url}/oauth/token`,
			oauthTokenData: oauth.issueTokens() as unknown as IDataObject,
		},
	};
}
