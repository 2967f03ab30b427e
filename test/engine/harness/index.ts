/** n8n's real engine around the package, and the sandbox as its HighLevel: what the engine tests stand on. */
export { startWorld } from './world';
export type { PollResult, World, WorldOptions } from './world';
export type { Item, RunOptions, RunResult } from './run';
export { ParkedWorkflow } from './parkedWorkflow';
