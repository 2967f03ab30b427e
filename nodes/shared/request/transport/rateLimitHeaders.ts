import type { IDataObject } from 'n8n-workflow';
import { MAX_WAIT_MS } from './delay';
import { DAY_MS } from '../../time';

/** What a reply's `x-ratelimit-*` headers say; undefined where one is missing or makes no sense. */
export interface RateLimitHeaders {
	/** Requests that a window takes. */
	max?: number;
	/** Length of a window, ms; never more than a wait may last, whatever the header asks for. */
	intervalMs?: number;
	/** Requests that this window still takes. */
	remaining?: number;
	dayIsOver: boolean;
	/** When the day's quota is there again, in ms from now; a day at most. */
	dayResetsInMs: number;
}

function numberIn(headers: IDataObject, name: string, least: number): number | undefined {
	const value = headers[name];
	const number = value === undefined || value === '' ? Number.NaN : Number(value);
	return Number.isFinite(number) && number >= least ? Math.floor(number) : undefined;
}

/** Reads a reply's rate limit headers, bounded: a proxy's nonsense must not stop n8n for days. */
export function readRateLimitHeaders(headers: IDataObject): RateLimitHeaders {
	const intervalMs = numberIn(headers, 'x-ratelimit-interval-milliseconds', 1);
	return {
		max: numberIn(headers, 'x-ratelimit-max', 1),
		intervalMs: intervalMs && Math.min(intervalMs, MAX_WAIT_MS),
		remaining: numberIn(headers, 'x-ratelimit-remaining', 0),
		dayIsOver: numberIn(headers, 'x-ratelimit-daily-remaining', 0) === 0,
		dayResetsInMs: Math.min(numberIn(headers, 'x-ratelimit-daily-reset', 0) ?? 0, DAY_MS),
	};
}
