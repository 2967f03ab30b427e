import type { IDataObject } from 'n8n-workflow';
import { MAX_SERVER_WAIT_MS } from './delay';
import { DAY_MS } from '../../time';

/** The `x-ratelimit-*` headers of a response; undefined for those that are missing or invalid. */
export interface RateLimitHeaders {
	/** Max number of requests per window. */
	max?: number;
	/** Length of a window in ms, at most `MAX_SERVER_WAIT_MS`. */
	intervalMs?: number;
	/** Number of requests that this window still accepts. */
	remaining?: number;
	isDailyLimitReached: boolean;
	/** Time until the daily limit resets, in ms; at most a day. */
	dailyResetMs: number;
}

/** The value of a header, rounded down; undefined unless it is a number of at least `min`. */
function numberIn(headers: IDataObject, name: string, min: number): number | undefined {
	const value = headers[name];
	const number = value === undefined || value === '' ? Number.NaN : Number(value);
	return Number.isFinite(number) && number >= min ? Math.floor(number) : undefined;
}

/** Reads the rate limit headers of a response. All times are limited, so that wrong headers cannot pause n8n for days. */
export function readRateLimitHeaders(headers: IDataObject): RateLimitHeaders {
	const intervalMs = numberIn(headers, 'x-ratelimit-interval-milliseconds', 1);
	return {
		max: numberIn(headers, 'x-ratelimit-max', 1),
		intervalMs: intervalMs && Math.min(intervalMs, MAX_SERVER_WAIT_MS),
		remaining: numberIn(headers, 'x-ratelimit-remaining', 0),
		isDailyLimitReached: numberIn(headers, 'x-ratelimit-daily-remaining', 0) === 0,
		dailyResetMs: Math.min(numberIn(headers, 'x-ratelimit-daily-reset', 0) ?? 0, DAY_MS),
	};
}
