/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { join } from 'node:path';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { N8nClient } from './client';
import { importInto } from './commands';
import { CREDENTIAL, sandboxCredential } from './credential';
import type { Account } from './credential';
import { deliverInbound, demoWorkflow } from './demo';
import type { N8nSettings } from './environment';
import { readExamples } from './examples';
import { startN8n } from './instance';
import { saveState, loadState } from './savedState';
import type { SavedState } from './savedState';
import { PINNED, STATE } from './paths';
import { freePort, isFree } from './ports';
import { installNode } from './installNode';
import { showProgress } from './progress';
import { MODEL_CREDENTIAL, modelCredential, startStandInModel } from './standInModel';

const DEFAULT_PORT = 5678;

/**
 * Starts the real n8n with the package, a sandbox, a credential and the examples, and waits until n8n ends.
 * @param onStop called with a function for each started process that stops it, in the order of the starts
 * @param wanted the editor's port; by default 5678 or the next free one
 * @returns when n8n has ended
 * @throws Error if the port is in use, or the editor of this checkout is already running
 */
export async function openEditor(
	onStop: (stop: () => Promise<void>) => void,
	wanted?: number,
): Promise<void> {
	const state = loadState();
	await refuseSecondEditor(state);
	const port = await editorPort(wanted);
	const userFolder = join(STATE, 'editor');
	await installNode(userFolder);
	const sandbox = await startSandbox({
		port: await freePort(state.sandboxPort),
		webhookKey: state.webhookKey,
	});
	onStop(async () => await sandbox.stop());
	const model = await startStandInModel(await freePort(state.modelPort));
	onStop(async () => await model.stop());
	const settings: N8nSettings = {
		installation: PINNED,
		userFolder,
		port,
		brokerPort: await freePort(),
		owner: state.owner,
	};
	await importMissing(settings, state, sandbox, model.url);
	const n8n = await showProgress('Starting n8n', async () => await startN8n(settings));
	onStop(async () => await n8n.stop());
	const client = await N8nClient.signIn(n8n.url, state.owner);
	await followSandbox(client, sandbox);
	await followModel(client, model.url);
	deliverInbound(sandbox, n8n.url);
	saveState({
		...state,
		editorPort: port,
		sandboxPort: Number(new URL(sandbox.url).port),
		modelPort: Number(new URL(model.url).port),
		webhookKey: sandbox.webhooks.exportKey(),
		pid: process.pid,
	});
	console.log(welcome(n8n.url, state, sandbox));
	const code = await n8n.ended;
	throw new Error(
		`n8n ended (exit code ${code}). Its last lines:\n${n8n.log.slice(-25).join('\n')}`,
	);
}

async function refuseSecondEditor({ pid, editorPort }: SavedState): Promise<void> {
	if (pid === undefined || !isAlive(pid)) return;
	const url = `http://127.0.0.1:${editorPort}`;
	const answers = await fetch(`${url}/healthz`)
		.then((reply) => reply.ok)
		.catch(() => false);
	if (answers)
		throw new Error(`The editor of this checkout is already running at ${url} (process ${pid}).`);
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** @returns the wanted port, by default 5678 or the next free one. Throws if the wanted port is in use. */
export async function editorPort(wanted?: number): Promise<number> {
	if (wanted !== undefined) {
		if (await isFree(wanted)) return wanted;
		throw new Error(`Port ${wanted} is in use. Choose another port: npm start -- --port <port>`);
	}
	for (let port = DEFAULT_PORT; port < DEFAULT_PORT + 20; port++) {
		if (await isFree(port)) return port;
		console.error(`  Port ${port} is in use, trying the next one.`);
	}
	return await freePort();
}

/** Imports what was not imported before. Changes of the user are kept. */
async function importMissing(
	settings: N8nSettings,
	state: SavedState,
	sandbox: Sandbox,
	modelUrl: string,
): Promise<void> {
	const first = state.imported.length === 0;
	const workflows = readExamples()
		.map(({ workflow }) => demoWorkflow(workflow, sandbox.webhooks.publicKey))
		.filter(({ id }) => !state.imported.includes(id));
	if (workflows.length === 0) return;
	await showProgress('Importing the credential and the examples', async () => {
		if (first)
			await importInto(settings, 'credentials', [
				sandboxCredential(sandbox),
				modelCredential({ url: modelUrl }),
			]);
		await importInto(settings, 'workflow', workflows);
	});
	state.imported.push(...workflows.map(({ id }) => id));
	saveState(state);
}

interface StoredCredential {
	data: { baseUrl?: string; apiHost?: string };
}

/** Sets the address of this sandbox in the credential, unless the user has entered a real account. */
async function followSandbox(client: N8nClient, account: Account): Promise<void> {
	const path = `/credentials/${CREDENTIAL.id}`;
	const stored = await client
		.request<StoredCredential>('GET', `${path}?includeData=true`)
		.catch(() => undefined);
	if (stored?.data.apiHost !== 'custom' || stored.data.baseUrl === account.url) return;
	if (!stored.data.baseUrl?.startsWith('http://127.0.0.1:')) return;
	await client.request('PATCH', path, sandboxCredential(account));
}

/** Sets the address of the stand-in model in its credential, unless the user has entered a real account. */
async function followModel(client: N8nClient, url: string): Promise<void> {
	const path = `/credentials/${MODEL_CREDENTIAL.id}`;
	const stored = await client
		.request<{ data: { url?: string } }>('GET', `${path}?includeData=true`)
		.catch(() => undefined);
	if (!stored?.data.url?.startsWith('http://127.0.0.1:') || stored.data.url === url) return;
	await client.request('PATCH', path, modelCredential({ url }));
}

function welcome(url: string, { owner }: SavedState, { url: sandbox }: Account): string {
	return `
  n8n is ready:   ${url}
  Sign in with:   ${owner.email} / ${owner.password}
  Sandbox:        ${sandbox} (in place of HighLevel; its data is lost when it stops)
  Inbox:          ${sandbox}/inbox (write as a contact or a colleague, or: npm start -- --say "Hello")
                  Then open example 1 and click Execute workflow. A stand-in for a chat model answers.

  Real account:   open Credentials > ${CREDENTIAL.name}, set API Host to HighLevel, enter your
                  private integration token and your Location ID, and save. They are kept for later starts.
  Reset:          npm run clean
  Stop:           Ctrl-C
`;
}
