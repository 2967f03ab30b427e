// The packed package in n8n's queue mode, with Redis, PostgreSQL and two workers. `npm run test:queue`.
const base = require('./jest.e2e.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	roots: ['<rootDir>/test/queue'],
	maxWorkers: 1,
	testMatch: ['**/*.queue.ts'],
};
