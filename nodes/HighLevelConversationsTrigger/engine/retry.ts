import { ApiError, isNotFound } from '../../shared/request';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/time';
import { PollTimeout } from './pollContext';
import type { PollContext } from './pollContext';

/** The longest wait between two attempts to read a record, ms. */
const MAX_DELAY_MS = HOUR_MS;
/** For how long a record that cannot be read is tried again, ms. */
const MAX_RETRY_MS = DAY_MS;
/** Statuses about the token or the rate limit, not about the one record. */
const GENERAL_STATUSES = [401, 429];

/** When a record that could not be read is tried again. Times are in ms, by HighLevel's clock. */
export interface RetryState {
	/** When it is tried next. */
	due: number;
	/** Failed attempts so far. */
	tries?: number;
	/** When the first of them failed. */
	failedAt?: number;
}

/** The retry after another failed attempt: one minute later, then twice as long each time, at most an hour. */
export function nextRetry(
	{ tries = 0, failedAt }: Partial<RetryState>,
	now: number,
): Required<RetryState> {
	const delay = Math.min(MINUTE_MS * 2 ** tries, MAX_DELAY_MS);
	return { due: now + delay, tries: tries + 1, failedAt: failedAt ?? now };
}

/** Whether attempts have failed for so long that there should be no more of them. */
export const isGivenUp = ({ failedAt }: Partial<RetryState>, now: number): boolean =>
	failedAt !== undefined && now - failedAt >= MAX_RETRY_MS;

/**
 * Whether a failed read is about the one record, so that others can still be read and this one later. HighLevel's
 * "not found" is an answer and no such failure; a rejected token or the rate limit concern all records alike.
 */
export function isRecordFailure(error: unknown): error is ApiError {
	if (!(error instanceof ApiError) || error instanceof PollTimeout || isNotFound(error))
		return false;
	const { kind, status = 0 } = error.details;
	const isAboutOne = kind === 'status' || kind === 'invalidResponse' || kind === 'connectionLost';
	return isAboutOne && !GENERAL_STATUSES.includes(status);
}

/** Why a record could not be read, in a few words for a hint or the log. */
export function failureReason({ details }: ApiError): string {
	if (details.kind === 'status') return `status ${details.status ?? 0}`;
	return details.kind === 'connectionLost' ? 'the connection was lost' : 'the response was invalid';
}

/** A record that belongs to another, and how to name it in a hint. */
export interface RecordPart<T> {
	name: string;
	read(): Promise<T>;
}

/**
 * Reads something that belongs to a record. What HighLevel no longer has is left out, and so is what could not be read
 * if `isLast`; returns undefined then and adds the reason to `hints`. Throws any other `ApiError`.
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
