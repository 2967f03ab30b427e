import { mayHaveBeenProcessed, readErrorBody } from '../../nodes/shared/request/errors/apiError';

describe("readErrorBody finds HighLevel's own words in", () => {
	test.each<[string, unknown, { text?: string; traceId?: string }]>([
		[
			'a body with statusCode and message',
			{ statusCode: 401, message: 'Invalid JWT', error: 'Unauthorized', traceId: 't1' },
			{ text: 'Invalid JWT', traceId: 't1' },
		],
		[
			'a list of complaints',
			{ statusCode: 422, message: ['a must be an array', { field: 'b' }], traceId: 't2' },
			{ text: 'a must be an array; {"field":"b"}', traceId: 't2' },
		],
		[
			'a body with status and name',
			{ status: 400, message: 'Missing phone number', name: 'HttpException' },
			{ text: 'Missing phone number' },
		],
		['a body with an error alone', { error: 'Not Found' }, { text: 'Not Found' }],
		['a body with msg', { msg: 'No' }, { text: 'No' }],
		['an empty object', {}, {}],
		[
			'a page with a title',
			'<!DOCTYPE html><title> 502: Bad gateway </title>',
			{ text: '502: Bad gateway' },
		],
		['a page without', '<html><body>x</body></html>', { text: 'An HTML page' }],
		['plain text', ' upstream timed out ', { text: 'upstream timed out' }],
		['nothing', '', {}],
		['null', null, {}],
	])('%s', (_, body, expected) => {
		const { text, traceId } = readErrorBody(body);
		expect({ text, traceId }).toEqual({ text: undefined, traceId: undefined, ...expected });
	});

	test('long text is cut', () => {
		expect(readErrorBody('x'.repeat(10_000)).text).toHaveLength(500);
	});
});

describe('only what may have reached HighLevel counts as possibly processed', () => {
	test('by the kind of failure', () => {
		expect(mayHaveBeenProcessed({ kind: 'lost' })).toBe(true);
		expect(mayHaveBeenProcessed({ kind: 'unreadable', status: 201 })).toBe(true);
		expect(mayHaveBeenProcessed({ kind: 'unreachable' })).toBe(false);
		expect(mayHaveBeenProcessed({ kind: 'quota', status: 429 })).toBe(false);
		expect(mayHaveBeenProcessed({ kind: 'lost', harmless: true })).toBe(false);
	});

	test.each([300, 302, 304, 307, 408, 418, 419, 444, 460, 499, 500, 502, 520, 599])(
		'status %i',
		(status) => expect(mayHaveBeenProcessed({ kind: 'refused', status })).toBe(true),
	);

	test.each([400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 417, 421, 422, 423, 429, 451])(
		'not status %i',
		(status) => expect(mayHaveBeenProcessed({ kind: 'refused', status })).toBe(false),
	);
});
