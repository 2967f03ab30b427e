/* eslint-disable @n8n/community-nodes/no-restricted-globals */

/** @returns the CPU time that this process used for some work, ms. Unlike a clock, it does not include other processes. */
export function cpuTimeOf(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
