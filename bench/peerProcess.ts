/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** A second n8n that sends at the same time as a contender: receives its target first, then the order to run. */
import { sends } from './contenders/node';
import type { Prepared, Target } from './types';

let prepared: Prepared;

async function handlePeerOrder(order: Target | 'run') {
	if (order === 'run') return await prepared.run();
	prepared = await sends(order);
	await prepared.warmUp?.();
	return 'ready';
}

process.once('disconnect', () => process.exit());
process.on('message', (order: Target | 'run') => {
	handlePeerOrder(order).then(
		(answer) => process.send?.(answer),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(1);
		},
	);
});
