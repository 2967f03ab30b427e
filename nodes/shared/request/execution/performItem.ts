import type { IDataObject, IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';
import { toItemError, sentences } from '../errors';
import type { ItemContext, OperationSpec, SendMiddleware } from '../operationSpec';
import { isSkipped } from '../responses';
import { isEmpty } from '../values';
import { parameterOf } from './parameters';
import { mayHaveBeenSent, sendOnlyOnce } from './sendOnlyOnce';
import { RunAborted } from './run';
import type { Run } from './run';

/** Max length of a field's value in the item of a failure, in characters. */
const MAX_FIELD_LENGTH = 100;

/** Sends an item's requests. Returns its output items, with its extra output. */
async function resultsOf(item: ItemContext): Promise<INodeExecutionData[]> {
	const items = await item.spec.response(item);
	if (isEmpty(item.extraOutput)) return items;
	return items.map((each) => ({ ...each, json: { ...each.json, ...item.extraOutput } }));
}

/** Sends an item through its middleware, at most once across all attempts of the node if it is a write. */
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
 * Sends an item that was checked, as soon as a slot is free. Returns its output items, or none if the run was aborted before.
 * Throws what the item's requests throw, and then aborts the run unless the node continues on fail.
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

/** Converts an item's error to one of n8n's, with the progress of the run if it was aborted. Waits for items in progress. */
export async function itemErrorOf(
	error: unknown,
	context: IExecutePaginationFunctions,
	{ run, spec, item }: { run: Run; spec: OperationSpec; item?: ItemContext },
): Promise<ReturnType<typeof toItemError>> {
	await run.whenIdle();
	return toItemError(error, context, {
		spec,
		locationId: item?.locationId,
		progress: run.isAborted ? run.progress(1) : undefined,
	});
}

/** The value of an item's field as text; undefined if it is empty, or its expression cannot be evaluated. */
function fieldText(context: IExecutePaginationFunctions, path: string): string | undefined {
	try {
		const value = parameterOf(context, path);
		return isEmpty(value) ? undefined : String(value).slice(0, MAX_FIELD_LENGTH);
	} catch {
		return undefined;
	}
}

/** The contact and the type of an item's message, for errors; undefined for operations that send no messages. */
export function recipientText(
	context: IExecutePaginationFunctions,
	{ itemNoun }: OperationSpec,
	item?: ItemContext,
): string | undefined {
	if (itemNoun !== 'messages') return undefined;
	// If the item's checks failed, the contact may still be a phone number or an email address.
	const contact = item
		? `Contact ID: ${String(item.body.contactId)}.`
		: `Contact: ${fieldText(context, 'contactId') ?? 'none'}.`;
	const type = item?.body.type ?? fieldText(context, 'type');
	return type === undefined ? contact : `${contact} Type: ${String(type)}.`;
}

/**
 * The output item for an input item that failed. `recipient` is added to its details. Its JSON may contain only `error` and
 * `details`: n8n does not recognize a failed item by other keys, and drops an `error` outside of `json`.
 */
export function failedItem(
	itemIndex: number,
	{ message, description }: { message: string; description?: string | null },
	recipient?: string,
): INodeExecutionData {
	// Without a recipient the description stays unchanged: it may end with a trace ID, which is copied.
	const details = recipient === undefined ? description : sentences(description, recipient);
	const json: IDataObject = details ? { error: message, details } : { error: message };
	return { json, pairedItem: { item: itemIndex } };
}
