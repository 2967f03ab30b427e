import type { PollContext } from '../engine/pollContext';
import { failureReason, isRecordFailure } from '../engine/retry';

/**
 * Waits until the bodies of emails have been read. If they cannot be read in the last attempt (`isLast`) or in a test, returns
 * `withoutBodies` and a hint instead. Throws an `ApiError` otherwise.
 */
export async function emailsOrHint<T>(
	poll: PollContext,
	reading: Promise<T>,
	withoutBodies: T,
	isLast: boolean,
): Promise<{ complete: T; hint?: string }> {
	return await reading.then(
		(complete) => ({ complete }),
		(error: unknown) => {
			if (!isRecordFailure(error) || !(isLast || poll.isEditorTest)) throw error;
			const hint = `The body of an email could not be read (${failureReason(error)}) and was left out.`;
			return { complete: withoutBodies, hint };
		},
	);
}
