import type { IDataObject } from 'n8n-workflow';
import { ApiFailure, mayPass } from '../../shared/request';
import type { Source } from '../source';
import { handOn, startAt } from '../timeline';
import type { Pass, Timeline } from '../timeline';
import type { News } from './event';

/** Where conversations are listed. */
export const SEARCH_PATH = '/conversations/search';

const MS_A_MINUTE = 60_000;

/** How far back each poll reads again, ms. */
export const overlapMs = (source: Source): number =>
	source.count('options.overlap', 'Overlap', 10, 0) * MS_A_MINUTE;

/** Records of one poll at most. */
export const perPoll = (source: Source): number =>
	source.count('options.limitPerPoll', 'Limit per Poll', 500, 1);

/** A timeline out of the node's static data, which n8n hands out as observed copies. */
export function timelineFrom(remembered: object): Timeline {
	const { since, mark, handed } = remembered as Timeline;
	return { since, mark, handed: { ...handed } };
}

/**
 * The state of a timeline that starts now, by HighLevel's clock. Asks for a page on the way, so that a token that does not
 * work shows when the workflow is activated; HighLevel being away is no reason to start later. Throws an `ApiFailure`.
 */
export async function probe(source: Source, path: string, query: IDataObject): Promise<Timeline> {
	await source.get(path, query).catch((error: unknown) => {
		if (!(error instanceof ApiFailure) || !mayPass(error.facts)) throw error;
		source.warn(
			`HighLevel did not answer at the start (${error.message}), the next poll asks again`,
		);
	});
	return startAt(source.now());
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
