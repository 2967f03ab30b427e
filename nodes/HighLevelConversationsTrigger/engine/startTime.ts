import { ApiError, isTransient } from '../../shared/request';
import { MINUTE_MS } from '../../shared/time';
import type { ListQuery } from './event';
import type { PollContext } from './pollContext';
import { watermarkAt } from './watermark';
import type { Watermark } from './watermark';

/** The option 'Overlap': how far before the watermark each poll reads, ms. Throws a `ParameterError`. */
export const overlapMs = (poll: PollContext): number =>
	poll.integer('options.overlap', 'Overlap', 10, 0) * MINUTE_MS;

/** The option 'Limit per Poll'; `fallback` if it is not set. Throws a `ParameterError`. */
export const limitPerPoll = (poll: PollContext, fallback = 500): number =>
	poll.integer('options.limitPerPoll', 'Limit per Poll', fallback, 1);

/**
 * The state of a workflow that is activated now, by HighLevel's clock. Reads the smallest possible page of a list, so that
 * activation fails if the token does not work. If HighLevel is temporarily unavailable, the state has the time by n8n's clock.
 * Throws an `ApiError` that is not temporary.
 */
export async function startNow(poll: PollContext, list: ListQuery): Promise<Watermark> {
	const response = await readSmallest(poll, list).catch((error: unknown) => {
		if (!(error instanceof ApiError) || !isTransient(error.details)) throw error;
		poll.warn(
			`HighLevel did not respond on activation (${error.message}). Will retry on the next poll.`,
		);
		return undefined;
	});
	return response ? watermarkAt(poll.now()) : { ...watermarkAt(Date.now()), byLocalClock: true };
}

/** Converts a state by n8n's clock into one by HighLevel's clock; returns any other state unchanged. Throws an `ApiError`. */
export async function inServerTime<T extends Watermark>(
	poll: PollContext,
	state: T,
	list: ListQuery,
): Promise<T> {
	if (!state.byLocalClock) return state;
	await readSmallest(poll, list);
	const now = poll.now();
	// At most the current time, because n8n's clock may have been corrected since activation.
	const started = watermarkAt(Math.min(state.notBefore + now - Date.now(), now));
	return { ...state, ...started, byLocalClock: undefined };
}

const readSmallest = async (poll: PollContext, { path, cursor, query }: ListQuery) =>
	await poll.get(path, { ...query, limit: cursor.minPageSize });
