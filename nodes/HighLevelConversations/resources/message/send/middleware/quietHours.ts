import type { IDataObject } from 'n8n-workflow';
import { isEmpty } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { MINUTE_MS, SECOND_MS } from '../../../../../shared/time';
import { quietUntil, quietPeriodFrom } from './timeOfDay';

/** A scheduled time must still lie in the future when the request arrives at HighLevel. */
const MIN_AHEAD_MS = MINUTE_MS;

/** A note to the team does not reach the contact, so it may be written at any hour. */
const INTERNAL_COMMENT = 'InternalComment';

/**
 * Schedules a message that would go out during the quiet hours for their end. Reads the clock each time the request is
 * about to leave: uploads, the rate limit and `Retry-After` may have delayed it into the quiet hours, or past them.
 * Throws a `ParameterError` for times or a time zone that do not exist.
 */
export function quietHours(item: ItemContext, option: unknown): SendMiddleware | undefined {
	const { hours } = (option ?? {}) as { hours?: IDataObject };
	if (!hours || item.body.type === INTERNAL_COMMENT) return undefined;
	const { from, to, timezone } = hours;
	const zone = isEmpty(timezone) ? item.context.getTimezone() : String(timezone).trim();
	const quiet = quietPeriodFrom(from, to, zone);

	return async ({ next }) => {
		item.beforeSend.push((body) => {
			const now = Date.now();
			const planned = body.scheduledTimestamp;
			const due = planned === undefined ? now : Number(planned) * SECOND_MS;
			const end = quietUntil(quiet, due);
			delete item.extraOutput.scheduledFor;
			if (end === undefined) return body;
			const scheduledTimestamp = Math.ceil(Math.max(end, now + MIN_AHEAD_MS) / SECOND_MS);
			item.extraOutput.scheduledFor = new Date(scheduledTimestamp * SECOND_MS).toISOString();
			return { ...body, scheduledTimestamp };
		});
		return await next();
	};
}
