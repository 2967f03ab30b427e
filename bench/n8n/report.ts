import { tableOf } from '../report';

/** Measured values of one run in the real n8n. */
export interface Measured {
	contender: string;
	items: number;
	requests: number;
	firstRequestMs: number;
	lastRequestMs: number;
	cpuMs: number;
	longestGapMs: number;
	growthMb: number;
}

/** The contender with goals, and the one that it is compared with. */
export const OURS = 'our node';
export const HTTP_REQUEST = 'HTTP Request';

/** Maximum values of our node by number of items. Times in ms; `cpu` is relative to the CPU time of HTTP Request. */
interface Goals {
	cpu?: number;
	firstRequestMs?: number;
	longestGapMs: number;
	/** In MB, or not more than that of HTTP Request. */
	growthMb: number | typeof HTTP_REQUEST;
}

const GOALS: Record<number, Goals> = {
	500: { cpu: 0.85, firstRequestMs: 1200, longestGapMs: 150, growthMb: HTTP_REQUEST },
	2000: { cpu: 0.85, firstRequestMs: 3000, longestGapMs: 250, growthMb: HTTP_REQUEST },
	10_000: { longestGapMs: 500, growthMb: 200 },
};

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const milliseconds = (ms: number) => `${Math.round(ms)} ms`;
const megabytes = (mb: number) => `${Math.round(mb)} MB`;

const MEASURES = ['requests', 'firstRequestMs', 'lastRequestMs', 'cpuMs', 'longestGapMs', 'growthMb'] as const; // prettier-ignore

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
const median = (values: number[]) => sorted(values)[Math.floor(values.length / 2)];

/** The runs of one contender with the same number of items, as the median of each value. */
function medianOf(runs: Measured[]): Measured {
	const medians = MEASURES.map((name) => [name, median(runs.map((run) => run[name]))]);
	return { ...runs[0], ...Object.fromEntries(medians) };
}

/** The goals of our node, and the missed ones. `other` is HTTP Request with the same items. */
function verdictOf(run: Measured, other: Measured): string {
	const goals = GOALS[run.items];
	if (goals === undefined) return '';
	const growthGoal = goals.growthMb === HTTP_REQUEST ? other.growthMb : goals.growthMb;
	const part = (value: number) => `${value.toFixed(2)} × HTTP Request`;
	const checks: Array<[string, number | undefined, number, (value: number) => string]> = [
		['first request', goals.firstRequestMs, run.firstRequestMs, seconds],
		['health check', goals.longestGapMs, run.longestGapMs, milliseconds],
		['memory', growthGoal, run.growthMb, megabytes],
		['CPU', goals.cpu, run.cpuMs / other.cpuMs, part],
	];
	return checks
		.flatMap(([name, goal, value, shown]) =>
			goal === undefined
				? []
				: `${name} ≤ ${shown(goal)}: ${value <= goal ? 'met' : `**missed** (${shown(value)})`}`,
		)
		.join(', ');
}

/** The median of the runs, and in brackets their range if it says more. */
function cellOf(
	runs: Measured[],
	name: (typeof MEASURES)[number],
	shown: (value: number) => string,
) {
	const values = sorted(runs.map((run) => run[name]));
	const range = [values[0], values.at(-1) ?? NaN].map(shown);
	const text = shown(median(values));
	return range[0] === range[1] ? text : `${text} (${range[0]} to ${range[1]})`;
}

/** The runs in the real n8n as a Markdown section. */
export function sectionInN8n(results: Measured[]): string {
	const headings = ['Items', 'Node', 'Requests', 'First request', 'Last request', 'CPU time', 'Longest health check', 'Memory growth', 'Goals']; // prettier-ignore
	const runsOf = (items: number, contender: string) =>
		results.filter((run) => run.items === items && run.contender === contender);
	const sizes = [...new Set(results.map(({ items }) => items))];
	const lines = sizes.flatMap((items) =>
		[OURS, HTTP_REQUEST].map((contender) => {
			const runs = runsOf(items, contender);
			const verdict = () => verdictOf(medianOf(runs), medianOf(runsOf(items, HTTP_REQUEST)));
			return [
				String(items),
				contender,
				cellOf(runs, 'requests', String),
				cellOf(runs, 'firstRequestMs', seconds),
				cellOf(runs, 'lastRequestMs', seconds),
				cellOf(runs, 'cpuMs', seconds),
				cellOf(runs, 'longestGapMs', milliseconds),
				cellOf(runs, 'growthMb', megabytes),
				contender === OURS ? verdict() : '',
			];
		}),
	);
	const rounds = results.length / lines.length;
	return `## Sends in the real n8n

${tableOf(headings, lines)}

A workflow started by a webhook, two expressions per item, and an endpoint on the same computer that answers at once. Runs of each node
with each size: ${rounds}, in turns in one process of n8n. Median (minimum to maximum).
`;
}
