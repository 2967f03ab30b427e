/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { endGroup, waitForExit, onExit } from './processes';

/** A program that keeps running, e.g. a server. */
export interface Service {
	/** ID of its process. */
	pid: number;
	/** Every line of its output so far. */
	log: string[];
	/** Resolves with the exit code when the program ends for any reason. */
	ended: Promise<number | null>;
	/** Stops the program and its child processes; resolves when all have ended. */
	stop(): Promise<void>;
	/** Kills the program at once, like a crash. */
	kill(): void;
}

export interface Program {
	/** Name in messages, e.g. "n8n". */
	name: string;
	file: string;
	args: string[];
	options: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;
	/** Standard input of the program. */
	input?: string;
	/** Part of the line that the program prints when it is ready. */
	ready: string;
	/** Maximum time until it is ready, ms. */
	timeoutMs: number;
}

/**
 * Starts a program that keeps running, and waits until it is ready.
 * @throws Error with its last lines if it ends or is not ready in time
 */
export async function startService(program: Program): Promise<Service> {
	const { name, file, args, options, ready: sign, timeoutMs } = program;
	const child = spawn(file, args, {
		...options,
		stdio: ['pipe', 'pipe', 'pipe'],
		// Own process group: Ctrl-C only reaches this process, which stops its children in order.
		detached: true,
	});
	child.stdin.on('error', () => {});
	child.stdin.end(program.input);
	const forget = onExit(child);
	const log: string[] = [];
	const end = waitForExit(child);
	const stop = async () => {
		await endGroup(child);
		forget();
	};
	const ready = new Promise<'ready'>((resolve) => {
		for (const stream of [child.stdout, child.stderr]) {
			let rest = '';
			stream.setEncoding('utf8').on('data', (text: string) => {
				const lines = (rest + text).split('\n');
				rest = lines.pop() ?? '';
				log.push(...lines);
				if (lines.some((line) => line.includes(sign))) resolve('ready');
			});
		}
	});
	const failed = new Promise<never>((_, reject) => child.once('error', reject));
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<'late'>((resolve) => {
		timer = setTimeout(() => resolve('late'), timeoutMs);
	});
	const outcome = await Promise.race([ready, end, late, failed]);
	clearTimeout(timer);
	if (outcome !== 'ready') {
		await stop();
		const why = outcome === 'late' ? `was not ready after ${timeoutMs / 1000} s` : 'ended at once';
		throw new Error(`${name} ${why}. Its last lines:\n${log.slice(-25).join('\n')}`);
	}
	return { pid: child.pid!, log, ended: end, stop, kill: () => child.kill('SIGKILL') };
}
