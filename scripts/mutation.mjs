// Mutation tests: changes the code that reads conversations, polls, sends and retries, one small change at a time, and
// reports the changes that no unit test notices. Each group of sources is tested with its own unit tests.
// `npm run test:mutation` tests all groups, `npm run test:mutation -- thread` one, and further arguments name source files:
// `npm run test:mutation -- thread nodes/shared/thread/turn.ts`. Exits with 1 if a score is below `MIN_SCORE`.
// `--incremental` repeats only what changed since the last run: new and moved tests, changed sources. It does not notice a test
// that was changed in place.
import { mkdirSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

const MIN_SCORE = 90;
const argv = process.argv.slice(2);
const isIncremental = argv.includes('--incremental');

const SEND = 'nodes/HighLevelConversations/resources/message/send';
const REQUEST = 'nodes/shared/request';
const TRIGGER = 'nodes/HighLevelConversationsTrigger';
/** Source files by group. The tests of a group are in the folder of the same name in `test/unit`. */
const GROUPS = {
	thread: ['nodes/shared/thread/*.ts'],
	// The registration and the context of a poll are only tested in n8n's engine, which would take a minute for each change.
	trigger: [`${TRIGGER}/{engine,events}/*.ts`, `!${TRIGGER}/engine/{pollContext,registration}.ts`],
	send: [`${SEND}/middleware/*.ts`, `${SEND}/{plainText,splitText}.ts`],
	request: [
		`${REQUEST}/transport/{sendWithRetry,tokenRefresh,rateLimiter}.ts`,
		`${REQUEST}/errors/classify.ts`,
		`${REQUEST}/execution/{sendOnlyOnce,performItem}.ts`,
	],
};

/** @returns {import('@stryker-mutator/api/core').PartialStrykerOptions} */
const optionsFor = (group, files) => ({
	mutate: files,
	mutator: {
		// Most literals are texts for people, which tests do not repeat. A string that decides something is part of a
		// comparison, and comparisons are changed.
		excludedMutations: ['StringLiteral'],
	},
	// Lists of names, limits and patterns are evaluated once, when a file is loaded: each change would need all tests.
	ignoreStatic: true,
	testRunner: 'jest',
	coverageAnalysis: 'perTest',
	jest: {
		configFile: 'jest.config.js',
		enableFindRelatedTests: false,
		config: {
			testMatch: ['<rootDir>/test/mutation/group.ts'],
			moduleNameMapper: { '^n8n-workflow$': '<rootDir>/test/mutation/n8nWorkflow.ts' },
		},
	},
	concurrency: Math.min(2, availableParallelism()),
	// Jest keeps memory of each run.
	maxTestRunnerReuse: 200,
	timeoutMS: 5_000,
	timeoutFactor: 2,
	incremental: true,
	force: !isIncremental,
	incrementalFile: `.stryker/${group}.incremental.json`,
	// Not inside the project, where ESLint would find the copy.
	tempDirName: join(tmpdir(), 'stryker-conversations', group),
	cleanTempDir: 'always',
	ignorePatterns: ['/dist', '/n8n', '/docs', '/examples', '/bench', '/.stryker'],
	reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
	htmlReporter: { fileName: `.stryker/${group}.html` },
	jsonReporter: { fileName: `.stryker/${group}.json` },
	allowConsoleColors: false,
});

function summarize(group, results) {
	const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
	const killed = count('Killed', 'Timeout');
	const survived = count('Survived');
	const withoutCoverage = count('NoCoverage');
	const mutants = killed + survived + withoutCoverage;
	const score = mutants === 0 ? 100 : Math.round((10_000 * killed) / mutants) / 100;
	return [group, { mutants, killed, survived, 'without coverage': withoutCoverage, score }];
}

const given = argv.filter((argument) => !argument.startsWith('--'));
const files = given.filter((argument) => argument.endsWith('.ts'));
const names = given.filter((argument) => !argument.endsWith('.ts'));
const unknown = names.filter((name) => !Object.hasOwn(GROUPS, name));
if (unknown.length > 0 || (files.length > 0 && names.length !== 1)) {
	console.error(
		`Usage: npm run test:mutation -- [--incremental] [group ...] or [group] [source file ...]. Groups: ${Object.keys(GROUPS).join(', ')}`,
	);
	process.exit(1);
}

process.chdir(resolve(fileURLToPath(import.meta.url), '../..'));
mkdirSync(join(tmpdir(), 'stryker-conversations'), { recursive: true });
const rows = [];
const all = [];
for (const group of names.length > 0 ? names : Object.keys(GROUPS)) {
	// For `test/mutation/group.ts`, which runs in a process that Stryker starts.
	process.env.MUTATION_GROUP = group;
	const sources = files.length > 0 ? files : GROUPS[group];
	const results = await new Stryker(optionsFor(group, sources)).runMutationTest();
	rows.push(summarize(group, results));
	all.push(...results);
}
if (rows.length > 1) rows.push(summarize('total', all));
console.table(Object.fromEntries(rows));
if (rows.some(([, { score }]) => score < MIN_SCORE)) process.exitCode = 1;
