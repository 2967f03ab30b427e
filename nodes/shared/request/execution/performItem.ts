import type { IDataObject, IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import { nodeErrorFrom, sentences } from '../errors';
import type { ItemContext, OperationSpec, SendMiddleware } from '../operationSpec';
import { isSkipped } from '../responses';
import { isEmpty } from '../values';
import { parameterOf } from './itemContext';
import { mayHaveBeenSent, sendOnlyOnce } from './sendOnlyOnce';
import { RunAborted } from './run';
import type { Run } from './run';

/** A longer text is cut in the item of a failure. */
const MAX_FIELD_TEXT = 100;

async function resultsOf(item: ItemContext): Promise<INodeExecutionData[]> {
	const items = await item.spec.response(item);
	if (isEmpty(item.extraOutput)) return items;
	return items.map((each) => ({ ...each, json: { ...each.json, ...item.extraOutput } }));
}

async function sendItem(
	run: Run,
	item: ItemContext,
	middleware?: SendMiddleware,
): Promise<INodeExecutionData[]> {
	const next = async () =>
		item.spec.retry === 'unprocessed'
			? await sendOnlyOnce(run.sentResults, item.itemIndex, async () => await resultsOf(item))
			: await resultsOf(item);
	if (!middleware) return await next();
	const alreadySent = await mayHaveBeenSent(run.sentResults.get(item.itemIndex));
	return await middleware({ next, alreadySent });
}

/**
 * Carries out an item that was checked, in its turn. Returns its results; nothing if the run was stopped before. Throws what the
 * item's requests throw, and stops the run then, unless the node continues on fail.
 */
export async function performItem(
	run: Run,
	item: ItemContext,
	middleware?: SendMiddleware,
): Promise<INodeExecutionData[]> {
	const { sequentialBy } = item.spec;
	const key = sequentialBy === undefined ? undefined : String(item.body[sequentialBy]);
	return await run.perform(key, async () => {
		if (run.isAborted) return [];
		const items = await sendItem(run, item, middleware).catch((error: unknown) => {
			if (error instanceof RunAborted) return undefined;
			if (!item.context.continueOnFail()) run.isAborted = true;
			throw error;
		});
		if (items === undefined) return [];
		if (items.every(isSkipped)) run.skippedCount++;
		else run.sentCount++;
		return items;
	});
}

/** n8n's error for what an item threw, with how far the run came if it ends the run. Waits until nothing is in progress. */
export async function itemErrorOf(
	error: unknown,
	context: IExecutePaginationFunctions,
	{ run, spec, item }: { run: Run; spec: OperationSpec; item?: ItemContext },
): Promise<ReturnType<typeof nodeErrorFrom>> {
	await run.whenIdle();
	return nodeErrorFrom(error, context, {
		spec: spec,
		locationId: item?.locationId,
		progress: run.isAborted ? run.progress(1) : undefined,
	});
}

/** What an item's field holds, as a text for people; undefined if it is empty, or its expression cannot be evaluated. */
function fieldText(context: IExecutePaginationFunctions, path: string): string | undefined {
	try {
		const value = parameterOf(context, path);
		return isEmpty(value) ? undefined : String(value).slice(0, MAX_FIELD_TEXT);
	} catch {
		return undefined;
	}
}

/** To whom and on which channel a message would have gone; undefined for operations that send none. */
export function recipientText(
	context: IExecutePaginationFunctions,
	{ itemNoun }: OperationSpec,
	item?: ItemContext,
): string | undefined {
	if (itemNoun !== 'messages') return undefined;
	// Without an item its fields are not checked yet, and the contact may be a phone number or an email address.
	const contact = item
		? `Contact ID: ${String(item.body.contactId)}.`
		: `Contact: ${fieldText(context, 'contactId') ?? 'none'}.`;
	const type = item?.body.type ?? fieldText(context, 'type');
	return type === undefined ? contact : `${contact} Type: ${String(type)}.`;
}

/**
 * The item in place of the results of one that failed; `recipient` says whom it was for. It may only hold `error` and `details`:
 * with other keys n8n does not take it for a failed one, and next to `json` it drops an `error`.
 */
export function failedItem(
	itemIndex: number,
	{ message, description }: { message: string; description?: string | null },
	recipient?: string,
): INodeExecutionData {
	// A trace ID alone stays as it is, to be copied.
	const details = recipient === undefined ? description : sentences(description, recipient);
	const json: IDataObject = details ? { error: message, details } : { error: message };
	return { json, pairedItem: { item: itemIndex } };
}
