import { ApiError, isTransient } from '../../shared/request';
import { MINUTE_MS } from '../../shared/time';
import type { ListQuery } from './event';
import type { PollContext } from './pollContext';
import { watermarkAt } from './watermark';
import type { Watermark } from './watermark';

/** How far back each poll reads again, ms. */
export const overlapMs = (poll: PollContext): number =>
	poll.integer('options.overlap', 'Overlap', 10, 0) * MINUTE_MS;

/** Max number of items of one poll. */
export const limitPerPoll = (poll: PollContext, preset = 500): number =>
	poll.integer('options.limitPerPoll', 'Limit per Poll', preset, 1);

/**
 * The state of a workflow that starts now, by HighLevel's clock. Reads the smallest page of a list, so that a token that
 * does not work shows at activation; HighLevel being down is no reason to start later. Throws an `ApiError`.
 */
export async function startNow(poll: PollContext, list: ListQuery): Promise<Watermark> {
	const answer = await readSmallest(poll, list).catch((error: unknown) => {
		if (!(error instanceof ApiError) || !isTransient(error.details)) throw error;
		poll.warn(
			`HighLevel did not respond on activation (${error.message}). Will retry on the next poll.`,
		);
		return undefined;
	});
	return answer ? watermarkAt(poll.now()) : { ...watermarkAt(Date.now()), byLocalClock: true };
}

/** A state by HighLevel's clock: one that began by n8n's clock is moved by the difference. Throws an `ApiError`. */
export async function inServerTime<T extends Watermark>(
	poll: PollContext,
	state: T,
	list: ListQuery,
): Promise<T> {
	if (!state.byLocalClock) return state;
	await readSmallest(poll, list);
	const now = poll.now();
	// No later than now: n8n's clock may have been corrected since.
	const started = watermarkAt(Math.min(state.notBefore + now - Date.now(), now));
	return { ...state, ...started, byLocalClock: undefined };
}

const readSmallest = async (poll: PollContext, { path, cursor, query }: ListQuery) =>
	await poll.get(path, { ...query, limit: cursor.minPageSize });
