import { ParameterError, tryOr } from '../../shared/request';
import type { PollContext } from '../engine/pollContext';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MINUTES = 24 * 60;

/** Minutes since midnight, from a text such as `09:00`, `9` or `24:00` (the end of the day). Throws a `ParameterError`. */
function minutesSinceMidnight(value: string, label: string): number {
	const [, hour, minute = '0'] = /^(\d{1,2})(?::(\d\d))?(?::00)?$/.exec(value.trim()) ?? [];
	const minutes = Number(hour) * 60 + Number(minute);
	if (hour !== undefined && Number(minute) < 60 && minutes <= DAY_MINUTES) return minutes;
	throw new ParameterError(
		`'${label}' of 'Active Hours' is not a time of day: ${value.slice(0, 100)}`,
		'Enter hours and minutes from 00:00 to 24:00, such as 09:00.',
	);
}

/** The selected days as indexes of `DAYS`; all if none is selected. Throws a `ParameterError`. */
function selectedDays(poll: PollContext): number[] {
	const names = poll.stringList('options.activeHours.hours.days', 'Days');
	if (names.length === 0) return DAYS.map((_, index) => index);
	return names.map((name) => {
		const day = DAYS.indexOf(name.trim().toLowerCase().slice(0, 3));
		if (day >= 0) return day;
		throw new ParameterError(
			`'Days' of 'Active Hours' has a value that is not a day: ${name.slice(0, 100)}`,
			`Supported days: ${DAYS.join(', ')}.`,
		);
	});
}

/** Formats a time as weekday, hour and minute in a time zone. Throws a `ParameterError` if the zone does not exist. */
function weekTimeFormat(zone: string): Intl.DateTimeFormat {
	const format = tryOr(
		() =>
			new Intl.DateTimeFormat('en-GB', {
				timeZone: zone,
				weekday: 'short',
				hour: '2-digit',
				minute: '2-digit',
				hourCycle: 'h23',
			}),
	);
	if (format) return format;
	throw new ParameterError(
		`'Time Zone' of 'Active Hours' does not exist: ${zone.slice(0, 100)}`,
		"Use a name such as America/New_York, or leave it empty for the workflow's time zone.",
	);
}

/**
 * Reads the option 'Active Hours'. Returns a function that tells whether a time (ms) lies within them; always true if the option is
 * not set. Hours that extend past midnight belong to the day on which they begin. Throws a `ParameterError`.
 */
export function activeHoursOf(poll: PollContext): (ms: number) => boolean {
	if (poll.parameter('options.activeHours.hours') === undefined) return () => true;
	const text = (name: string, fallback: string) =>
		String(poll.parameter(`options.activeHours.hours.${name}`) ?? fallback);
	const from = minutesSinceMidnight(text('from', '09:00'), 'From');
	const to = minutesSinceMidnight(text('to', '17:00'), 'To');
	const days = selectedDays(poll);
	const format = weekTimeFormat(text('timezone', poll.timezone));
	return (ms) => {
		const part = (type: string) =>
			format.formatToParts(ms).find((each) => each.type === type)?.value;
		const day = DAYS.indexOf(String(part('weekday')).toLowerCase());
		const minute = Number(part('hour')) * 60 + Number(part('minute'));
		const isSelected = (index: number) => days.includes((index + 7) % 7);
		if (from < to) return isSelected(day) && minute >= from && minute < to;
		return (isSelected(day) && minute >= from) || (isSelected(day - 1) && minute < to);
	};
}
