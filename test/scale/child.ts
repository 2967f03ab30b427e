/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import type { WorkerAnswer, WorkerOrder } from './worker';

const MAX_MS = 60_000;

/** The node in its own process, which loads while others are working. */
export class Worker {
	private readonly child = fork(join(__dirname, 'worker.ts'), {
		execArgv: ['--import', 'tsx'],
		timeout: MAX_MS,
	});
	private readonly exit = new Promise<number | null>((resolve) => {
		this.child.once('exit', resolve);
	});

	/**
	 * Runs the node.
	 *
	 * @throws Error if the process ended before it answered
	 */
	async run(order: WorkerOrder): Promise<WorkerAnswer> {
		const answer = new Promise<WorkerAnswer>((resolve) => {
			this.child.once('message', (message) => resolve(message as WorkerAnswer));
		});
		this.child.send(order);
		const ended = this.exit.then((code) => {
			throw new Error(`The worker ended with ${code}`);
		});
		return await Promise.race([answer, ended]);
	}

	/** Kills the process at once, like a crash. */
	crash(): void {
		this.child.kill('SIGKILL');
	}

	async gone(): Promise<void> {
		await this.exit;
	}
}
