import type { Case, Expected, Goal, Metric, Run, Tally } from './types';

/** The results of all runs of a contender. */
export interface Row {
	contender: string;
	/** Median, minimum and maximum of the case's metric. */
	value: number;
	min: number;
	max: number;
	/** Medians of other values. */
	ms?: number;
	cpuMs?: number;
	peakMb?: number;
	/** What is wrong with the result, or 'complete'. */
	finding: string;
	goal?: { text: string; ratio: number; met: boolean };
}

export interface CaseResult {
	title: string;
	metric: Metric;
	runs: number;
	rows: Row[];
	remark?: string;
}

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What is wrong with a list of IDs; undefined if it is as expected. */
function listFinding(ids: string[], expected: string[]): string | undefined {
	const found = new Set(ids);
	const missing = expected.filter((id) => !found.has(id)).length;
	const doubled = ids.length - found.size;
	if (missing > 0 || doubled > 0) {
		const parts = [missing > 0 && `${missing} missing`, doubled > 0 && `${doubled} doubled`];
		return parts.filter(Boolean).join(', ');
	}
	if (ids.length !== expected.length) return `${ids.length - expected.length} too many`;
	return ids.every((id, index) => id === expected[index]) ? undefined : 'in another order';
}

/** What is wrong with a run; undefined if nothing is. */
export function findingOfRun(
	{ judge }: Case,
	run: Run,
	expected: Expected,
	tally: Tally,
): string | undefined {
	if (judge) return judge(run, expected, tally);
	if (run.failure !== undefined) return run.failure;
	if (run.linked === false) return 'items not linked';
	if (expected.sha256 !== undefined)
		return run.sha256 === expected.sha256 ? undefined : 'other bytes';
	return listFinding(run.ids ?? [], expected.ids ?? []);
}

function goalOf(goal: Goal, value: number, values: Map<string, number>): Row['goal'] {
	const { of, atMost } = goal;
	const measure = of === undefined ? 1 : values.get(of);
	if (measure === undefined) throw new Error(`No contender ${of} to compare with`);
	const ratio = value / measure;
	const text = of === undefined ? `≤ ${atMost} MB` : `≤ ${atMost.toFixed(2)} × ${of}`;
	return { text, ratio, met: ratio <= atMost };
}

/** Combines the runs of a case. `findings` are those of all runs of a contender. */
export function combineRuns(
	contest: Case,
	ideal: number | undefined,
	runs: Map<string, Run[]>,
	findings: Map<string, Set<string>>,
): CaseResult {
	const { title, metric, goals, remark } = contest;
	const rows: Row[] = [...runs].map(([contender, all]) => {
		const values = all.map((run) => run[metric] ?? Number.NaN);
		return {
			contender,
			value: median(values),
			min: Math.min(...values),
			max: Math.max(...values),
			ms: median(all.map(({ ms }) => ms)),
			cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
			peakMb: median(all.map(({ peakMb }) => peakMb)),
			finding: [...(findings.get(contender) ?? [])].join('; ') || 'complete',
		};
	});
	if (ideal !== undefined) {
		const computed = { value: ideal, min: ideal, max: ideal, finding: 'computed' };
		rows.unshift({ contender: 'ideal', ...computed });
	}
	const values = new Map(rows.map(({ contender, value }) => [contender, value]));
	for (const row of rows) {
		const goal = goals.find(({ contender }) => contender === row.contender);
		if (goal) row.goal = goalOf(goal, row.value, values);
	}
	return {
		title,
		metric,
		runs: Math.max(...[...runs.values()].map(({ length }) => length)),
		rows,
		remark,
	};
}
