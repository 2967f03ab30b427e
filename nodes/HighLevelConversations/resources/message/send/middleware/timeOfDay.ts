import { tryOr, ParameterError } from '../../../../../shared/request';
import { MINUTE_MS } from '../../../../../shared/time';

/** Minutes of a day. */
const DAY = 24 * 60;
/** Clocks that are kept at most: an expression may name a zone in many ways. */
const MAX_CLOCKS = 500;

/** Quiet hours, in minutes since midnight of a time zone. */
export interface QuietTime {
	from: number;
	to: number;
	/** The time of day in the zone at a moment (ms since 1970), in minutes since midnight. */
	clock(ms: number): number;
}

const clocks = new Map<string, QuietTime['clock']>();

/** The clock of an IANA time zone. Throws a `ParameterError` for a zone that does not exist. */
function clockOf(zone: string): QuietTime['clock'] {
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
function minutesOf(value: unknown, label: string): number {
	const [, hour, minute = '0'] = /^(\d{1,2})(?::(\d\d))?(?::00)?$/.exec(String(value).trim()) ?? [];
	if (hour !== undefined && Number(hour) < 24 && Number(minute) < 60) {
		return Number(hour) * 60 + Number(minute);
	}
	throw new ParameterError(
		`${label} is not a time of day: ${String(value).slice(0, 100)}`,
		'Enter hours and minutes from 00:00 to 23:59, such as 21:00.',
	);
}

/** Parses quiet hours. Throws a `ParameterError` for a time or a zone that does not exist, and for equal times. */
export function quietTimeOf(from: unknown, to: unknown, zone: string): QuietTime {
	const quiet = {
		from: minutesOf(from, "'From' of 'Quiet Hours'"),
		to: minutesOf(to, "'To' of 'Quiet Hours'"),
		clock: clockOf(zone),
	};
	if (quiet.from !== quiet.to) return quiet;
	throw new ParameterError(
		"'From' and 'To' of 'Quiet Hours' are the same time",
		'Enter the hour from which nothing may go out, and the one from which it may again.',
	);
}

function isQuiet({ from, to, clock }: QuietTime, ms: number): boolean {
	const now = clock(ms);
	return from < to ? now >= from && now < to : now >= from || now < to;
}

/** `minutes` on a clock without dates, from -720 to 719: how far it is ahead. */
const aheadBy = (minutes: number): number => ((((minutes + DAY / 2) % DAY) + DAY) % DAY) - DAY / 2;

/**
 * When the quiet hours that a moment falls into are over, in ms since 1970; undefined where it falls into none.
 * Goes by the zone's own clock, so the night in which the clock changes is an hour longer or shorter.
 */
export function endOfQuiet(quiet: QuietTime, ms: number): number | undefined {
	if (!isQuiet(quiet, ms)) return undefined;
	const start = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
	const untilEnd = (quiet.to - quiet.clock(start) + DAY) % DAY;
	const guess = start + untilEnd * MINUTE_MS;
	// The clock was changed in between: set right what that makes.
	const end = guess - aheadBy(quiet.clock(guess) - quiet.to) * MINUTE_MS;
	if (quiet.clock(end) === quiet.to) return end;
	// The clock leaps over this very hour: the first minute behind the leap.
	let first = end;
	while (first < guess && isQuiet(quiet, first)) first += MINUTE_MS;
	return first;
}
