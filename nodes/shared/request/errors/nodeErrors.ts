import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IExecutePaginationFunctions, INode } from 'n8n-workflow';
import { errorTextFor } from './errorText';
import { ApiError, ParameterError } from './apiError';
import { mayHaveBeenProcessed } from './classify';
import type { ApiErrorDetails } from './apiError';
import type { ErrorTextContext } from './errorRules';
import { isObject } from './isObject';
import type { Scope } from './scopes';
import { OPERATION_NAMES } from '../../names';

/** Where an error happened. */
export interface ErrorContext extends ErrorTextContext {
	node: INode;
	itemIndex?: number;
	/** Number of items sent, skipped and not sent, if the error stopped the run. */
	progress?: { sent: number; skipped: number; unsent: number };
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const ORDINAL_SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = {
	one: 'st',
	two: 'nd',
	few: 'rd',
};

/** Whether a node runs as a tool of an agent. n8n adds "Tool" to the type of such a node. */
export const isToolNode = ({ type }: INode): boolean => type.endsWith('Tool');

/** The item for the title of an error, by n8n's index from 0 and by position. Tools process one item, so it is omitted. */
function itemSuffix(node: INode, itemIndex?: number): string {
	if (itemIndex === undefined || isToolNode(node)) return '';
	const position = itemIndex + 1;
	const ordinalSuffix = ORDINAL_SUFFIXES[ORDINALS.select(position)] ?? 'th';
	return ` [item ${itemIndex} (the ${position}${ordinalSuffix})]`;
}

/** The text with a full stop at its end, unless it ends with a punctuation mark. */
const toSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** How many messages were sent before an error stopped the run, and how to send the rest. Undefined if it does not apply. */
function progressText({
	spec,
	progress,
}: Pick<ErrorContext, 'spec' | 'progress'>): string | undefined {
	if (spec.itemNoun !== 'messages' || progress === undefined) return undefined;
	const { sent, skipped, unsent } = progress;
	if (sent + skipped + unsent === 0) return undefined;
	const counts = `Of the other messages, ${sent} were sent, ${skipped} were skipped, ${unsent} were not sent.`;
	return unsent === 0
		? counts
		: `${counts} To send the rest, run the workflow again with the option 'Skip If Sent Within'. To send the others even if one fails, set 'On Error' to 'Continue'.`;
}

/** Joins parts to one text, each as a sentence. Undefined if all parts are empty. */
export const sentences = (...parts: Array<string | null | undefined>): string | undefined =>
	parts.flatMap((part) => (part ? [toSentence(part)] : [])).join(' ') || undefined;

/** n8n's error for a failed request: the title says what happened, the description what HighLevel said and what to do. */
export function apiErrorToNodeError(details: ApiErrorDetails, context: ErrorContext): NodeApiError {
	const { spec } = context;
	const { title, advice } = errorTextFor(details, {
		...context,
		spec: {
			...spec,
			scope: details.scope === undefined ? spec.scope : (details.scope ?? undefined),
		},
	});
	const said =
		details.text === undefined ? undefined : `HighLevel said: ${toSentence(details.text)}`;
	const uncertain = spec.retry === 'unprocessed' && mayHaveBeenProcessed(details);
	const check = uncertain
		? `The request may have been processed, so it was not retried. Check HighLevel (or use '${OPERATION_NAMES.getMessages}' or '${OPERATION_NAMES.exportMessages}') before you run it again.`
		: undefined;
	const notSent =
		details.nothingWasSent && details.step && context.spec.itemNoun
			? 'It was not sent.'
			: undefined;
	const trace =
		details.traceId === undefined
			? undefined
			: `Trace ID for HighLevel's support: ${details.traceId}`;
	const advised = details.advice ?? advice;
	const progress = progressText(context);
	const text = sentences(said, details.done, check, notSent, advised, progress);
	const description = [text, trace].filter(Boolean).join(' ');
	const step = details.step === undefined ? '' : ` (${details.step})`;
	// In the title as well, because it decides whether the item can be run again.
	const doubt = uncertain ? ': it may have been processed' : '';
	const message = `${details.title ?? title}${step}${doubt}${itemSuffix(context.node, context.itemIndex)}`;
	return new NodeApiError(
		context.node,
		{ message },
		{
			message,
			description,
			httpCode: details.status === undefined ? undefined : String(details.status),
			itemIndex: context.itemIndex,
		},
	);
}

/** Title and description of an error as one text, for the output of an item that was only partly processed. */
export function failureText(
	error: ApiError | ParameterError,
	context: Pick<ErrorContext, 'node' | 'spec' | 'locationId'>,
): string {
	const { message, description } =
		error instanceof ApiError
			? apiErrorToNodeError(error.details, context)
			: { message: error.message, description: error.advice };
	return sentences(message, description) ?? '';
}

/** Converts any error to one of n8n's errors; those are returned unchanged. */
export function toNodeError(error: unknown, node: INode): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)));
}

/**
 * Adds the description to the message of an error if the node runs as a tool: n8n passes only the message to the model (agents
 * from version 3 on), or only the description (n8n 1.84). Changes and returns the error.
 */
export function withDescriptionForModel<E extends Error & { description?: string | null }>(
	node: INode,
	error: E,
): E {
	const { message, description } = error;
	if (!isToolNode(node) || !description || message.includes(description)) return error;
	const text = sentences(message, description) ?? message;
	return Object.assign(error, { message: text, description: text });
}

/** Converts any error of an item to one of n8n's errors, with the item in its title. */
export function toItemError(
	error: unknown,
	context: IExecutePaginationFunctions,
	details: Pick<ErrorContext, 'spec' | 'locationId' | 'progress'>,
): NodeApiError | NodeOperationError {
	const node = context.getNode();
	const itemIndex = context.getItemIndex();
	if (error instanceof ApiError)
		return apiErrorToNodeError(error.details, { ...details, node, itemIndex });
	if (error instanceof ParameterError) {
		return new NodeOperationError(node, `${error.message}${itemSuffix(node, itemIndex)}`, {
			description: sentences(error.advice, progressText(details)),
			itemIndex,
		});
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		error.description = sentences(error.description, progressText(details));
		return error;
	}
	// For example the error of an expression in a later batch.
	const { description } = isObject(error) ? error : {};
	return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)), {
		description: sentences(
			typeof description === 'string' ? description : undefined,
			progressText(details),
		),
		itemIndex,
	});
}

/** Converts any error of a list search, trigger or memory node to one of n8n's errors. */
export function toReadError(
	error: unknown,
	{ node, locationId, scope }: { node: INode; locationId?: string; scope?: Scope },
): Error {
	if (error instanceof ApiError) {
		return apiErrorToNodeError(error.details, { node, spec: { retry: 'safe', scope }, locationId });
	}
	if (error instanceof ParameterError) {
		return new NodeOperationError(node, error.message, { description: error.advice });
	}
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
