import { tryOr, ParameterError } from '../../../../../shared/request';
import { MINUTE_MS } from '../../../../../shared/time';

const DAY_MINUTES = 24 * 60;
/** Maximum number of cached time zones. */
const MAX_CLOCKS = 500;

/** Quiet hours in a time zone. */
export interface QuietPeriod {
	/** Start and end, in minutes since midnight. If the end is before the start, the period extends past midnight. */
	from: number;
	to: number;
	/** Converts a timestamp (ms since 1970) to the time of day in the zone, in minutes since midnight. */
	minuteOfDay(ms: number): number;
}

const clocks = new Map<string, QuietPeriod['minuteOfDay']>();

/** The conversion from a timestamp to the minute of the day in an IANA time zone. Throws a `ParameterError` for an unknown zone. */
function clockFor(zone: string): QuietPeriod['minuteOfDay'] {
	const cached = clocks.get(zone);
	if (cached) return cached;
	const format = tryOr(
		() =>
			new Intl.DateTimeFormat('en-GB', {
				timeZone: zone,
				hour: '2-digit',
				minute: '2-digit',
				hourCycle: 'h23',
			}),
	);
	if (!format) {
		throw new ParameterError(
			`'Time Zone' of 'Quiet Hours' is not a known time zone: ${zone.slice(0, 100)}`,
			"Use a name such as America/New_York or Europe/Berlin, or leave it empty for the workflow's time zone.",
		);
	}
	const clock = (ms: number) => {
		const [hour, minute] = format.format(ms).split(':').map(Number);
		return hour * 60 + minute;
	};
	if (clocks.size >= MAX_CLOCKS) clocks.clear();
	clocks.set(zone, clock);
	return clock;
}

/** Parses `21:00`, `21:00:00`, `21` or a number of hours to minutes since midnight. Throws a `ParameterError` that names the field. */
function minutesFrom(value: unknown, label: string): number {
	const [, hour, minute = '0'] = /^(\d{1,2})(?::(\d\d))?(?::00)?$/.exec(String(value).trim()) ?? [];
	if (Number(hour) < 24 && Number(minute) < 60) {
		return Number(hour) * 60 + Number(minute);
	}
	throw new ParameterError(
		`${label} is not a time of day: ${String(value).slice(0, 100)}`,
		'Enter hours and minutes from 00:00 to 23:59, such as 21:00.',
	);
}

/** Parses quiet hours. Throws a `ParameterError` for an invalid time, an unknown time zone, and equal times. */
export function quietPeriodFrom(from: unknown, to: unknown, zone: string): QuietPeriod {
	const quiet = {
		from: minutesFrom(from, "'From' of 'Quiet Hours'"),
		to: minutesFrom(to, "'To' of 'Quiet Hours'"),
		minuteOfDay: clockFor(zone),
	};
	if (quiet.from !== quiet.to) return quiet;
	throw new ParameterError(
		"'From' and 'To' of 'Quiet Hours' are the same time",
		'Enter different times for the start and the end of the quiet hours.',
	);
}

function isQuiet({ from, to, minuteOfDay }: QuietPeriod, ms: number): boolean {
	const now = minuteOfDay(ms);
	return from < to ? now >= from && now < to : now >= from || now < to;
}

/** Normalizes the difference between two times of day to the range from -720 to 719 minutes. */
const shortestDifference = (minutes: number): number =>
	((minutes + 1.5 * DAY_MINUTES) % DAY_MINUTES) - DAY_MINUTES / 2;

/**
 * The end of the quiet hours at a timestamp, both in ms since 1970; undefined outside the quiet hours. Follows the local time of the
 * zone, so the quiet hours are an hour longer or shorter when daylight saving time starts or ends.
 */
export function quietUntil(quiet: QuietPeriod, ms: number): number | undefined {
	if (!isQuiet(quiet, ms)) return undefined;
	const start = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
	const minutesUntilEnd = (quiet.to - quiet.minuteOfDay(start) + DAY_MINUTES) % DAY_MINUTES;
	const expected = start + minutesUntilEnd * MINUTE_MS;
	// Correct the result if daylight saving time starts or ends in between.
	let end = expected - shortestDifference(quiet.minuteOfDay(expected) - quiet.to) * MINUTE_MS;
	// If the clock skips the end itself, use the next minute that is not quiet.
	while (isQuiet(quiet, end)) end += MINUTE_MS;
	return end;
}
