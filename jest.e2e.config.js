// The end-to-end tests: the packed package in a real n8n. `npm run test:e2e`.
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.e2e.ts'],
	// Each file has an n8n of its own. Most of their time is waiting.
	maxWorkers: 2,
	testTimeout: 240_000,
};
