import { tryOr, ParameterError } from '../../../../../shared/request';
import { MINUTE_MS } from '../../../../../shared/time';

/** Minutes of a day. */
const DAY_MINUTES = 24 * 60;
/** Clocks that are kept at most: an expression may name a zone in many ways. */
const MAX_CLOCKS = 500;

/** Quiet hours, in minutes since midnight of a time zone. */
export interface QuietPeriod {
	from: number;
	to: number;
	/** The time of day in the zone at a moment (ms since 1970), in minutes since midnight. */
	minuteOfDay(ms: number): number;
}

const clocks = new Map<string, QuietPeriod['minuteOfDay']>();

/** The clock of an IANA time zone. Throws a `ParameterError` for a zone that does not exist. */
function clockFor(zone: string): QuietPeriod['minuteOfDay'] {
	const known = clocks.get(zone);
	if (known) return known;
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
			`'Time Zone' of 'Quiet Hours' is not one that exists: ${zone.slice(0, 100)}`,
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

/** Minutes since midnight from `21:00`, `21:00:00`, `21` or a number of hours. Throws a `ParameterError` that names the field. */
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

/** Parses quiet hours. Throws a `ParameterError` for a time or a zone that does not exist, and for equal times. */
export function quietPeriodFrom(from: unknown, to: unknown, zone: string): QuietPeriod {
	const quiet = {
		from: minutesFrom(from, "'From' of 'Quiet Hours'"),
		to: minutesFrom(to, "'To' of 'Quiet Hours'"),
		minuteOfDay: clockFor(zone),
	};
	if (quiet.from !== quiet.to) return quiet;
	throw new ParameterError(
		"'From' and 'To' of 'Quiet Hours' are the same time",
		'Enter when the quiet hours begin and when they end.',
	);
}

function isQuiet({ from, to, minuteOfDay }: QuietPeriod, ms: number): boolean {
	const now = minuteOfDay(ms);
	return from < to ? now >= from && now < to : now >= from || now < to;
}

/** A difference between two times of day, as the shorter way round the clock: from -720 to 719 minutes. */
const shortestDifference = (minutes: number): number =>
	((minutes + 1.5 * DAY_MINUTES) % DAY_MINUTES) - DAY_MINUTES / 2;

/**
 * When the quiet hours that a moment falls into end, in ms since 1970; undefined if it falls into none. Goes by the clock of
 * the zone, so the night in which the clock changes is an hour longer or shorter.
 */
export function quietUntil(quiet: QuietPeriod, ms: number): number | undefined {
	if (!isQuiet(quiet, ms)) return undefined;
	const start = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
	const untilEnd = (quiet.to - quiet.minuteOfDay(start) + DAY_MINUTES) % DAY_MINUTES;
	const guess = start + untilEnd * MINUTE_MS;
	// The clock may have been changed in between.
	let end = guess - shortestDifference(quiet.minuteOfDay(guess) - quiet.to) * MINUTE_MS;
	// The clock may skip the end itself: the first minute after that which is not quiet.
	while (isQuiet(quiet, end)) end += MINUTE_MS;
	return end;
}
