import type { CaseResult, Row } from './results';
import type { Metric } from './types';

const HEADINGS: Record<Metric, string> = {
	ms: 'Time',
	cpuMs: 'CPU time',
	peakMb: 'Resident memory',
	heldMb: 'Held memory',
};

function formatted(metric: Metric, value: number): string {
	if (metric === 'peakMb' || metric === 'heldMb') return `${value.toFixed(0)} MB`;
	return value < 1_000 ? `${value.toFixed(0)} ms` : `${(value / 1_000).toFixed(2)} s`;
}

const optional = (metric: Metric, value: number | undefined): string =>
	value === undefined ? '' : formatted(metric, value);

/** Correctness first, because a fast but wrong result is useless. */
const resultText = ({ finding }: Row): string =>
	finding === 'complete' || finding === 'computed' ? finding : `**WRONG**: ${finding}`;

function tableRow(row: Row, metric: Metric): string[] {
	const { contender, value, min, max, goal } = row;
	const spread = min === max ? '' : `${formatted(metric, min)} – ${formatted(metric, max)}`;
	const others = (['ms', 'cpuMs', 'peakMb'] as const)
		.filter((other) => other !== metric)
		.map((other) => optional(other, row[other]));
	const ratio = goal === undefined ? '' : goal.ratio.toFixed(goal.text.includes('×') ? 3 : 0);
	const against = goal === undefined ? '' : `${goal.text}: ${goal.met ? 'met' : '**missed**'}`;
	return [contender, formatted(metric, value), spread, ratio, against, ...others, resultText(row)];
}

function tableOf(headings: string[], lines: string[][]): string {
	const all = [headings, ...lines];
	const widths = headings.map((_, column) => Math.max(...all.map((line) => line[column].length)));
	const drawn = all.map(
		(line) => `| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
	);
	const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
	return [drawn[0], rule, ...drawn.slice(1)].join('\n');
}

/** A case as a Markdown section, also readable in a terminal. */
export function sectionOf({ title, metric, runs, rows, remark }: CaseResult): string {
	const others = (['ms', 'cpuMs', 'peakMb'] as const)
		.filter((other) => other !== metric)
		.map((other) => HEADINGS[other]);
	const headings = ['Contender', HEADINGS[metric], 'Spread', 'Ratio', 'Goal', ...others, 'Result'];
	const table = tableOf(
		headings,
		rows.map((row) => tableRow(row, metric)),
	);
	const note = remark === undefined ? '' : `\n\n${remark}`;
	return `## ${title}\n\n${table}\n\nMedian of ${runs} ${runs === 1 ? 'run' : 'runs'}.${note}\n`;
}

export { tableOf };
