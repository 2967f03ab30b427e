/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */

const TICK_MS = 1_000;

/**
 * Runs a long step and shows its label and the elapsed seconds.
 * @returns the result of the step
 */
export async function showProgress<T>(label: string, work: () => Promise<T>): Promise<T> {
	const start = Date.now();
	const seconds = () => `${((Date.now() - start) / 1000).toFixed(0)} s`;
	const live = process.stderr.isTTY;
	if (live) process.stderr.write(`  ${label} ...`);
	const timer =
		live && setInterval(() => process.stderr.write(`\r  ${label} ... ${seconds()}`), TICK_MS);
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
