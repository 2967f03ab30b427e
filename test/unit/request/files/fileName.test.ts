import { joinName, safeFileName, splitName } from '../../../../nodes/shared/request/files/fileName';

describe('safeFileName', () => {
	test.each<[unknown, string | undefined]>([
		['call.wav', 'call.wav'],
		[' photo of mine.PNG ', 'photo of mine.PNG'],
		['a\u0000b\r\nc\u0085.txt', 'abc.txt'],
		['a\u2028b\u202egnp.exe', 'abgnp.exe'],
		['../../etc/passwd', 'passwd'],
		['C:\\temp\\a.wav', 'a.wav'],
		['写真.png', '写真.png'],
		['.env', '.env'],
		['folder/', undefined],
		['..', undefined],
		['\n', undefined],
		['', undefined],
		[undefined, undefined],
		[7, undefined],
	])('%j is %j', (given, expected) => expect(safeFileName(given)).toBe(expected));

	test.each<[string, string]>([
		['a', '.pdf'],
		['é', '.pdf'],
		['写', '.png'],
		['👩‍👩‍👧', '.gz'],
		['x', ''],
	])('cuts a long name of %j%s to 255 bytes, and keeps the extension', (part, ending) => {
		const name = safeFileName(`${part.repeat(400)}${ending}`)!;
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
		expect(Buffer.byteLength(name)).toBeGreaterThan(240);
		expect(name.endsWith(ending)).toBe(true);
		expect(name).not.toContain('\ufffd');
		expect(Buffer.from(name).toString()).toBe(name);
	});

	test('treats a very long extension as part of the name', () => {
		expect(Buffer.byteLength(safeFileName(`a.${'b'.repeat(1000)}`)!)).toBe(255);
	});
});

test('shortens the name for a number that is added', () => {
	const [stem, ending] = splitName(`${'a'.repeat(251)}.png`);
	const name = joinName(stem, `-2${ending}`);
	expect([name.length, name.endsWith('a-2.png')]).toEqual([255, true]);
});
