import { ApiError } from '../../../../nodes/shared/request/errors';
import type { ApiErrorDetails } from '../../../../nodes/shared/request/errors';
import {
	isDoNotDisturb,
	isMissingScope,
	isRejection,
	isRejectedWith,
	isTimeout,
	isTransient,
	missingRecord,
	retryOf,
} from '../../../../nodes/shared/request/errors/classify';

const refused = (
	status: number,
	text = '',
	more: Partial<ApiErrorDetails> = {},
): ApiErrorDetails => ({
	...{ kind: 'status', status, text, ...more },
});

test('only a GET may be sent again after any failure', () => {
	expect([undefined, 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map(retryOf)).toEqual([
		...['safe', 'safe', 'unprocessed', 'unprocessed', 'unprocessed', 'unprocessed'],
	]);
});

test.each<[boolean, ApiErrorDetails]>([
	[true, refused(408)],
	[true, refused(524)],
	[true, refused(400, 'Request Timeout')],
	[true, refused(400, '', { canonicalCode: 'REQUEST_TIMEOUT' })],
	[false, refused(400, 'No')],
	[false, refused(429, 'timed out')],
	[false, { kind: 'status' }],
	[false, { kind: 'connectionLost', status: 504 }],
	[false, { kind: 'invalidResponse', status: 200, text: 'timeout' }],
])('a time-out, %p: %j', (expected, details) => expect(isTimeout(details)).toBe(expected));

test.each<[boolean, ApiErrorDetails]>([
	[true, refused(429)],
	[true, refused(422)],
	[false, refused(500)],
	[false, { kind: 'status' }],
	[false, { kind: 'connectionLost', status: 422 }],
	[false, { kind: 'dailyLimit', status: 429 }],
	[true, refused(400, 'No words', { canonicalCode: 'CONVERSATIONS_CONTACT_BLOCKED' })],
	[false, refused(400, 'Missing', { canonicalCode: 'CONVERSATIONS_INTERNAL' })],
	[false, refused(400, 'No words')],
	[true, refused(400, 'Missing')],
	[false, refused(400, 'Missing', { isForeign: true })],
])('a known refusal, %p: %j', (expected, details) => expect(isRejection(details)).toBe(expected));

test.each<[boolean, ApiErrorDetails]>([
	[true, { kind: 'notConnected' }],
	[true, { kind: 'connectionLost' }],
	[true, { kind: 'dailyLimit' }],
	[true, refused(500)],
	[true, refused(429)],
	[true, refused(499)],
	[false, refused(498)],
	[false, { kind: 'invalidResponse' }],
	[false, { kind: 'tokenExpired', status: 401 }],
])('may pass, %p: %j', (expected, details) => expect(isTransient(details)).toBe(expected));

test.each<[boolean, ApiErrorDetails]>([
	[true, refused(401, 'The token lacks the Scope')],
	[false, refused(403, 'The token lacks the scope')],
	[false, refused(401, 'Invalid JWT')],
	[false, { kind: 'status', status: 401 }],
	[false, { kind: 'tokenExpired', status: 401, text: 'scope' }],
])('a missing scope, %p: %j', (expected, details) =>
	expect(isMissingScope(details)).toBe(expected),
);

test('Do Not Disturb requires a message', () => {
	expect(isDoNotDisturb({ kind: 'status', status: 422 })).toBe(false);
});

test('isRejectedWith compares with several statuses', () => {
	const is = (details: ApiErrorDetails) => isRejectedWith(new ApiError(details), [0, 400, 404]);
	expect(is(refused(404))).toBe(true);
	expect(is(refused(403))).toBe(false);
	expect(is({ kind: 'status' })).toBe(true);
	expect(is(refused(400, 'Request Timeout'))).toBe(false);
	expect(is({ kind: 'invalidResponse', status: 404 })).toBe(false);
	expect(isRejectedWith({ details: refused(404) }, [404])).toBe(false);
	expect(isRejectedWith(new Error('404'), [404])).toBe(false);
});

test.each<[string | undefined, ApiErrorDetails]>([
	['record', refused(410)],
	[undefined, { kind: 'invalidResponse', status: 404, text: 'Contact not found' }],
	[undefined, { kind: 'status' }],
	['message', refused(404, 'Email not found')],
	['message', refused(404, 'e-mail not found')],
	['message', refused(404, 'msg not found')],
	['record', refused(404, 'msgs not found')],
	['conversation', refused(400, '', { canonicalCode: 'SUB_CONVERSATIONS_CONTACT_NOT_FOUND' })],
])('the missing record is a %s: %j', (expected, details) => {
	expect(missingRecord(details)).toBe(expected);
});
