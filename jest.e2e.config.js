// The end-to-end tests: the packed package in a real n8n. `npm run test:e2e`.
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	roots: ['<rootDir>/test/e2e'],
	testMatch: ['**/*.e2e.ts'],
	// One n8n serves them all, and two cores serve that n8n.
	maxWorkers: 1,
	testTimeout: 240_000,
};
