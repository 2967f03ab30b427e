/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** One run of one contender, in its own process, so that only the contender is measured. */
import { caseNamed } from './cases';
import type { ContenderOrder, Outcome, Prepared, Run } from './types';

const SAMPLE_MS = 5;
const COLLECT_MS = 40;
const BYTES_IN_MB = 1_000_000;

async function measureRun({ run, proof }: Prepared): Promise<Run> {
	// Collect twice, because finalizers may retain memory until the second pass.
	globalThis.gc?.();
	globalThis.gc?.();
	const before = process.memoryUsage.rss();
	let peak = before;
	const sample = () => {
		peak = Math.max(peak, process.memoryUsage.rss());
	};
	const timer = setInterval(sample, SAMPLE_MS);
	const cpu = process.cpuUsage();
	const startedAt = performance.now();
	const outcome = await run().catch((error: unknown): Outcome => ({ failure: String(error) }));
	const ms = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpu);
	sample();
	clearInterval(timer);
	const seen = await proof?.();
	const peakMb = (peak - before) / BYTES_IN_MB;
	return { ...outcome, ...seen, ms: outcome.ms ?? ms, cpuMs: (user + system) / 1000, peakMb };
}

/** Retained memory of the process, bytes. */
function retainedBytes(): number {
	globalThis.gc?.();
	// Not `external`, which is updated late, because freed buffers are swept in the background.
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

/** Runs with continuous garbage collection, so that only retained memory counts. */
async function measureMemory({ run }: Prepared): Promise<Run> {
	const before = retainedBytes();
	let peak = before;
	let timer: NodeJS.Timeout;
	// Not an interval: a collection takes longer than one, so nothing else would run.
	const collect = () => {
		peak = Math.max(peak, retainedBytes());
		timer = setTimeout(collect, COLLECT_MS);
	};
	timer = setTimeout(collect, COLLECT_MS);
	const outcome = await run();
	clearTimeout(timer);
	const heldMb = (Math.max(peak, retainedBytes()) - before) / BYTES_IN_MB;
	return { ...outcome, ms: 0, cpuMs: 0, peakMb: 0, heldMb };
}

async function runOrder({ caseName, contender, target, collecting }: ContenderOrder): Promise<Run> {
	const prepared = await caseNamed(caseName).contenders[contender](target);
	await prepared.warmUp?.();
	return await (collecting ? measureMemory(prepared) : measureRun(prepared));
}

process.once('message', (order: ContenderOrder) => {
	runOrder(order).then(
		// Exit, because open connections would keep the process for seconds. The profile is written on exit.
		(run) => process.send?.(run, () => process.exit(0)),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(1);
		},
	);
});
