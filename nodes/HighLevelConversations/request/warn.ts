import type { Job } from './plan';

/** Where the node's `hints` look for a warning; n8n shows them over the output of a run. */
export const WARNING_KEY = 'highLevelWarning';

/** Tells the user about something that is no failure: in n8n's log, and as a hint over the node's output. */
export function warn(job: Job, message: string): void {
	job.context.logger.warn(`${job.context.getNode().name}: ${message}`);
	job.context.getContext('node')[WARNING_KEY] = message;
}
