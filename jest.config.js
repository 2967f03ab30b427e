/** Tests that run processes of their own or measure memory; `npm run test:slow` runs them. */
const SLOW = [
	'/test/processes/.*\\.test\\.ts$',
	'/test/package/.*\\.test\\.ts$',
	'/test/engine/files/memory\\.test\\.ts$',
];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: SLOW,
	transform: {
		'^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/test/tsconfig.json', diagnostics: false }],
	},
	// More than two cores: most of the time goes into waiting, e.g. before retries.
	maxWorkers: 4,
	// Tests that mostly wait run at the same time (`it.concurrent`).
	maxConcurrency: 20,
	testSequencer: '<rootDir>/test/support/slowestFirst.js',
	testTimeout: 60_000,
};
