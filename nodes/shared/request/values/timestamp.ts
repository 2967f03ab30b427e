import { tryToParseDateTime } from 'n8n-workflow';
import { isEmpty, tryOr } from './values';
import { SECOND_MS } from '../../time';

/** Numbers below this are seconds, all others milliseconds: it is the year 1973 in milliseconds, and 5138 in seconds. */
const MIN_MILLISECONDS = 100_000_000_000;
/** An ISO 8601 text with a time zone: `Date.parse` reads it correctly, and faster than n8n's function. */
const WITH_ZONE = /^\d{4}-\d\d-\d\dT[\d:.]{5,18}(?:Z|[+-]\d\d:?\d\d)$/i;
/** Longer texts are not dates. */
const MAX_DATE_LENGTH = 100;

const fromNumber = (value: number): number | undefined => {
	if (!Number.isFinite(value)) return undefined;
	const ms = Math.round(Math.abs(value) < MIN_MILLISECONDS ? value * SECOND_MS : value);
	return Number.isNaN(new Date(ms).getTime()) ? undefined : ms;
};

function fromString(value: string, timezone: string): number | undefined {
	const text = value.trim();
	if (text === '' || text.length > MAX_DATE_LENGTH) return undefined;
	if (/^\d+(?:\.\d+)?$/.test(text)) return fromNumber(Number(text));
	if (WITH_ZONE.test(text)) {
		const ms = Date.parse(text);
		return Number.isNaN(ms) ? undefined : ms;
	}
	return tryOr(() => tryToParseDateTime(text, timezone).toMillis());
}

/** ms from a Firestore timestamp, which HighLevel uses for some dates: `{seconds, nanoseconds}`, with or without underscores. */
function fromParts(value: object): number | undefined {
	const { seconds, nanoseconds, _seconds, _nanoseconds } = value as Record<string, unknown>;
	const wholeSeconds = seconds ?? _seconds;
	if (isEmpty(wholeSeconds)) return undefined;
	const ms =
		Number(wholeSeconds) * SECOND_MS + Math.floor(Number(nanoseconds ?? _nanoseconds ?? 0) / 1e6);
	return Number.isNaN(new Date(ms).getTime()) ? undefined : ms;
}

/**
 * Reads a date in any format that HighLevel or users write: seconds or milliseconds since 1970 as number or text, ISO 8601
 * and the other formats that n8n reads, `{seconds}` or `{_seconds}`, a `Date`, or n8n's DateTime. `timezone` applies to texts
 * without a time zone. Returns ms since 1970; undefined for anything that is not a date.
 */
export function timestampFrom(value: unknown, timezone = 'UTC'): number | undefined {
	if (typeof value === 'number') return fromNumber(value);
	if (typeof value === 'string') return fromString(value, timezone);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	return (
		fromParts(value) ??
		tryOr(() => tryToParseDateTime(value as unknown as Date, timezone).toMillis())
	);
}
