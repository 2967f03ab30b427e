import type { IDataObject } from 'n8n-workflow';
import { ApiError, isTransient } from '../../shared/request';
import type { Source } from './pollContext';
import { withKnown } from './known';
import { handOn, startAt } from './watermark';
import type { Pass, Timeline } from './watermark';
import type { News } from './event';
import { MINUTE_MS } from '../../shared/time';

/** Where conversations are listed. */
export const SEARCH_PATH = '/conversations/search';

/** What reading a thread needs, beside the scope of the search. */
export const MESSAGES_SCOPE = 'conversations/message.readonly';

/** How far back each poll reads again, ms. */
export const overlapMs = (source: Source): number =>
	source.count('options.overlap', 'Overlap', 10, 0) * MINUTE_MS;

/** Records of one poll at most. */
export const perPoll = (source: Source): number =>
	source.count('options.limitPerPoll', 'Limit per Poll', 500, 1);

/** What the first version of this node remembered: moments by id. */
interface FirstTimeline {
	handed?: { [id: string]: number };
}

/** A timeline out of the node's static data, which n8n hands out as observed copies. */
export function timelineFrom(remembered: object): Timeline {
	const { since, mark, known, ownClock, handed = {} } = remembered as Timeline & FirstTimeline;
	const added = Object.entries(handed).map(([id, at]) => ({ id, at }));
	return { since, mark, known: withKnown({ ...known }, added), ownClock };
}

/** A request that shows whether the token works, and what HighLevel's clock says. */
export interface Probe {
	path: string;
	query: IDataObject;
}

/** The search for the conversations that a workflow watches, by their latest messages. */
export const conversationQuery = (source: Source): IDataObject => ({
	locationId: source.locationId,
	contactId: source.parameter('filters.contactId') as string | undefined,
	sortBy: 'last_message_date',
});

/** The smallest of these searches, for a start. */
export const conversationProbe = (source: Source): Probe => ({
	path: SEARCH_PATH,
	query: { ...conversationQuery(source), limit: 1 },
});

/**
 * The state of a timeline that starts now, by HighLevel's clock. Asks for a page on the way, so that a token that does not
 * work shows when the workflow is activated; HighLevel being away is no reason to start later. Throws an `ApiFailure`.
 */
export async function probe(source: Source, { path, query }: Probe): Promise<Timeline> {
	const answered = await source.get(path, query).catch((error: unknown) => {
		if (!(error instanceof ApiError) || !isTransient(error.details)) throw error;
		source.warn(
			`HighLevel did not answer at the start (${error.message}), the next poll asks again`,
		);
	});
	return answered ? startAt(source.now()) : { ...startAt(Date.now()), ownClock: true };
}

/** A timeline by HighLevel's clock: one that began by n8n's is moved by what the two differ. Throws an `ApiFailure`. */
export async function byTheirClock(
	source: Source,
	state: Timeline,
	{ path, query }: Probe,
): Promise<Timeline> {
	if (!state.ownClock) return state;
	await source.get(path, query);
	const now = source.now();
	// No later than now: n8n's clock may have been set right since.
	return startAt(Math.min(state.since + now - Date.now(), now));
}

/** The news of a timeline from what its passes found. */
export function newsOf(source: Source, before: Timeline, passes: Pass[]): News {
	const { taken, state } = handOn(before, passes, {
		overlapMs: overlapMs(source),
		most: perPoll(source),
		now: source.now(),
	});
	return { records: taken.map(({ record }) => record), state };
}
