import type { IDataObject } from 'n8n-workflow';
import { isEmpty } from '../../../../../shared/request';
import type { SendMiddleware, ItemContext } from '../../../../../shared/request';
import { MINUTE_MS, SECOND_MS } from '../../../../../shared/time';
import { quietUntil, quietPeriodFrom } from './timeOfDay';

/** How far ahead to schedule a message at least: the time must still be in the future when the request arrives. */
const MIN_AHEAD_MS = MINUTE_MS;

/** Not affected by quiet hours, because only the team sees it. */
const INTERNAL_COMMENT = 'InternalComment';

/**
 * The middleware for 'Quiet Hours': schedules a message for the end of the quiet hours if it would be sent during them. This is
 * decided immediately before each attempt, because uploads, the rate limit and `Retry-After` can delay the message.
 * Undefined without quiet hours. Throws a `ParameterError` for an invalid time or time zone.
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
			const scheduled = body.scheduledTimestamp;
			const sendAt = scheduled === undefined ? now : Number(scheduled) * SECOND_MS;
			const end = quietUntil(quiet, sendAt);
			delete item.extraOutput.scheduledFor;
			if (end === undefined) return body;
			const scheduledTimestamp = Math.ceil(Math.max(end, now + MIN_AHEAD_MS) / SECOND_MS);
			item.extraOutput.scheduledFor = new Date(scheduledTimestamp * SECOND_MS).toISOString();
			return { ...body, scheduledTimestamp };
		});
		return await next();
	};
}
