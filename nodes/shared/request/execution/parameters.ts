import type { IExecutePaginationFunctions } from 'n8n-workflow';
import type { OperationSpec } from '../operationSpec';
import { converters } from '../values';

/** Trims an ID: one that was copied with spaces around it would match nothing. */
export const trimmedId = (path: string, value: unknown): unknown =>
	typeof value === 'string' && /(^i|I|_i)d$/.test(path) ? value.trim() : value;

/** A node's parameter by its path; for a resource locator its value. Undefined if it is hidden or not set. */
export function parameterOf(context: IExecutePaginationFunctions, path: string): unknown {
	// Without a fallback n8n throws if a collection's member is not set.
	const value = context.getNodeParameter(path, null) ?? undefined;
	// n8n also accepts a resource locator without its mark '__rl', as people write it by hand.
	const isLocator = typeof value === 'object' && 'mode' in value && 'value' in value;
	// `extractValue` throws for hidden parameters, so it is only used for resource locators.
	const plain = isLocator ? context.getNodeParameter(path, null, { extractValue: true }) : value;
	return trimmedId(path, plain);
}

/**
 * Reads an item's parameters by their paths. A switch is true or false, also if an expression returns it as text. Throws a
 * `ParameterError` for any other value of a switch.
 */
export const parameterReaderOf =
	(context: IExecutePaginationFunctions, { toggles }: Pick<OperationSpec, 'toggles'>) =>
	(path: string): unknown => {
		const value = parameterOf(context, path);
		if (!Object.hasOwn(toggles, path)) return value;
		return converters.boolean(value, { label: toggles[path], timezone: context.getTimezone() });
	};
