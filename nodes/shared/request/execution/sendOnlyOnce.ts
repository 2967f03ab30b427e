import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ApiError, ParameterError, mayHaveBeenProcessed } from '../errors';
import { RunAborted } from './run';

/** Whether a failure surely left nothing behind that must not be done twice. An unknown error counts as an effect. */
function isSafeToRetry(error: unknown): boolean {
	if (error instanceof ApiError) return !mayHaveBeenProcessed(error.details);
	// n8n's own errors are those of a request that it could not make, e.g. without a credential.
	return [RunAborted, ParameterError, NodeApiError, NodeOperationError].some(
		(type) => error instanceof type,
	);
}

/** Whether a piece of work was done, or may have been. Waits for it to end. */
export const mayHaveBeenSent = async (outcome?: Promise<unknown>): Promise<boolean> =>
	outcome !== undefined &&
	(await outcome.then(
		() => true,
		(error: unknown) => !isSafeToRetry(error),
	));

/**
 * Does a piece of work that must not be done twice: what was begun before is waited for, and what it did, or may have
 * done, stands. Returns or throws what the work did.
 */
export async function sendOnlyOnce<K, T>(
	sentResults: Map<K, Promise<T>>,
	key: K,
	work: () => Promise<T>,
): Promise<T> {
	const before = sentResults.get(key);
	if (before && (await mayHaveBeenSent(before))) return await before;
	const outcome = work();
	sentResults.set(key, outcome);
	return await outcome;
}
