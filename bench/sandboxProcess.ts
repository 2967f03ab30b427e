/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** The sandbox of one case, in its own process. */
import { startSandbox, type Sandbox } from '../sandbox';
import { caseNamed } from './cases';
import type { FilledSandbox, SandboxOrder, Tally } from './types';

function countsOf({ requests, rateLimit }: Sandbox): Tally {
	const good = requests.filter(({ status = 0 }) => status >= 200 && status < 300);
	const sent: Tally['sent'] = {};
	for (const { path, body } of good) {
		if (path !== '/conversations/messages') continue;
		const { contactId } = body as { contactId: string };
		sent[contactId] = (sent[contactId] ?? 0) + 1;
	}
	const uploads = good
		.filter(({ method, path }) => method === 'PUT' && path.startsWith('/storage/'))
		.map(({ body }) => (body as { sha256: string }).sha256);
	return { requests: requests.length, refused: rateLimit.refused, sent, uploads };
}

let sandbox: Sandbox;

async function handleOrder(order: SandboxOrder): Promise<FilledSandbox | Tally | 'ready'> {
	if (order === 'tally') return countsOf(sandbox);
	if (order === 'begin') {
		sandbox.requests.length = 0;
		sandbox.rateLimit.reset();
		return 'ready';
	}
	const { sandbox: options, fill } = caseNamed(order.fill);
	sandbox = await startSandbox(options);
	const { given, expected } = fill(sandbox, order.quick);
	const { url, token, locationId } = sandbox;
	return { target: { ...given, url, token, locationId }, expected };
}

process.on('message', (order: SandboxOrder) => {
	handleOrder(order).then(
		(answer) => process.send?.(answer),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(1);
		},
	);
});
