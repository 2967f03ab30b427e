import type { IExecutePaginationFunctions } from 'n8n-workflow';
import type { OperationSpec } from '../operationSpec';
import { converters } from '../values';

/** Trims the value of a parameter that contains an ID: HighLevel finds nothing for an ID with spaces. */
export const trimmedId = (path: string, value: unknown): unknown =>
	typeof value === 'string' && /(^i|I|_i)d$/.test(path) ? value.trim() : value;

/** A parameter by its path, or the value of a resource locator. Undefined if it is hidden or not set. */
export function parameterOf(context: IExecutePaginationFunctions, path: string): unknown {
	// Without a fallback, n8n throws if the member of a collection is not set.
	const value = context.getNodeParameter(path, null) ?? undefined;
	// Like n8n, accept a resource locator without `__rl`, as people write it in JSON.
	const isLocator = typeof value === 'object' && 'mode' in value && 'value' in value;
	// `extractValue` throws for hidden parameters, so it is only used for resource locators.
	const plainValue = isLocator
		? context.getNodeParameter(path, null, { extractValue: true })
		: value;
	return trimmedId(path, plainValue);
}

/**
 * Returns a function that reads an item's parameters by their paths. Boolean parameters are true or false, also if an
 * expression returns text; it throws a `ParameterError` for any other value.
 */
export const parameterReaderOf =
	(context: IExecutePaginationFunctions, { toggles }: Pick<OperationSpec, 'toggles'>) =>
	(path: string): unknown => {
		const value = parameterOf(context, path);
		if (!Object.hasOwn(toggles, path)) return value;
		return converters.boolean(value, { label: toggles[path], timezone: context.getTimezone() });
	};
