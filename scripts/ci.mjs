// Runs the release checks step by step, and counts tests; other steps count as one check each.
// `node scripts/ci.mjs test lint` only runs these steps; `--list` prints all. `--install` first installs what they need,
// the real n8n in parallel with the tests that do not need it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The npm scripts in order. The tests of those with `counts` are counted. `readsTypes` reads the types of n8n's packages, which
 * must not be installed at the same time; `needsN8n` runs the real n8n.
 */
const STEPS = [
	{ script: 'lint', readsTypes: true },
	{ script: 'typecheck', readsTypes: true },
	{ script: 'build', readsTypes: true },
	{ script: 'test', counts: true },
	{ script: 'test:slow', counts: true },
	{ script: 'test:e2e', counts: true, needsN8n: true },
	{ script: 'test:queue', counts: true, needsN8n: true },
];
/** Property tests run more cases here than in `npm test`. */
const PROPERTY_RUNS = '100';

const installs = process.argv.includes('--install');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--install');
if (wanted.includes('--list')) {
	console.log(STEPS.map(({ script }) => script).join('\n'));
	process.exit(0);
}
const unknown = wanted.filter((name) => !STEPS.some(({ script }) => script === name));
if (unknown.length > 0) {
	console.error(
		`Unknown steps: ${unknown.join(', ')}. Known: ${STEPS.map(({ script }) => script).join(', ')}`,
	);
	process.exit(1);
}

if (installs && spawnSync('node', ['scripts/setup.mjs'], { stdio: 'inherit' }).status !== 0) {
	console.log('Total: 0 passed, 1 failed');
	process.exit(1);
}

const reports = mkdtempSync(join(tmpdir(), 'ci-'));
const total = { passed: 0, failed: 0 };
const summary = [];

/** Runs an npm script. With `counts`, reads a jest report; otherwise the step counts as one check. */
async function step({ script, counts = false }) {
	console.log(`\n=== npm run ${script}`);
	const report = join(reports, `${script.replace(':', '-')}.json`);
	const args = [
		'run',
		script,
		...(counts ? ['--', '--ci', '--json', `--outputFile=${report}`] : []),
	];
	const started = Date.now();
	const stdio = ['ignore', counts ? 'ignore' : 'inherit', 'inherit'];
	const env = { PROPERTY_RUNS, ...process.env };
	const status = await new Promise((resolve) => {
		const child = spawn('npm', args, { stdio, env });
		child.once('error', () => resolve(null));
		child.once('close', resolve);
	});
	let passed = status === 0 ? 1 : 0;
	let failed = status === 0 ? 0 : 1;
	if (counts) {
		try {
			const found = JSON.parse(readFileSync(report, 'utf8'));
			passed = found.numPassedTests;
			// A suite that cannot be loaded has no failed tests.
			failed = found.numFailedTests + found.numRuntimeErrorTestSuites;
			if (status !== 0 && failed === 0) failed = 1;
			if (passed + failed === 0) failed = 1;
		} catch {
			[passed, failed] = [0, 1];
		}
	}
	total.passed += passed;
	total.failed += failed;
	const seconds = Math.round((Date.now() - started) / 1000);
	summary.push(`${script}: ${passed} passed, ${failed} failed (${seconds} s)`);
}

/** Installs everything in the background. Resolves to whether it succeeded. */
const install = async () =>
	await new Promise((resolve) => {
		const child = spawn('bash', ['.ci/install'], { stdio: ['ignore', 'inherit', 'inherit'] });
		child.once('error', () => resolve(false));
		child.once('close', (code) => resolve(code === 0));
	});

const chosen = STEPS.filter(({ script }) => wanted.length === 0 || wanted.includes(script));
const isNeeded = installs && chosen.some(({ needsN8n }) => needsN8n);
let installed;
for (const each of chosen) {
	if (isNeeded && !each.readsTypes) installed ??= install();
	if (isNeeded && each.needsN8n && !(await installed)) {
		total.failed += 1;
		summary.push(`${each.script}: not run, because the installation failed`);
	} else {
		await step(each);
	}
}

rmSync(reports, { recursive: true, force: true });
console.log(`\n${summary.join('\n')}`);
console.log(`Total: ${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
