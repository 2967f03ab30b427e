import { tableOf } from '../report';
import type { Measured } from './index';

/** The contender with goals. */
export const OURS = 'our node';

/** Goals of our node by number of items. Times in ms; `cpu` is relative to the CPU time of HTTP Request. */
interface Goals {
	cpu?: number;
	firstRequestMs?: number;
	longestGapMs: number;
	growthMb?: number;
}

const GOALS: Record<number, Goals> = {
	500: { cpu: 0.85, firstRequestMs: 1200, longestGapMs: 150 },
	2000: { cpu: 0.85, firstRequestMs: 3000, longestGapMs: 250 },
	10_000: { longestGapMs: 500, growthMb: 200 },
};

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const milliseconds = (ms: number) => `${Math.round(ms)} ms`;
const megabytes = (mb: number) => `${Math.round(mb)} MB`;

/** The goals of a run of our node, and the missed ones. `other` is the run of HTTP Request with the same items. */
function verdictOf(run: Measured, other: Measured | undefined): string {
	const goals = GOALS[run.items];
	if (goals === undefined) return '';
	const checks: Array<[string, number | undefined, number, (value: number) => string]> = [
		['first request', goals.firstRequestMs, run.firstRequestMs, seconds],
		['health check', goals.longestGapMs, run.longestGapMs, milliseconds],
		['memory', goals.growthMb, run.growthMb, megabytes],
	];
	if (other) {
		const part = (value: number) => `${value.toFixed(2)} × HTTP Request`;
		checks.push(['CPU', goals.cpu, run.cpuMs / other.cpuMs, part]);
	}
	return checks
		.flatMap(([name, goal, value, shown]) =>
			goal === undefined
				? []
				: `${name} ≤ ${shown(goal)}: ${value <= goal ? 'met' : `**missed** (${shown(value)})`}`,
		)
		.join(', ');
}

/** The runs in the real n8n as a Markdown section. */
export function sectionInN8n(results: Measured[]): string {
	const headings = ['Items', 'Node', 'Requests', 'First request', 'Last request', 'CPU time', 'Longest health check', 'Memory growth', 'Goals']; // prettier-ignore
	const lines = results.map((run) => {
		const other = results.find(
			({ contender, items }) => items === run.items && contender !== run.contender,
		);
		return [
			String(run.items),
			run.contender,
			String(run.requests),
			seconds(run.firstRequestMs),
			seconds(run.lastRequestMs),
			seconds(run.cpuMs),
			milliseconds(run.longestGapMs),
			megabytes(run.growthMb),
			run.contender === OURS ? verdictOf(run, other) : '',
		];
	});
	return `## Sends in the real n8n

${tableOf(headings, lines)}

A workflow started by a webhook, two expressions per item, and an endpoint on the same computer that answers at once. One run each, in
turns in one process of n8n: later runs reuse memory that earlier ones had taken.
`;
}
