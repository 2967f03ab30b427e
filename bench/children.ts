/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { PROJECT, nodeOf } from '../n8n/paths';
import { onExit } from '../n8n/processes';
import type {
	ContenderOrder,
	FilledSandbox,
	Outcome,
	Run,
	SandboxOrder,
	Tally,
	Target,
} from './types';

/** Maximum time of a run, ms. */
const MAX_MS = 180_000;

function startProcess(file: string, nodeOptions: string[] = []): ChildProcess {
	const child = fork(join(__dirname, file), {
		execPath: nodeOf(PROJECT),
		execArgv: ['--import', 'tsx', ...nodeOptions],
		cwd: PROJECT,
		detached: true,
		serialization: 'advanced',
	});
	child.once('exit', onExit(child));
	return child;
}

/** Sends a message to a process and waits for its answer. */
async function request<T>(child: ChildProcess, message: object | string): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const timer = setTimeout(() => child.kill('SIGKILL'), MAX_MS);
		const ended = (code: number | null) => {
			clearTimeout(timer);
			reject(new Error(`A process ended with ${code}`));
		};
		child.once('exit', ended);
		child.once('message', (answer) => {
			clearTimeout(timer);
			child.off('exit', ended);
			resolve(answer as T);
		});
		child.send(message);
	});
}

/** The sandbox of one case, in its own process. */
export interface SandboxChild extends FilledSandbox {
	begin(): Promise<void>;
	tally(): Promise<Tally>;
	stop(): void;
}

export async function startSandboxChild(caseName: string, quick: boolean): Promise<SandboxChild> {
	const child = startProcess('sandboxProcess.ts');
	const sendOrder = async <T>(order: SandboxOrder) => await request<T>(child, order);
	return {
		...(await sendOrder<FilledSandbox>({ fill: caseName, quick })),
		begin: async () => void (await sendOrder('begin')),
		tally: async () => await sendOrder('tally'),
		stop: () => void child.kill(),
	};
}

/**
 * Runs a contender once, in its own process.
 *
 * @param profileFolder folder for a CPU profile of the process
 * @throws Error if the process crashes; an error of the contender is part of the result
 */
export async function runContender(order: ContenderOrder, profileFolder?: string): Promise<Run> {
	const profile =
		profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
	const child = startProcess('contenderProcess.ts', ['--expose-gc', ...profile]);
	const gone = new Promise((resolve) => child.once('exit', resolve));
	const run = await request<Run>(child, order);
	await gone;
	return run;
}

/** A second n8n with the same location, in its own process. */
export interface Peer {
	/** Sends to the target's contacts. */
	run(): Promise<Outcome>;
}

/** Starts a peer and warms it up. It ends after its run, or with this process. */
export async function startPeer(target: Target): Promise<Peer> {
	const child = startProcess('peerProcess.ts');
	await request(child, target);
	return { run: async () => await request<Outcome>(child, 'run') };
}
