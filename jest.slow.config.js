// The tests that `npm test` leaves out: `npm run test:slow`.
const { testMatch, testPathIgnorePatterns, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = { ...base, testRegex: testPathIgnorePatterns, maxWorkers: 2 };
