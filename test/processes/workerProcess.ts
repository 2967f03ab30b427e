/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** Runs the node in a process of its own, with its own rate limiter, like a second n8n for the same location. */
import type { INodeParameters } from 'n8n-workflow';

import { CredentialStore } from '../engine/harness/credentials';
import { loadPackage } from '../engine/harness/nodeTypes';
import { run, type Item } from '../engine/harness/run';

const CREDENTIAL = 'highLevelConversationsApi';

/** One run of the node. */
export interface WorkerTask {
	url: string;
	token: string;
	locationId: string;
	parameters: INodeParameters;
	items: Item[];
}

export interface WorkerResult {
	/** JSON of the output items. */
	json: Array<Record<string, unknown>>;
	/** The error's message if the run failed. */
	failure?: string;
}

async function runTask(order: WorkerTask): Promise<WorkerResult> {
	const { url, token, locationId, parameters, items } = order;
	const loaded = await loadPackage();
	const store = new CredentialStore(loaded.credentialTypes);
	store.values.set(CREDENTIAL, {
		apiHost: 'custom',
		baseUrl: url,
		locationId,
		accessToken: token,
	});
	const { json, error } = await run({ loaded, store }, { parameters, items });
	return { json, failure: error?.message };
}

process.once('message', (order: WorkerTask) => {
	runTask(order).then(
		(answer) => process.send?.(answer, () => process.exit(0)),
		(error: unknown) => {
			process.stderr.write(`${String(error)}\n`);
			process.exit(1);
		},
	);
});
