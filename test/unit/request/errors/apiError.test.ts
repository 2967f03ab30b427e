import { ApiError } from '../../../../nodes/shared/request/errors/apiError';
import type { ApiErrorDetails } from '../../../../nodes/shared/request/errors/apiError';
import {
	isDoNotDisturb,
	isNotFound,
	isTransient,
	isUnavailable,
	mayHaveBeenProcessed,
	missingRecord,
} from '../../../../nodes/shared/request/errors/classify';
import { readErrorBody } from '../../../../nodes/shared/request/errors/errorBody';

describe("readErrorBody finds HighLevel's message in", () => {
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
		['a body with detail', { detail: 'Message not found' }, { text: 'Message not found' }],
		[
			'a body with errors beside a message that says nothing',
			{ message: 'Bad Request', errors: [{ message: 'Contact not found' }, 'Contact not found'] },
			{ text: 'Bad Request; Contact not found; Contact not found' },
		],
		[
			'a body that says one thing twice',
			{ message: 'Gone', detail: 'Gone', errors: ['Gone'], error: 'Not Found' },
			{ text: 'Gone' },
		],
		[
			'an object of errors',
			{ errors: { contactId: ['must be a string'] } },
			{ text: '{"contactId":["must be a string"]}' },
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

	test("HighLevel's code, and whether the API itself answered", () => {
		const canonicalCode = 'CONVERSATIONS_MSG_NOT_FOUND';
		expect(readErrorBody({ message: 'x', canonicalCode }).canonicalCode).toBe(canonicalCode);
		expect(readErrorBody({ message: 'x' }).isForeign).toBeUndefined();
		expect(readErrorBody('<html></html>').isForeign).toBe(true);
		expect(readErrorBody('404 page not found').isForeign).toBe(true);
		expect(readErrorBody('').isForeign).toBeUndefined();
	});

	const long = 'x'.repeat(3_000_000);
	test.each<[string, unknown]>([
		['plain text', long],
		['a message', { message: long }],
		['a list', { message: [long, long] }],
		['an object of errors', { errors: { a: long } }],
		['a title', `<html><title>${long}</title>`],
	])('shortens long text: %s', (_, body) => {
		expect(readErrorBody(body).text).toHaveLength(500);
	});

	test('shortens trace IDs and codes', () => {
		const { traceId, canonicalCode } = readErrorBody({ traceId: long, canonicalCode: long });
		expect([traceId?.length, canonicalCode?.length]).toEqual([100, 100]);
	});

	test('redacts a secret before the text is shortened', () => {
		const redact = (text: string) => text.replaceAll('SECRET', '***');
		const message = `${'x'.repeat(497)}SECRET`;
		expect(readErrorBody({ message }, redact).text).toBe(`${'x'.repeat(497)}***`);
	});
});

const refused = (status: number, text?: string, more: Partial<ApiErrorDetails> = {}) => ({
	kind: 'status' as const,
	status,
	text,
	...more,
});

describe('mayHaveBeenProcessed', () => {
	test('by the kind of error', () => {
		expect(mayHaveBeenProcessed({ kind: 'connectionLost' })).toBe(true);
		expect(mayHaveBeenProcessed({ kind: 'invalidResponse', status: 201 })).toBe(true);
		expect(mayHaveBeenProcessed({ kind: 'notConnected' })).toBe(false);
		expect(mayHaveBeenProcessed({ kind: 'dailyLimit', status: 429 })).toBe(false);
		expect(mayHaveBeenProcessed({ kind: 'connectionLost', nothingWasSent: true })).toBe(false);
	});

	test.each([300, 302, 304, 307, 400, 408, 418, 419, 444, 460, 499, 500, 502, 520, 599])(
		'is true for status %i',
		(status) => expect(mayHaveBeenProcessed(refused(status))).toBe(true),
	);

	test.each([401, 402, 403, 404, 405, 409, 410, 413, 415, 417, 421, 422, 423, 429, 451])(
		'is false for status %i',
		(status) => expect(mayHaveBeenProcessed(refused(status))).toBe(false),
	);

	test.each([
		'Missing phone number',
		'Cannot send message as DND is active for SMS.',
		'Invalid conversationProviderId',
		'Conversation with the contact id:X already exists!',
		'emailTo must be an email',
		'There is no message or attachments for this message. Skip sending.',
		'Contact not found',
		'No such thing',
	])('is false for status 400 with the rejection: %s', (text) => {
		expect(mayHaveBeenProcessed(refused(400, text))).toBe(false);
	});

	test.each<[number, string, Partial<ApiErrorDetails>]>([
		[400, 'Request Timeout after 30000ms', {}],
		[400, 'timeout of 30000ms exceeded', {}],
		[400, 'The request timed out: contact is required', {}],
		[400, 'connect ETIMEDOUT 10.0.0.1:443', {}],
		[400, 'socket hang up', {}],
		[400, 'Something went wrong, cannot send', {}],
		[400, 'Failed to send', {}],
		[400, 'cannot reach the service', { isForeign: true }],
		[400, 'x', { canonicalCode: 'CONVERSATIONS_REQUEST_TIMEOUT' }],
		[422, 'Request Timeout after 30000ms', {}],
		[403, 'upstream request timeout', {}],
	])('is true for status %i with the words: %s', (status, text, more) => {
		expect(mayHaveBeenProcessed(refused(status, text, more))).toBe(true);
	});
});

test('treats a transient error as unrelated to the request', () => {
	const passing: ApiErrorDetails[] = [
		{ kind: 'connectionLost' },
		{ kind: 'notConnected' },
		{ kind: 'dailyLimit' },
		...[408, 429, 499, 500, 504, 520].map((status) => refused(status)),
		refused(400, 'Request Timeout after 30000ms'),
	];
	for (const details of passing) expect(isTransient(details)).toBe(true);
	const lasting = [refused(400, 'No'), refused(403), refused(404), refused(422)];
	for (const details of lasting) expect(isTransient(details)).toBe(false);
});

test('recognizes Do Not Disturb by a rejection that says so, not by any mention', () => {
	const text = 'Cannot send message as DND is active for SMS.';
	for (const status of [400, 403, 422]) expect(isDoNotDisturb(refused(status, text))).toBe(true);
	for (const status of [408, 499, 500, 504])
		expect(isDoNotDisturb(refused(status, text))).toBe(false);
	expect(isDoNotDisturb(refused(400, `Request Timeout: ${text}`))).toBe(false);
	expect(isDoNotDisturb(refused(400, 'Missing phone number'))).toBe(false);
	expect(isDoNotDisturb({ kind: 'connectionLost', text })).toBe(false);
});

describe('a record is missing', () => {
	test.each<[string | undefined, ApiErrorDetails]>([
		['record', refused(404)],
		['record', refused(404, 'Not found')],
		['message', refused(404, 'Message with id x not found')],
		['message', refused(404, 'Email message with id x not found')],
		['contact', refused(400, 'Contact not found')],
		['conversation', refused(422, 'Conversation does not exist')],
		['contact', refused(400, 'The contact was merged into another')],
		['message', refused(400, 'x', { canonicalCode: 'CONVERSATIONS_MSG_NOT_FOUND' })],
		['contact', refused(400, 'x', { canonicalCode: 'CONVERSATIONS_CONTACT_NOT_FOUND' })],
		['conversation', refused(400, 'x', { canonicalCode: 'CONVERSATIONS_CONVERSATION_NOT_FOUND' })],
		['conversation', refused(410, 'Conversation is deleted')],
	])('%s: %j', (record, details) => {
		expect(missingRecord(details)).toBe(record);
		expect(isNotFound(new ApiError(details))).toBe(true);
	});

	test.each<[string, unknown]>([
		['a time-out', new ApiError(refused(400, 'Request Timeout: message not found'))],
		['a refusal', new ApiError(refused(400, 'emailTo must be an email'))],
		['a status alone', new ApiError(refused(400))],
		['a bad field', new ApiError(refused(422, 'limit must be a number'))],
		['a part of the contact', new ApiError(refused(400, 'Phone number not found for contact'))],
		['a part, by code', new ApiError(refused(400, 'x', { canonicalCode: 'PHONE_NOT_FOUND' }))],
		['no access', new ApiError(refused(403, 'Conversation not found'))],
		['a fault', new ApiError(refused(500, 'Conversation not found'))],
		['a page', new ApiError(refused(404, '404 Not Found', { isForeign: true }))],
		['no such address', new ApiError(refused(404, 'Cannot GET /conversations/x'))],
		['an ID that was not given', new ApiError(refused(404, 'Contact id not given'))],
		['a lost connection', new ApiError({ kind: 'connectionLost', code: 'ECONNRESET' })],
		['something else', new Error('Conversation not found')],
	])('not by %s', (_, error) => expect(isNotFound(error)).toBe(false));
});

test('treats a file as not available by 400, 404 or 422, but not by a time-out or a page', () => {
	for (const status of [400, 404, 410, 422]) {
		expect(isUnavailable(new ApiError(refused(status, 'None')))).toBe(true);
	}
	const others = [refused(400, 'Request Timeout after 30000ms'), refused(500), refused(403)];
	for (const details of others) expect(isUnavailable(new ApiError(details))).toBe(false);
	expect(isUnavailable(new ApiError(refused(404, 'x', { isForeign: true })))).toBe(false);
});
