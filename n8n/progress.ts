/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */

const TICK = 1_000;

/**
 * Does one long step and shows that it is alive: what it is, and the seconds it has taken so far.
 * @returns what the step returns
 */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
	const start = Date.now();
	const seconds = () => `${((Date.now() - start) / 1000).toFixed(0)} s`;
	const live = process.stderr.isTTY;
	if (live) process.stderr.write(`  ${label} ...`);
	const timer =
		live && setInterval(() => process.stderr.write(`\r  ${label} ... ${seconds()}`), TICK);
	try {
		const result = await work();
		process.stderr.write(`${live ? '\r' : ''}  ${label} ... done (${seconds()})\n`);
		return result;
	} catch (error) {
		process.stderr.write(`${live ? '\r' : ''}  ${label} ... failed after ${seconds()}\n`);
		throw error;
	} finally {
		if (timer) clearInterval(timer);
	}
}
