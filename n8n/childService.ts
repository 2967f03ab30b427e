/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { endGroup, ended, onExit } from './processes';

/** A program that stays. */
export interface Service {
	/** Its process. */
	pid: number;
	/** Every line that it has written so far. */
	log: string[];
	/** Resolves with the exit code when it ends, for whatever reason. */
	ended: Promise<number | null>;
	/** Ends it and what it started itself; resolves when all are gone. */
	stop(): Promise<void>;
	/** Ends it in this very moment, as a crash does. */
	kill(): void;
}

export interface Program {
	/** For messages, e.g. "n8n". */
	name: string;
	file: string;
	args: string[];
	options: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'>;
	/** What it reads from its standard input. */
	input?: string;
	/** Part of the line that it writes when it can be used. */
	ready: string;
	/** How long that may take, ms. */
	timeoutMs: number;
}

/**
 * Starts a program that stays, and waits until it can be used.
 * @throws with its last lines when it ends or takes too long before it is ready
 */
export async function startService(program: Program): Promise<Service> {
	const { name, file, args, options, ready: sign, timeoutMs } = program;
	const child = spawn(file, args, {
		...options,
		stdio: ['pipe', 'pipe', 'pipe'],
		// A group of its own: Ctrl-C reaches us first, and we end it and what it started in order.
		detached: true,
	});
	child.stdin.on('error', () => {});
	child.stdin.end(program.input);
	const forget = onExit(child);
	const log: string[] = [];
	const end = ended(child);
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
