/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import type { WorkerResult, WorkerTask } from './workerProcess';

const MAX_MS = 60_000;

/** A process that runs the node once. It loads n8n's engine as soon as it is created. */
export class Worker {
	private readonly child = fork(join(__dirname, 'workerProcess.ts'), {
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
	async run(order: WorkerTask): Promise<WorkerResult> {
		const answer = new Promise<WorkerResult>((resolve) => {
			this.child.once('message', (message) => resolve(message as WorkerResult));
		});
		this.child.send(order);
		const ended = this.exit.then((code) => {
			throw new Error(`The worker ended with exit code ${code}`);
		});
		return await Promise.race([answer, ended]);
	}

	/** Kills the process at once, like a crash. */
	crash(): void {
		this.child.kill('SIGKILL');
	}

	/** Waits until the process has ended. */
	async exited(): Promise<void> {
		await this.exit;
	}
}
