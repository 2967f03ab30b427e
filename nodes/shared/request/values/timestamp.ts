import { tryToParseDateTime } from 'n8n-workflow';
import { tryOr } from './values';

/** Numbers below this are seconds: in milliseconds it is the year 1973, in seconds the year 5138. */
const FIRST_MILLISECONDS = 100_000_000_000;
/** A text that says which time zone it is in, so that the JavaScript engine reads it right and fast. */
const WITH_ZONE = /^\d{4}-\d\d-\d\dT[\d:.]{5,18}(?:Z|[+-]\d\d:?\d\d)$/i;
/** No date is written with more characters than this. */
const MAX_DATE_LENGTH = 100;

const fromNumber = (value: number): number | undefined => {
	if (!Number.isFinite(value)) return undefined;
	const ms = Math.round(Math.abs(value) < FIRST_MILLISECONDS ? value * 1000 : value);
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

/** A Firestore timestamp, as HighLevel writes some of its dates: `{seconds, nanoseconds}`, with underscores or without. */
function fromParts(value: object): number | undefined {
	const { seconds, nanoseconds, _seconds, _nanoseconds } = value as Record<string, unknown>;
	const whole = seconds ?? _seconds;
	if (whole === undefined || whole === null || whole === '') return undefined;
	const ms = Number(whole) * 1000 + Math.floor(Number(nanoseconds ?? _nanoseconds ?? 0) / 1e6);
	return Number.isNaN(new Date(ms).getTime()) ? undefined : ms;
}

/**
 * Milliseconds since 1970 from any way in which HighLevel or a user writes a date: a number of seconds or milliseconds,
 * the same as text, ISO 8601 and what else n8n reads, `{seconds}` or `{_seconds}`, a Date, n8n's DateTime. Texts without a
 * zone are in `timezone`. Undefined for anything that is not a date.
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
