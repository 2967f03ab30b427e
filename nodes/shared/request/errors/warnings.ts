import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';

/** Tells in n8n's log about something that is no failure. */
export function warn(context: IExecutePaginationFunctions, message: string): void {
	context.logger.warn(`${context.getNode().name}: ${message}`);
}

/**
 * Says on the last item, as `hint`, why a list may not be complete. A declarative node has no other way to be seen:
 * n8n takes no hints from its executor, and a workflow can act on this one.
 */
export function withHint(items: INodeExecutionData[], warnings: string[]): INodeExecutionData[] {
	const last = items.at(-1);
	if (!last || warnings.length === 0) return items;
	const hints = [last.json.hint, ...warnings].filter(Boolean);
	last.json = { ...last.json, hint: [...new Set(hints)].join(' ') };
	return items;
}
