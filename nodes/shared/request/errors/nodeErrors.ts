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
const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** Whether a node runs as a tool of an agent: n8n gives it a type of its own for that. */
export const isToolNode = ({ type }: INode): boolean => type.endsWith('Tool');

/** The item of an error, by n8n's number, which counts from 0, and as people count. A tool has one item, and a model knows of none. */
function suffix(node: INode, itemIndex?: number): string {
	if (itemIndex === undefined || isToolNode(node)) return '';
	const position = itemIndex + 1;
	const ending = ENDINGS[ORDINALS.select(position)] ?? 'th';
	return ` [item ${itemIndex} (the ${position}${ending})]`;
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** For runs of sends that an error stopped: how many were sent, and how to send the rest. */
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

/** Several parts as one text, each a sentence; undefined without any. */
export const sentences = (...parts: Array<string | null | undefined>): string | undefined =>
	parts.flatMap((part) => (part ? [sentence(part)] : [])).join(' ') || undefined;

/** n8n's error for a failed request: the title says what happened, the description what HighLevel said and what to do. */
export function apiError(details: ApiErrorDetails, context: ErrorContext): NodeApiError {
	const { spec } = context;
	const { title, advice } = errorTextFor(details, {
		...context,
		spec: {
			...spec,
			scope: details.scope === undefined ? spec.scope : (details.scope ?? undefined),
		},
	});
	const said = details.text === undefined ? undefined : `HighLevel said: ${sentence(details.text)}`;
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
	// In the title as well: it decides whether to run the item again.
	const doubt = uncertain ? ': it may have been processed' : '';
	const message = `${details.title ?? title}${step}${doubt}${suffix(context.node, context.itemIndex)}`;
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
			? apiError(error.details, context)
			: { message: error.message, description: error.advice };
	return sentences(message, description) ?? '';
}

/** Converts any error to one of n8n's errors; those are returned unchanged. */
export function nodeErrorFor(error: unknown, node: INode): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)));
}

/**
 * An error as it is thrown, with the description in the message if the node runs as a tool. Of an error, n8n passes on to the model
 * only the message (agents from version 3 on) or only the description (n8n 1.84).
 */
export function explainedToModel<E extends Error & { description?: string | null }>(
	node: INode,
	error: E,
): E {
	const { message, description } = error;
	if (!isToolNode(node) || !description || message.includes(description)) return error;
	const text = sentences(message, description) ?? message;
	return Object.assign(error, { message: text, description: text });
}

/** Converts any error of an item to one of n8n's errors, with the item in its title. */
export function nodeErrorFrom(
	error: unknown,
	context: IExecutePaginationFunctions,
	found: Pick<ErrorContext, 'spec' | 'locationId' | 'progress'>,
): NodeApiError | NodeOperationError {
	const node = context.getNode();
	const itemIndex = context.getItemIndex();
	if (error instanceof ApiError) return apiError(error.details, { ...found, node, itemIndex });
	if (error instanceof ParameterError) {
		return new NodeOperationError(node, `${error.message}${suffix(node, itemIndex)}`, {
			description: sentences(error.advice, progressText(found)),
			itemIndex,
		});
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		error.description = sentences(error.description, progressText(found));
		return error;
	}
	// For example an expression of a later batch that failed.
	const { description } = isObject(error) ? error : {};
	return new NodeOperationError(node, error instanceof Error ? error : new Error(String(error)), {
		description: sentences(
			typeof description === 'string' ? description : undefined,
			progressText(found),
		),
		itemIndex,
	});
}

/** Converts any error of a list search, trigger or memory node to one of n8n's errors. */
export function readError(
	error: unknown,
	{ node, locationId, scope }: { node: INode; locationId?: string; scope?: Scope },
): Error {
	if (error instanceof ApiError) {
		return apiError(error.details, { node, spec: { retry: 'safe', scope }, locationId });
	}
	if (error instanceof ParameterError) {
		return new NodeOperationError(node, error.message, { description: error.advice });
	}
	return error instanceof Error ? error : new NodeOperationError(node, String(error));
}
