import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ApiError, ParameterError, mayHaveBeenProcessed } from '../errors';
import { RunAborted } from './run';

/** Whether work that failed can be repeated without doing anything twice. Unknown errors count as "may have been sent". */
function isSafeToRetry(error: unknown): boolean {
	if (error instanceof ApiError) return !mayHaveBeenProcessed(error.details);
	// n8n throws these two for requests that it could not make, e.g. without a credential.
	return [RunAborted, ParameterError, NodeApiError, NodeOperationError].some(
		(type) => error instanceof type,
	);
}

/** Waits for earlier work to end. Returns whether it sent something, or may have; false if there is none. */
export const mayHaveBeenSent = async (earlier?: Promise<unknown>): Promise<boolean> =>
	earlier !== undefined &&
	(await earlier.then(
		() => true,
		(error: unknown) => !isSafeToRetry(error),
	));

/**
 * Runs work that must not be repeated. If `sentResults` already has work under the key, waits for that and returns or throws
 * its result, unless it failed and certainly sent nothing. Otherwise runs `work` and stores its result under the key.
 */
export async function sendOnlyOnce<K, T>(
	sentResults: Map<K, Promise<T>>,
	key: K,
	work: () => Promise<T>,
): Promise<T> {
	const earlier = sentResults.get(key);
	if (earlier && (await mayHaveBeenSent(earlier))) return await earlier;
	const result = work();
	sentResults.set(key, result);
	return await result;
}
