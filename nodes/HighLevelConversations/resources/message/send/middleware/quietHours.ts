import type { IDataObject } from 'n8n-workflow';
import { isEmpty } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { endOfQuiet, quietTimeOf } from './timeOfDay';

/** HighLevel takes no moment that has passed by the time the request arrives. */
const LEAST_AHEAD_MS = 60_000;

/** A note to the team reaches no contact: it may be written at any hour. */
const REACHES_NOBODY = 'InternalComment';

/**
 * Schedules at HighLevel, for the end of the quiet hours, what would go out inside them. Looks at the clock when it is
 * the message's turn: a long run may reach into the night.
 */
export function quietHours(job: ItemContext, option: unknown): SendMiddleware | undefined {
	const { hours } = (option ?? {}) as { hours?: IDataObject };
	if (!hours || job.body.type === REACHES_NOBODY) return undefined;
	const { from, to, timezone } = hours;
	const zone = isEmpty(timezone) ? job.context.getTimezone() : String(timezone).trim();
	const quiet = quietTimeOf(from, to, zone);

	return async ({ next: send }) => {
		const { scheduledTimestamp } = job.body;
		const now = Date.now();
		const due = scheduledTimestamp === undefined ? now : Number(scheduledTimestamp) * 1000;
		const end = endOfQuiet(quiet, due);
		if (end === undefined) return await send();
		const at = Math.max(end, now + LEAST_AHEAD_MS);
		job.body.scheduledTimestamp = Math.ceil(at / 1000);
		job.extraOutput.scheduledFor = new Date(job.body.scheduledTimestamp * 1000).toISOString();
		return await send();
	};
}
