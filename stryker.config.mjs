// `npm run test:mutation` changes the code in which a defect would send a message twice, or lose one, and says which changes no
// test notices. `npm run test:mutation -- --mutate <file>` does so for one file.
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SEND = 'nodes/HighLevelConversations/resources/message/send';
const REQUEST = 'nodes/shared/request';
const TRIGGER = 'nodes/HighLevelConversationsTrigger';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	// Not what only tests in n8n's engine cover: each change there would take a minute.
	mutate: [
		`${SEND}/middleware/*.ts`,
		`${SEND}/{plainText,splitText}.ts`,
		`${REQUEST}/transport/{sendWithRetry,tokenRefresh,rateLimiter}.ts`,
		`${REQUEST}/errors/{classify,scopes}.ts`,
		`${REQUEST}/execution/{once,performItem}.ts`,
		'nodes/shared/thread/*.ts',
		`${TRIGGER}/{engine,events}/*.ts`,
		`!${TRIGGER}/engine/{pollContext,registration}.ts`,
	],
	mutator: {
		// Most literals are texts for people, which tests need not repeat. A string that decides something stands in a comparison,
		// and comparisons are changed.
		excludedMutations: ['StringLiteral'],
	},
	// A change of what runs once, when a file is loaded, would need the whole suite for each: lists of names, limits, patterns.
	ignoreStatic: true,
	testRunner: 'jest',
	coverageAnalysis: 'perTest',
	jest: {
		configFile: 'jest.config.js',
		// Only tests that import the file.
		enableFindRelatedTests: true,
		config: {
			// Jest follows imports only through these.
			roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials', '<rootDir>/sandbox'],
			testMatch: [
				'<rootDir>/test/unit/**/*.test.ts',
				// Those that measure time or try random cases take long and kill little that the others do not.
				'!**/{emailTextQuality,layout,longTexts,rateLimitWindow,regexes,skipIfSentCost,*roperty}.test.ts',
			],
		},
	},
	concurrency: 1,
	// Jest keeps memory of each run.
	maxTestRunnerReuse: 100,
	timeoutMS: 8_000,
	timeoutFactor: 2,
	incremental: true,
	incrementalFile: '.stryker/incremental.json',
	// Not inside the project, where ESLint would find the copy.
	tempDirName: join(tmpdir(), 'stryker-conversations'),
	cleanTempDir: 'always',
	ignorePatterns: ['/dist', '/n8n', '/docs', '/examples', '/bench', '/.stryker'],
	reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
	clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
	htmlReporter: { fileName: '.stryker/report.html' },
	jsonReporter: { fileName: '.stryker/report.json' },
	thresholds: { high: 95, low: 90, break: 90 },
};
