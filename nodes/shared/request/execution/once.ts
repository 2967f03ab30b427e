import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { ApiError, ParameterError, mayHaveBeenProcessed } from '../errors';
import { RunAborted } from './run';

/** Whether a failure surely left nothing behind that must not be done twice. An unknown error counts as an effect. */
function hadNoEffect(error: unknown): boolean {
	if (error instanceof ApiError) return !mayHaveBeenProcessed(error.details);
	// n8n's own errors are those of a request that it could not make, e.g. without a credential.
	return [RunAborted, ParameterError, NodeApiError, NodeOperationError].some(
		(type) => error instanceof type,
	);
}

/** Whether a piece of work was done, or may have been. Waits for it to end. */
export const hasTakenEffect = async (outcome?: Promise<unknown>): Promise<boolean> =>
	outcome !== undefined &&
	(await outcome.then(
		() => true,
		(error: unknown) => !hadNoEffect(error),
	));

/**
 * Does a piece of work that must not be done twice: what was begun before is waited for, and what it did, or may have
 * done, stands. Returns or throws what the work did.
 */
export async function once<K, T>(
	outcomes: Map<K, Promise<T>>,
	key: K,
	work: () => Promise<T>,
): Promise<T> {
	const before = outcomes.get(key);
	if (before && (await hasTakenEffect(before))) return await before;
	const outcome = work();
	outcomes.set(key, outcome);
	return await outcome;
}
