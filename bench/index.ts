/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { caseNamed, cases, unlistedCases } from './cases';
import { runContender, startSandboxChild } from './children';
import { installSection } from './installSize';
import { benchInN8n } from './n8n';
import { sectionInN8n } from './n8n/report';
import { installBuilt } from './packedPackage';
import { sectionOf } from './report';
import { findingOfRun, combineRuns, type CaseResult } from './results';
import type { Run, Target } from './types';
import { preface } from './versions';

const INSTALL = 'install';
const REAL_N8N = 'n8n';
const names = [...Object.keys(cases), INSTALL, REAL_N8N];
const HELP = `Usage: npm run bench -- [options]

  --only <case>     one case, or several with commas: ${names.join(', ')};
                    or, not measured otherwise, ${Object.keys(unlistedCases).join(', ')}
  --n8n             the same as --only n8n: Send and HTTP Request in the real n8n
  --quick           about a tenth of each case, once; writes no results file
  --profile <dir>   leaves a CPU profile of every contender's process there
`;

const { values } = parseArgs({
	options: {
		only: { type: 'string' },
		n8n: { type: 'boolean', default: false },
		quick: { type: 'boolean', default: false },
		profile: { type: 'string' },
		help: { type: 'boolean', default: false },
	},
});

/** The contenders of a round, starting with another one each round. */
const rotate = (all: string[], round: number): string[] =>
	all.map((_, index) => all[(index + round) % all.length]);

/** One run in its own process. Retained memory is measured in another one, because garbage collection takes time. */
async function runOnce(
	caseName: string,
	contender: string,
	about: Omit<Target, 'temporaryFolder'>,
): Promise<Run> {
	const temporaryFolder = mkdtempSync(join(tmpdir(), 'bench-'));
	const order = { caseName, contender, target: { ...about, temporaryFolder } };
	try {
		const run = await runContender(order, values.profile);
		if (caseNamed(caseName).metric !== 'heldMb') return run;
		const { heldMb } = await runContender({ ...order, collecting: true });
		return { ...run, heldMb };
	} finally {
		rmSync(temporaryFolder, { recursive: true });
	}
}

async function contest(caseName: string, packageFolder: string): Promise<CaseResult> {
	const one = caseNamed(caseName);
	const { quick } = values;
	const sandbox = await startSandboxChild(caseName, quick);
	const contenders = Object.keys(one.contenders);
	const runs = new Map(contenders.map((name) => [name, [] as Run[]]));
	const findings = new Map(contenders.map((name) => [name, new Set<string>()]));
	try {
		for (let round = 0; round < (quick ? 1 : one.runs); round++) {
			for (const contender of rotate(contenders, round)) {
				await sandbox.begin();
				const run = await runOnce(caseName, contender, { ...sandbox.target, packageFolder });
				const tally = await sandbox.tally();
				const finding = findingOfRun(one, run, sandbox.expected, tally);
				runs.get(contender)?.push(run);
				if (finding !== undefined) findings.get(contender)?.add(finding);
				const [ms, cpu, peak] = [run.ms, run.cpuMs, run.peakMb].map(Math.round);
				console.error(
					`${caseName}, ${contender}: ${ms} ms, CPU ${cpu} ms, +${peak} MB, ${tally.refused} of ${tally.requests} refused${finding ? `, ${finding}` : ''}`,
				);
			}
		}
	} finally {
		sandbox.stop();
	}
	return combineRuns(one, one.ideal?.(sandbox.target), runs, findings);
}

async function sectionFor(name: string, packageFolder: string): Promise<string> {
	if (name === INSTALL) return await installSection(packageFolder);
	if (name === REAL_N8N) {
		return sectionInN8n(values.quick ? await benchInN8n([500], 1) : await benchInN8n());
	}
	return sectionOf(await contest(name, packageFolder));
}

async function main(): Promise<void> {
	if (values.help) return console.log(HELP);
	const only = values.n8n ? REAL_N8N : values.only;
	const chosen = only?.split(',') ?? names;
	const known = [...names, ...Object.keys(unlistedCases)];
	const unknown = chosen.filter((name) => !known.includes(name));
	if (unknown.length > 0) throw new Error(`No such case: ${unknown.join(', ')}\n\n${HELP}`);
	const startedAt = Date.now();
	const installed = await installBuilt();
	const sections: string[] = [];
	try {
		for (const name of chosen) {
			const section = await sectionFor(name, installed.folder);
			sections.push(section);
			console.log(`\n${section}`);
		}
	} finally {
		installed.remove();
	}
	const minutes = (Date.now() - startedAt) / 60_000;
	if (values.quick || only !== undefined) return;
	writeFileSync(join(__dirname, 'RESULTS.md'), `${preface(minutes)}\n${sections.join('\n')}`);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
