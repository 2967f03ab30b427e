/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { n8nEnvironment } from './environment';
import type { N8nSettings } from './environment';
import { n8nOf, nodeOf } from './paths';
import { endGroup, ended, onExit } from './processes';

/** Health answers before the nodes are loaded; this line of the log comes after. */
const READY = 'Editor is now accessible via';

export interface N8n {
	/** The editor's address, without a slash at the end. */
	url: string;
	/** Every line that n8n has written so far. */
	log: string[];
	/** Resolves with the exit code when n8n ends, for whatever reason. */
	ended: Promise<number | null>;
	/** Ends n8n and its task runner; resolves when both are gone. */
	stop(): Promise<void>;
}

/**
 * Starts the real n8n and waits until its editor can be used.
 * @param timeoutMs how long that may take
 * @throws with n8n's last lines when it ends or takes too long before it is ready
 */
export async function startN8n(settings: N8nSettings, timeoutMs = 180_000): Promise<N8n> {
	mkdirSync(settings.userFolder, { recursive: true });
	const child = spawn(nodeOf(settings.installation), [n8nOf(settings.installation), 'start'], {
		cwd: settings.userFolder,
		env: n8nEnvironment(settings),
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own: Ctrl-C reaches us first, and we end n8n and its runner in order.
		detached: true,
	});
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
				if (lines.some((line) => line.includes(READY))) resolve('ready');
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
		throw new Error(`n8n ${why}. Its last lines:\n${log.slice(-25).join('\n')}`);
	}
	return { url: `http://127.0.0.1:${settings.port}`, log, ended: end, stop };
}
