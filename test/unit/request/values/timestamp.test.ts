import { tryToParseDateTime } from 'n8n-workflow';
import { timestampFrom } from '../../../../nodes/shared/request';

const MS = Date.UTC(2026, 10, 28, 12, 30, 15);

describe('timestampFrom reads', () => {
	test.each<[string, unknown]>([
		['milliseconds', MS],
		['seconds', MS / 1000],
		['milliseconds as text', String(MS)],
		['seconds as text', ` ${MS / 1000} `],
		['seconds with a fraction as text', `${MS / 1000}.0`],
		['{seconds}', { seconds: MS / 1000 }],
		['{seconds} as text', { seconds: String(MS / 1000), nanoseconds: 0 }],
		['{_seconds}', { _seconds: MS / 1000, _nanoseconds: 0 }],
		['ISO 8601', '2026-11-28T12:30:15.000Z'],
		['ISO 8601 with an offset', '2026-11-28T13:30:15+01:00'],
		['ISO 8601 without a zone, in UTC', '2026-11-28T12:30:15'],
		['a date of SQL', '2026-11-28 12:30:15'],
		['a Date', new Date(MS)],
		["n8n's DateTime", tryToParseDateTime('2026-11-28T12:30:15Z')],
	])('%s', (_, given) => expect(timestampFrom(given)).toBe(MS));

	test('nanoseconds, down to the millisecond', () => {
		expect(timestampFrom({ seconds: MS / 1000, nanoseconds: 250_900_000 })).toBe(MS + 250);
		expect(timestampFrom({ _seconds: MS / 1000, _nanoseconds: 250_000_000 })).toBe(MS + 250);
	});

	test('texts without a zone in the given zone', () => {
		expect(timestampFrom('2026-11-28T13:30:15', 'Europe/Berlin')).toBe(MS);
	});

	test('times before 1970, and the earliest time', () => {
		expect(timestampFrom(0)).toBe(0);
		expect(timestampFrom(-MS)).toBe(-MS);
		expect(timestampFrom({ seconds: 0 })).toBe(0);
	});
});

test.each<unknown>([
	undefined,
	null,
	'',
	' ',
	'soon',
	'2026-13-40',
	'2026-13-40T00:00:00Z',
	Number.NaN,
	Infinity,
	1e300,
	'9'.repeat(40),
	true,
	[],
	[MS],
	{},
	{ seconds: 'soon' },
	{ seconds: null },
	{ seconds: 1e300 },
	new Date(Number.NaN),
	' '.repeat(200_000),
])('timestampFrom rejects %p', (given) => {
	expect(timestampFrom(given)).toBeUndefined();
});
