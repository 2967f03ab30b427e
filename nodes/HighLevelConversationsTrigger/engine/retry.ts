import { ApiError, isNotFound } from '../../shared/request';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/time';
import { PollTimeout } from './pollContext';
import type { PollContext } from './pollContext';

/** Maximum delay between two attempts to read a record, ms. */
const MAX_DELAY_MS = HOUR_MS;
/** How long a record that cannot be read is retried, ms. */
const MAX_RETRY_MS = DAY_MS;
/** Statuses that concern the token or the rate limit, and so all records. */
const GENERAL_STATUSES = [401, 429];

/** The retries of a record that could not be read. Times are in ms, by HighLevel's clock. */
export interface RetryState {
	/** When the record is read again. */
	due: number;
	/** Number of failed attempts. */
	tries?: number;
	/** When the first attempt failed. */
	failedAt?: number;
}

/** The state after another failed attempt. The delay is one minute, then doubles with each attempt, up to an hour. */
export function nextRetry(
	{ tries = 0, failedAt }: Partial<RetryState>,
	now: number,
): Required<RetryState> {
	const delay = Math.min(MINUTE_MS * 2 ** tries, MAX_DELAY_MS);
	return { due: now + delay, tries: tries + 1, failedAt: failedAt ?? now };
}

/** Whether a record has failed for so long that it is not retried again. */
export const isGivenUp = ({ failedAt }: Partial<RetryState>, now: number): boolean =>
	failedAt !== undefined && now - failedAt >= MAX_RETRY_MS;

/**
 * Whether a failed read concerns only one record, so that others can be read now and this one can be retried. Returns false for a
 * rejected token and the rate limit, which concern all records, and for "not found", which a retry would not change.
 */
export function isRecordFailure(error: unknown): error is ApiError {
	if (!(error instanceof ApiError) || error instanceof PollTimeout || isNotFound(error))
		return false;
	const { kind, status = 0 } = error.details;
	const isRecordKind = kind === 'status' || kind === 'invalidResponse' || kind === 'connectionLost';
	return isRecordKind && !GENERAL_STATUSES.includes(status);
}

/** Why a record could not be read, for a hint or the log. */
export function failureReason({ details }: ApiError): string {
	if (details.kind === 'status') return `status ${details.status ?? 0}`;
	return details.kind === 'connectionLost' ? 'the connection was lost' : 'the response was invalid';
}

/** Something that is read in addition to a record, e.g. the body of an email, and its name in hints. */
export interface RecordPart<T> {
	name: string;
	read(): Promise<T>;
}

/**
 * Reads a part of a record. If it no longer exists, or cannot be read in the last attempt (`isLast`) or in a test, returns
 * undefined and adds the reason to `hints`. Throws an `ApiError` otherwise.
 */
export async function readRecordPart<T>(
	poll: PollContext,
	{ name, read }: RecordPart<T>,
	hints: string[],
	isLast: boolean,
): Promise<T | undefined> {
	return await read().catch((error: unknown) => {
		const isGone = isNotFound(error);
		if (!isGone && !(isRecordFailure(error) && (isLast || poll.isEditorTest))) throw error;
		const hint = `${name} could not be read (${failureReason(error as ApiError)}) and was left out.`;
		poll.warn(hint);
		hints.push(hint);
		return undefined;
	});
}
