/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** Time for a process group to end before it is killed, ms. */
const GRACE = 10_000;

export interface Finished {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** Resolves with the exit code of a child process (null if it was ended by a signal). */
export async function waitForExit(child: ChildProcess): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
	return await new Promise((resolve) => child.once('close', resolve));
}

/** Ends a child process started with `detached`, and its own children. */
export async function endGroup(child: ChildProcess): Promise<void> {
	const done = waitForExit(child);
	signalGroup(child, 'SIGTERM');
	const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE);
	await done;
	clearTimeout(timer);
	// The task runner keeps running after a crash of n8n.
	signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		if (process.platform === 'win32') child.kill(signal);
		else process.kill(-child.pid, signal);
	} catch {
		// The group has already ended.
	}
}

/**
 * Runs a program and waits for its end.
 * @param timeoutMs time after which it is ended and the promise is rejected
 */
export async function run(
	file: string,
	args: string[],
	options: {
		cwd?: string;
		env?: NodeJS.ProcessEnv;
		uid?: number;
		gid?: number;
		timeoutMs?: number;
	} = {},
): Promise<Finished> {
	const { timeoutMs = 120_000, ...rest } = options;
	const child = spawn(file, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
	const out: Buffer[] = [];
	const err: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		void endGroup(child);
	}, timeoutMs);
	const stopped = onExit(child);
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		if (late) throw new Error(`${args.slice(0, 3).join(' ')} did not end within ${timeoutMs} ms.`);
		return { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
	} finally {
		clearTimeout(timer);
		stopped();
	}
}

/** Ends a detached child when this process exits. Returns a function that undoes this. */
export function onExit(child: ChildProcess): () => void {
	const kill = () => signalGroup(child, 'SIGKILL');
	process.once('exit', kill);
	return () => process.removeListener('exit', kill);
}
