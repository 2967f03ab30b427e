/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Clock ticks per second in /proc, on every Linux that n8n supports. */
const TICKS_PER_SECOND = 100;

/** CPU time of a process, ms. */
export function cpuMsOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name in parentheses may contain spaces; fields 14 and 15 are user and system time.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Resident memory of a process, MB. */
export function residentMbOf(pid: number): number {
	const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kb) / 1024;
}

/** Repeats health checks, and records the longest response time and the maximum memory. */
export function watchHealth(url: string, pid: number) {
	const seen = { longestGapMs: 0, peakMb: residentMbOf(pid) };
	let isRunning = true;
	const loop = (async () => {
		while (isRunning) {
			const startedAt = performance.now();
			await fetch(`${url}/healthz`).catch(() => undefined);
			seen.longestGapMs = Math.max(seen.longestGapMs, performance.now() - startedAt);
			seen.peakMb = Math.max(seen.peakMb, residentMbOf(pid));
			await sleep(10);
		}
	})();
	return {
		async stop() {
			isRunning = false;
			await loop;
			return seen;
		},
	};
}
