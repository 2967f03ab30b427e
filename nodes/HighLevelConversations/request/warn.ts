import type { IExecutePaginationFunctions } from 'n8n-workflow';

/** Where the node's `hints` look for a warning; n8n shows them over the output of a run. */
export const WARNING_KEY = 'highLevelWarning';

/** Tells the user about something that is no failure: in n8n's log, and as a hint over the node's output. */
export function warn(context: IExecutePaginationFunctions, message: string): void {
	context.logger.warn(`${context.getNode().name}: ${message}`);
	context.getContext('node')[WARNING_KEY] = message;
}
