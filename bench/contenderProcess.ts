/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** One run of one contender, in a process of its own: what is measured is the contender's alone. */
import { cases } from './cases';
import type { Outcome, Prepared, Run, Target } from './types';

const SAMPLE_MS = 5;
const BYTES_IN_MB = 1_000_000;

/** What the process is told. */
export interface Order {
	caseName: string;
	contender: string;
	target: Target;
}

async function measured({ run, proof }: Prepared): Promise<Run> {
	// Twice: what the first pass frees may be held by finalizers until the second.
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
	return { ...outcome, ...seen, ms, cpuMs: (user + system) / 1000, peakMb };
}

async function obey({ caseName, contender, target }: Order): Promise<Run> {
	const prepared = await cases[caseName].contenders[contender](target);
	await prepared.warmUp?.();
	return await measured(prepared);
}

process.once('message', (order: Order) => {
	obey(order).then(
		// Exits by itself: open connections would keep it for seconds. A profile is written on the way out.
		(run) => process.send?.(run, () => process.exit(0)),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(1);
		},
	);
});
