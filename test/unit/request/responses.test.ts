import { fileNameInHeader } from '../../../nodes/shared/request/files/downloads';
import {
	listIn,
	pickFields,
	withoutTraceId,
	unwrapRecord,
} from '../../../nodes/shared/request/responses';
import { uploadedFiles } from '../../../nodes/shared/request/files/uploads';

describe('file name of a download', () => {
	test.each<[unknown, string | undefined]>([
		['attachment; filename=call.wav', 'call.wav'],
		['attachment; filename="a \\"b\\"; c.wav"', 'a "b"; c.wav'],
		["attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt; filename=plain.txt", 'Grüße.txt'],
		["attachment; filename=plain.txt; filename*=UTF-8'de'Gr%C3%BC%C3%9Fe.txt", 'Grüße.txt'],
		["attachment; filename*=UTF-8''%E0%A4%A; filename=plain.txt", 'plain.txt'],
		['attachment; filename="../../etc/passwd"', 'passwd'],
		['attachment; filename="C:\\\\temp\\\\a.wav"', 'a.wav'],
		["attachment; filename*=UTF-8''..%2F..%2Fa.wav", 'a.wav'],
		["attachment; filename*=UTF-8''a%00b%0D%0Ac.wav", 'abc.wav'],
		[`attachment; filename="${'a'.repeat(300)}.wav"`, `${'a'.repeat(251)}.wav`],
		['attachment; filename="folder/"', undefined],
		['attachment', undefined],
		['', undefined],
		[undefined, undefined],
		[['attachment; filename=a'], undefined],
	])('is read from %j as %j', (header, expected) =>
		expect(fileNameInHeader(header)).toBe(expected),
	);
});

test('unwraps a record, without the trace ID', () => {
	const record = { id: 'a', traceId: 'inner' };
	expect(unwrapRecord({ message: record, traceId: 't' }, 'message')).toEqual({ id: 'a' });
	expect(unwrapRecord({ id: 'a', traceId: 't' }, 'message')).toEqual({ id: 'a' });
	expect(unwrapRecord({ id: 'a', message: 'Sent', traceId: 't' }, 'message')).toEqual({
		id: 'a',
		message: 'Sent',
	});
	expect(unwrapRecord({ id: 'a', message: null }, 'message')).toEqual({ id: 'a', message: null });
	expect(unwrapRecord({ id: 'a', messages: ['x'] }, 'messages')).toEqual({
		id: 'a',
		messages: ['x'],
	});
});

test('does not change the response when it removes the trace ID', () => {
	const reply = { id: 'a', traceId: 't' };
	expect(withoutTraceId(reply)).toEqual({ id: 'a' });
	expect(reply.traceId).toBe('t');
});

test('keeps the order of fields in Simplify, and omits missing ones', () => {
	const kept = pickFields({ c: null, a: 1, b: 2, d: 0 }, ['d', 'a', 'c', 'x']);
	expect(Object.entries(kept)).toEqual([
		['d', 0],
		['a', 1],
		['c', null],
	]);
});

test('finds a list without or under any key', () => {
	expect(listIn([{ id: 'a' }])).toEqual([{ id: 'a' }]);
	expect(listIn({ traceId: 't', customSubtypes: [{ id: 'a' }] })).toEqual([{ id: 'a' }]);
	expect(listIn({ traceId: 't' })).toBeUndefined();
	expect(listIn(null)).toBeUndefined();
});

test("converts an upload's addresses to records", () => {
	expect(
		uploadedFiles({ uploadedFiles: { 'a.txt': 'https://x/a', 'b.txt': 'https://x/b' } }),
	).toEqual([
		{ fileName: 'a.txt', url: 'https://x/a' },
		{ fileName: 'b.txt', url: 'https://x/b' },
	]);
	const facts = expect.objectContaining({ title: 'HighLevel returned only 0 of 1 file URLs' });
	expect(() => uploadedFiles({})).toThrow(expect.objectContaining({ details: facts }));
});
