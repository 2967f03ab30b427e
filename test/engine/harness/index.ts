/** Test environment of the engine tests: n8n's real engine with the package, and the sandbox in place of HighLevel. */
export { useTestEnv, useTestEnvs } from './useTestEnv';
export { startTestEnv } from './testEnv';
export type { PollResult, TestEnv, TestEnvOptions } from './testEnv';
export type { Item, RunOptions, RunResult } from './run';
export { ParkedWorkflow } from './parkedWorkflow';
