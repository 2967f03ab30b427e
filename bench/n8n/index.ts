/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeParameters } from 'n8n-workflow';

import { N8nClient } from '../../n8n/client';
import { importInto } from '../../n8n/commands';
import { CREDENTIAL, sandboxCredential } from '../../n8n/credential';
import { startN8n, type N8n } from '../../n8n/instance';
import { newOwner } from '../../n8n/owner';
import { PACKAGE_NAME, PINNED } from '../../n8n/paths';
import { freePort } from '../../n8n/ports';
import { installPackage, packPackage } from '../../n8n/tarball';
import { startEndpoint, type Endpoint } from './endpoint';
import { HTTP_REQUEST, OURS, type Measured } from './report';
import { cpuMsOf, residentMbOf, watchHealth } from './watch';

const SIZES = [500, 2000, 10_000];
/** Runs of each node with each size. */
const ROUNDS = 3;
/** Items of the runs before the measured ones, which load n8n's code and let its memory reach the size that a busy server has. */
const WARM_UP_ITEMS = 500;
/** A run has ended after this time without requests, ms. */
const QUIET_MS = 3000;
const MAX_RUN_MS = 180_000;

const credentials = { [CREDENTIAL.type]: { id: CREDENTIAL.id, name: CREDENTIAL.name } };

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({
	...{ id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters },
	...more,
});

const ours = (): INode =>
	node(
		'Send',
		`${PACKAGE_NAME}.highLevelConversations`,
		1,
		{
			resource: 'message',
			operation: 'send',
			type: 'SMS',
			contactId: { __rl: true, mode: 'id', value: '={{ $json.contactId }}' },
			message: '=Hello {{ $json.name }}',
		},
		{ credentials },
	);

const httpRequest = (url: string): INode =>
	node(
		'Send',
		'n8n-nodes-base.httpRequest',
		4.2,
		{
			method: 'POST',
			url: `${url}/conversations/messages`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL.type,
			sendBody: true,
			bodyParameters: {
				parameters: [
					{ name: 'type', value: 'SMS' },
					{ name: 'contactId', value: '={{ $json.contactId }}' },
					{ name: 'message', value: '=Hello {{ $json.name }}' },
				],
			},
			options: {},
		},
		{ credentials },
	);

/** A workflow with a webhook, and a number of items before the node. */
async function activate(client: N8nClient, items: number, send: INode): Promise<string> {
	const path = randomUUID();
	const jsCode = `return Array.from({ length: ${items} }, (_, n) => ({ json: { contactId: 'c' + n, name: 'N' + n } }));`;
	const nodes = [
		node(
			'Webhook',
			'n8n-nodes-base.webhook',
			2,
			{ path, responseMode: 'onReceived', options: {} },
			{ webhookId: path },
		),
		node('Items', 'n8n-nodes-base.code', 2, { jsCode }),
		send,
	];
	const to = (name: string) => ({ main: [[{ node: name, type: 'main' as const, index: 0 }]] });
	const id = randomUUID().replaceAll('-', '').slice(0, 16);
	const connections = { Webhook: to('Items'), Items: to('Send') };
	// Without saving executions, so that only the run is measured.
	const settings = {
		executionOrder: 'v1',
		saveDataSuccessExecution: 'none',
		saveDataErrorExecution: 'none',
	};
	const created = await client.request<{ versionId: string }>('POST', '/workflows', {
		...{ id, name: `Bench ${id}`, active: false, nodes, connections, settings },
	});
	await client.request('POST', `/workflows/${id}/activate`, { versionId: created.versionId });
	return path;
}

async function measure(
	n8n: N8n,
	client: N8nClient,
	endpoint: Endpoint,
	contender: string,
	items: number,
): Promise<Measured> {
	const send = contender === OURS ? ours() : httpRequest(endpoint.url);
	const path = await activate(client, items, send);
	await sleep(1000);
	endpoint.arrivals.length = 0;
	const before = { cpuMs: cpuMsOf(n8n.pid), mb: residentMbOf(n8n.pid) };
	const health = watchHealth(n8n.url, n8n.pid);
	const startedAt = Date.now();
	await fetch(`${n8n.url}/webhook/${path}`);
	const quiet = () => Date.now() - (endpoint.arrivals.at(-1) ?? Date.now()) > QUIET_MS;
	while (!quiet() && Date.now() - startedAt < MAX_RUN_MS) await sleep(100);
	const { longestGapMs, peakMb } = await health.stop();
	const { arrivals } = endpoint;
	return {
		...{ contender, items, requests: arrivals.length, longestGapMs },
		firstRequestMs: (arrivals.at(0) ?? NaN) - startedAt,
		lastRequestMs: (arrivals.at(-1) ?? NaN) - startedAt,
		cpuMs: cpuMsOf(n8n.pid) - before.cpuMs,
		growthMb: peakMb - before.mb,
	};
}

/** Measures our node and HTTP Request alternately in one real n8n, each of them first in turn. Returns every run. */
export async function benchInN8n(sizes = SIZES, rounds = ROUNDS): Promise<Measured[]> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-n8n-'));
	const userFolder = join(folder, 'user');
	const endpoint = await startEndpoint();
	try {
		await installPackage(userFolder, await packPackage(folder));
		const owner = newOwner();
		const settings = {
			installation: PINNED,
			userFolder,
			owner,
			port: await freePort(),
			brokerPort: await freePort(),
		};
		const account = { url: endpoint.url, token: 'pit-bench', locationId: 'bench' };
		await importInto(settings, 'credentials', [sandboxCredential(account)]);
		const n8n = await startN8n(settings);
		try {
			const client = await N8nClient.signIn(n8n.url, owner);
			const results: Measured[] = [];
			const contenders = [OURS, HTTP_REQUEST];
			for (const contender of contenders)
				await measure(n8n, client, endpoint, contender, WARM_UP_ITEMS);
			for (const items of sizes) {
				for (let round = 0; round < rounds; round++) {
					for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
						const result = await measure(n8n, client, endpoint, contender, items);
						results.push(result);
						console.error(JSON.stringify(result));
					}
				}
			}
			return results;
		} finally {
			await n8n.stop();
		}
	} finally {
		await endpoint.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}
