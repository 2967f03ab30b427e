/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts a sandbox in its own process, so that its memory is not measured with n8n's.
 *
 * @param sizes of its first two recordings, in bytes
 */
export async function startSandboxProcess(sizes: [number, number]) {
	const file = require.resolve('./main.ts');
	const child = fork(file, sizes.map(String), { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
	const ended = once(child, 'exit');
	const [url] = (await Promise.race([
		once(child, 'message'),
		ended.then(([code]) => Promise.reject(new Error(`The sandbox ended with ${String(code)}`))),
	])) as [string];
	return {
		url,
		stop: async (): Promise<void> => {
			child.kill();
			await ended;
		},
	};
}
