import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';

/** Writes a warning to n8n's log, prefixed with the node's name. */
export function warn(context: IExecutePaginationFunctions, message: string): void {
	context.logger.warn(`${context.getNode().name}: ${message}`);
}

/**
 * Adds `hint` to the last item: why a list may be incomplete. Declarative nodes cannot show hints in the editor, and a
 * workflow can act on this field.
 */
export function withHint(items: INodeExecutionData[], warnings: string[]): INodeExecutionData[] {
	const last = items.at(-1);
	if (!last || warnings.length === 0) return items;
	const hints = [last.json.hint, ...warnings].filter(Boolean);
	last.json = { ...last.json, hint: [...new Set(hints)].join(' ') };
	return items;
}
