import type { RecordedRequest } from '../../../sandbox';
import { itemWithFiles, sendSms, uploadFile, uploadLargeFile } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

const MB = 1024 * 1024;
/** What HighLevel's documentation lists. */
const TAKEN = [
	'jpg jpeg png gif svg heic ai mp4 mpeg 3gp mp3 wav wave aiff aif aifc gsm ulaw ogg aac m4a amr',
	'pdf doc docx txt csv xls xlsx ppt pptx odt zip rar vcf vcard ics',
].flatMap((line) => line.split(' '));
const BY_TYPE = [
	['image/jpeg', 'jpg'],
	['image/png', 'png'],
	['image/heic', 'heic'],
	['IMAGE/SVG+XML', 'svg'],
	['video/mp4', 'mp4'],
	['audio/mpeg', 'mp3'],
	['audio/x-wav', 'wav'],
	['audio/ogg', 'ogg'],
	['application/pdf', 'pdf'],
	['text/plain; charset=utf-8', 'txt'],
	['text/csv', 'csv'],
	['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
	['application/zip', 'zip'],
	['application/x-zip', 'zip'],
	['application/x-rar', 'rar'],
	['text/calendar', 'ics'],
	['text/vcard', 'vcf'],
];

/** An item with files of these names and sizes. */
const itemWith = async (...files: Array<[name: string, bytes: number]>) =>
	await itemWithFiles(
		testEnv,
		...files.map(([name, bytes]) => [name, Buffer.alloc(bytes)] as [string, Buffer]),
	);

const namesIn = (requests: RecordedRequest[]) =>
	requests.flatMap(({ body }) =>
		(body as { files: Array<{ name: string }> }).files.map(({ name }) => name),
	);

describe('input files', () => {
	const attachFiles = (value: string) => sendSms({ options: { attachFiles: value } });

	it.each([
		['uploaded', uploadFile({ binaryPropertyName: 'file' })],
		['uploaded in parts', uploadLargeFile({ binaryPropertyName: 'file' })],
		['attached', attachFiles('file')],
	])('that are missing are named, with the existing ones: %s', async (_, parameters) => {
		const items = [await itemWith(['a.txt', 1], ['b.txt', 1])];
		const { error, requests } = await testEnv.run({ parameters, items });
		expect(error?.message).toMatch(/no binary field 'file'/);
		expect(error?.description).toMatch(/'data', 'data2'/);
		expect(requests).toEqual([]);
	});

	it.each([
		['uploaded', uploadFile()],
		['uploaded in parts', uploadLargeFile()],
		['attached', attachFiles('data')],
	])('of an unsupported type are rejected, with the supported ones: %s', async (_, parameters) => {
		for (const [name, type] of [
			['setup.exe', 'application/x-msdownload'],
			['page.html', 'text/html'],
			['noending', 'application/octet-stream'],
			['', 'video/quicktime'],
		]) {
			const items = [await itemWithFiles(testEnv, [name, Buffer.alloc(1), type])];
			const { error, requests } = await testEnv.run({ parameters, items });
			expect(error?.message).toMatch(/Unsupported type/);
			expect(error?.message).toContain(type);
			for (const ending of TAKEN) expect(error?.description).toContain(ending.toUpperCase());
			expect(requests).toEqual([]);
		}
	});

	it.each([
		['uploaded', uploadFile()],
		['uploaded in parts', uploadLargeFile()],
		['attached', attachFiles('data')],
	])('that are empty are rejected: %s', async (_, parameters) => {
		const items = [await itemWith(['a.pdf', 0])];
		const { error, requests } = await testEnv.run({ parameters, items });
		expect(error?.message).toMatch(
			/The file in 'data' is empty \(0 bytes\) \[item 0 \(the 1st\)\]/,
		);
		expect(requests).toEqual([]);
	});

	it.each(BY_TYPE)('without a name get one by their type: %s', async (type, ending) => {
		for (const [name, expected] of [
			['', `data.${ending}`],
			['photo', `photo.${ending}`],
			['v1.2', `v1.2.${ending}`],
		]) {
			const items = [await itemWithFiles(testEnv, [name, Buffer.alloc(1), type])];
			const { error, requests } = await testEnv.run({ parameters: uploadFile(), items });
			expect(error).toBeUndefined();
			expect(namesIn(requests)).toEqual([expected]);
		}
	});

	it('without a type are accepted by their name', async () => {
		const { json, binary } = await itemWithFiles(testEnv, ['a.pdf', Buffer.alloc(1)]);
		const untyped = (fileName: string) => [
			{ json, binary: { data: { ...binary!.data, fileName, fileExtension: '', mimeType: '' } } },
		];
		const parameters = uploadFile();
		const taken = await testEnv.run({ parameters, items: untyped('a.pdf') });
		expect(namesIn(taken.requests)).toEqual(['a.pdf']);
		const { error, requests } = await testEnv.run({ parameters, items: untyped('') });
		expect(error?.message).toMatch(/Unsupported type .*: application\/octet-stream/);
		expect(requests).toEqual([]);
	});

	it('that are attached count together with the addresses', async () => {
		const parameters = sendSms({
			additionalFields: {
				attachments: [1, 2, 3, 4, 5].map((n) => `https://files.example/${n}.pdf`),
			},
			options: { attachFiles: 'data' },
		});
		const items = [await itemWith(['a.txt', 1])];
		const { error, requests } = await testEnv.run({ parameters, items });
		expect(error?.message).toMatch(/'Attachments' and 'Attach Files' have too many files: 6/);
		expect(requests).toEqual([]);
	});

	it.each([...TAKEN, 'JPEG', 'Pdf'])(
		'whose name ends with %s are accepted, whatever their type',
		async (ending) => {
			const type = 'application/octet-stream';
			const items = [await itemWithFiles(testEnv, [`a.${ending}`, Buffer.alloc(1), type])];
			const { error, requests } = await testEnv.run({ parameters: uploadFile(), items });
			expect(error).toBeUndefined();
			expect(namesIn(requests)).toEqual([`a.${ending}`]);
		},
	);

	it.each([
		['uploaded', uploadFile(), 5],
		['attached', attachFiles('data'), 5],
		['uploaded in parts for SMS', uploadLargeFile({ channel: 'SMS' }), 5],
		['uploaded in parts for WhatsApp', uploadLargeFile(), 100],
	])('that are too large are rejected, with both sizes: %s', async (_, parameters, most) => {
		const items = [await itemWith(['a.mp4', most * MB + MB / 2])];
		const { error, requests } = await testEnv.run({ parameters, items });
		expect(error?.message).toContain(`too large: ${most}.50 MB`);
		expect(error?.message).toContain(`max ${most} MB`);
		expect(requests).toEqual([]);
	});

	it('of exactly the maximum size are accepted', async () => {
		const items = [await itemWith(['a.mp4', 5 * MB])];
		expect((await testEnv.run({ parameters: uploadFile(), items })).error).toBeUndefined();
	});
});
