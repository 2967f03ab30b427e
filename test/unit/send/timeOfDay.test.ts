import fc from 'fast-check';

import {
	quietUntil,
	quietPeriodFrom,
} from '../../../nodes/HighLevelConversations/resources/message/send/middleware/timeOfDay';
import { propertyRuns } from '../../support/propertyRuns';

const MINUTE_MS = 60_000;
const end = (from: unknown, to: unknown, zone: string, at: string) => {
	const found = quietUntil(quietPeriodFrom(from, to, zone), Date.parse(at));
	return found === undefined ? undefined : new Date(found).toISOString().replace('.000', '');
};

describe('quiet hours', () => {
	it.each([
		['before', '2026-03-02T20:59:59Z', undefined],
		['at their first moment', '2026-03-02T21:00:00Z', '2026-03-03T08:00:00Z'],
		['before midnight', '2026-03-02T23:59:59.999Z', '2026-03-03T08:00:00Z'],
		['after midnight', '2026-03-03T00:00:00Z', '2026-03-03T08:00:00Z'],
		['at their last moment', '2026-03-03T07:59:59.999Z', '2026-03-03T08:00:00Z'],
		['after', '2026-03-03T08:00:00Z', undefined],
	])('over midnight: %s', (_, at, expected) => {
		expect(end('21:00', '08:00', 'UTC', at)).toBe(expected);
	});

	it.each([
		['before', '2026-03-02T11:59:00Z', undefined],
		['at their first moment', '2026-03-02T12:00:00Z', '2026-03-02T13:15:00Z'],
		['inside', '2026-03-02T12:30:20Z', '2026-03-02T13:15:00Z'],
		['after', '2026-03-02T13:15:00Z', undefined],
	])('within a day: %s', (_, at, expected) => {
		expect(end('12:00', '13:15', 'UTC', at)).toBe(expected);
	});

	it.each([
		[
			'a short night',
			'Europe/Berlin',
			'21:00',
			'08:00',
			'2026-03-28T22:00Z',
			'2026-03-29T06:00:00Z',
		],
		[
			'a long night',
			'Europe/Berlin',
			'21:00',
			'08:00',
			'2026-10-24T22:00Z',
			'2026-10-25T07:00:00Z',
		],
		[
			'an end that the clock leaps over',
			'Europe/Berlin',
			'21:00',
			'02:30',
			'2026-03-28T22:00Z',
			'2026-03-29T01:00:00Z',
		],
		[
			'an end and a next beginning that the clock skips',
			'Europe/Berlin',
			'02:50',
			'02:10',
			'2026-03-28T22:00Z',
			'2026-03-30T00:10:00Z',
		],
		[
			'an end that comes twice',
			'Europe/Berlin',
			'21:00',
			'02:30',
			'2026-10-24T22:00Z',
			'2026-10-25T00:30:00Z',
		],
		[
			'half an hour of change',
			'Australia/Lord_Howe',
			'22:00',
			'07:00',
			'2026-04-04T12:00Z',
			'2026-04-04T20:30:00Z',
		],
		[
			'quarters of an hour',
			'Asia/Kathmandu',
			'21:00',
			'08:00',
			'2026-05-05T20:00Z',
			'2026-05-06T02:15:00Z',
		],
		[
			'another side of the world',
			'America/Los_Angeles',
			'21:00',
			'08:00',
			'2026-07-02T06:00Z',
			'2026-07-02T15:00:00Z',
		],
	])('use the local time: %s', (_, zone, from, to, at, expected) => {
		expect(end(from, to, zone, at)).toBe(expected);
	});

	it('end at the first minute outside of them, in every time zone and at every time', () => {
		const zones = [
			'Europe/Berlin',
			'America/New_York',
			'Asia/Kolkata',
			'Australia/Lord_Howe',
			'America/St_Johns',
			'Pacific/Chatham',
		];
		const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
		const text = (minutes: number) =>
			`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
		const moment = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) });
		fc.assert(
			fc.property(fc.constantFrom(...zones), minute, minute, moment, (zone, from, to, at) => {
				fc.pre(from !== to);
				const quiet = quietPeriodFrom(text(from), text(to), zone);
				const found = quietUntil(quiet, at);
				let step = Math.floor(at / MINUTE_MS) * MINUTE_MS;
				let before = quiet.minuteOfDay(step);
				while (quietUntil(quiet, step) !== undefined) {
					step += MINUTE_MS;
					// A clock that is set back may reach a time before the quiet hours, which still continue: such cases are skipped.
					const now = quiet.minuteOfDay(step);
					fc.pre((now - before + 24 * 60) % (24 * 60) < 12 * 60);
					before = now;
				}
				expect(found).toBe(found === undefined ? undefined : step);
				if (found === undefined) expect(step).toBeLessThanOrEqual(at);
			}),
			{ numRuns: propertyRuns(150) },
		);
	});

	it.each([
		['21', '8'],
		[21, 8],
		['21:00:00', ' 08:00 '],
	])('accept %s and %s as times of day', (from, to) => {
		expect(end(from, to, 'UTC', '2026-03-02T23:00:00Z')).toBe('2026-03-03T08:00:00Z');
	});

	it.each([
		['25:00', '08:00', 'UTC', "'From' of 'Quiet Hours' is not a time of day: 25:00"],
		['21:00', '8 am', 'UTC', "'To' of 'Quiet Hours' is not a time of day: 8 am"],
		['24:00', '08:00', 'UTC', "'From' of 'Quiet Hours' is not a time of day: 24:00"],
		['121:00', '08:00', 'UTC', "'From' of 'Quiet Hours' is not a time of day: 121:00"],
		['21:60', '08:00', 'UTC', "'From' of 'Quiet Hours' is not a time of day: 21:60"],
		['', '08:00', 'UTC', "'From' of 'Quiet Hours' is not a time of day: "],
		['21:00', undefined, 'UTC', "'To' of 'Quiet Hours' is not a time of day: "],
		['21:00', '21:00', 'UTC', "'From' and 'To' of 'Quiet Hours' are the same time"],
		[
			'21:00',
			'08:00',
			'Europe/Berln',
			"'Time Zone' of 'Quiet Hours' is not a known time zone: Europe/Berln",
		],
	])('reject %s to %s in %s', (from, to, zone, message) => {
		expect(() => quietPeriodFrom(from, to, zone)).toThrow(message);
	});

	it('are rejected with at most 100 characters of the value', () => {
		const long = 'x'.repeat(1_000);
		expect(() => quietPeriodFrom(long, '08:00', 'UTC')).toThrow(/: x{100}$/);
		expect(() => quietPeriodFrom('21:00', '08:00', long)).toThrow(/: x{100}$/);
	});

	it('cache the clocks of used zones, limited in number', () => {
		const clockOf = (zone: string) => quietPeriodFrom('21:00', '08:00', zone).minuteOfDay;
		const [berlin, utc] = [clockOf('Europe/Berlin'), clockOf('UTC')];
		expect(clockOf('Europe/Berlin')).toBe(berlin);
		expect(clockOf('UTC')).toBe(utc);
		/** Spellings of one zone, which n8n's expressions may give. */
		const spelling = (index: number) =>
			[...'europe/berlin'].map((c, at) => (index & (1 << at) ? c.toUpperCase() : c)).join('');
		for (let index = 0; index < 2_000; index++) clockOf(spelling(index));
		expect(clockOf('Europe/Berlin')).not.toBe(berlin);
	});
});
