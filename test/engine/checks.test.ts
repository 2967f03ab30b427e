import { SEED } from '../../sandbox';
import { lasting } from '../support/lasting';
import { REFUSED } from './checkCases';
import {
	addRecipients,
	AMPLE,
	byId,
	exportMessages,
	getConversation,
	getRecording,
	itemWithFiles,
	searchConversations,
	sendSms,
	uploadFile,
	uploadLargeFile,
} from './fixtures';
import { startWorld } from './harness';

const world = lasting(async () => await startWorld({ sandbox: { rateLimit: AMPLE } }));
beforeEach(() => world.sandbox.reset());

const MB = 1024 * 1024;

/** An item with files of so many bytes. */
const itemWith = async (...files: Array<[name: string, bytes: number]>) =>
	await itemWithFiles(
		world,
		...files.map(([name, bytes]) => [name, Buffer.alloc(bytes)] as [string, Buffer]),
	);

describe('before anything is sent, one message refuses', () => {
	it.each(REFUSED)('%s', async (_, parameters, message) => {
		const { error, requests } = await world.run({ parameters });
		expect(error?.message).toMatch(message);
		expect(error?.message).toMatch(/\[item 0\]$/);
		expect(requests).toEqual([]);
	});

	it.each([
		['a query', searchConversations()],
		['a filter', exportMessages()],
		['a path', getRecording()],
		['a body', uploadFile()],
		['files to attach', sendSms({ options: { attachFiles: 'data' } })],
	])('no location at all, for %s', async (_, parameters) => {
		const items = [await itemWith(['a.txt', 1])];
		const credentials = { locationId: '' };
		const { error, requests } = await world.run({ parameters, items, credentials });
		expect(error?.message).toMatch(/'Location ID' is empty, in the node and in the credential/);
		expect(requests).toEqual([]);
		const own = { ...parameters, locationId: SEED.locationId };
		const { error: none } = await world.run({ parameters: own, items, credentials });
		expect(none).toBeUndefined();
	});

	it('one bad item of many, and names it', async () => {
		const items = addRecipients(world.sandbox, 30);
		items[17].contactId = '  ';
		const { error, requests } = await world.run({ parameters: sendSms(), items });
		expect(error?.message).toMatch(/'Contact' is empty \[item 17\]$/);
		expect(error?.context.itemIndex).toBe(17);
		expect(requests).toEqual([]);
	});

	it.each([
		['accessToken', 'pit-1\r\nX-Evil: 1', /'Access Token' contains a line break/],
		['userAgent', 'me\nX-Evil: 1', /'User-Agent' contains a line break/],
	])('an %s with a line break', async (name, value, message) => {
		const credentials = { [name]: value };
		const { error, requests } = await world.run({ parameters: getConversation(), credentials });
		expect(error?.message).toMatch(message);
		expect(requests).toEqual([]);
	});
});

describe('an id in a path', () => {
	it.each(['a/b', 'a?b=c', 'a#b', 'a b', '../x', 'é', '%2e%2e'])('is encoded: %s', async (id) => {
		const parameters = getConversation({ conversationId: byId(id) });
		const { requests } = await world.run({ parameters });
		expect(requests.map(({ rawPath }) => rawPath)).toEqual([
			`/conversations/${encodeURIComponent(id)}`,
		]);
	});
});

describe('files', () => {
	const attachFiles = (value: string) => sendSms({ options: { attachFiles: value } });

	it.each([
		['uploaded', uploadFile({ binaryPropertyName: 'file' })],
		['uploaded in parts', uploadLargeFile({ binaryPropertyName: 'file' })],
		['attached', attachFiles('file')],
	])('that are missing are named, with those that exist: %s', async (_, parameters) => {
		const items = [await itemWith(['a.txt', 1], ['b.txt', 1])];
		const { error, requests } = await world.run({ parameters, items });
		expect(error?.message).toMatch(/names 'file', and the input item has no binary field/);
		expect(error?.description).toMatch(/'data', 'data2'/);
		expect(requests).toEqual([]);
	});

	it.each([
		['uploaded', uploadFile()],
		['attached', attachFiles('data')],
	])('of another type are refused: %s', async (_, parameters) => {
		for (const name of ['setup.exe', 'page.html', 'noending']) {
			const { error, requests } = await world.run({
				parameters,
				items: [await itemWith([name, 1])],
			});
			expect(error?.message).toMatch(/of a type that HighLevel does not take/);
			expect(error?.description).toMatch(
				/JPG, JPEG, PNG, MP4, MPEG, ZIP, RAR, PDF, DOC, DOCX, TXT, MP3, WAV/,
			);
			expect(requests).toEqual([]);
		}
	});

	it('that are attached count with the addresses beside them', async () => {
		const parameters = sendSms({
			additionalFields: {
				attachments: [1, 2, 3, 4, 5].map((n) => `https://files.example/${n}.pdf`),
			},
			options: { attachFiles: 'data' },
		});
		const items = [await itemWith(['a.txt', 1])];
		const { error, requests } = await world.run({ parameters, items });
		expect(error?.message).toMatch(/'Attachments' and 'Attach Files' come to 6 files/);
		expect(requests).toEqual([]);
	});

	it.each([
		'jpg',
		'JPEG',
		'png',
		'mp4',
		'mpeg',
		'zip',
		'rar',
		'pdf',
		'doc',
		'docx',
		'txt',
		'mp3',
		'wav',
	])('of type %s pass', async (ending) => {
		const items = [await itemWith([`a.${ending}`, 1])];
		const { error } = await world.run({ parameters: uploadFile(), items });
		expect(error).toBeUndefined();
	});

	it.each([
		['uploaded', uploadFile(), 5],
		['attached', attachFiles('data'), 5],
		['uploaded in parts for SMS', uploadLargeFile({ channel: 'SMS' }), 5],
		['uploaded in parts for WhatsApp', uploadLargeFile(), 100],
	])('that are too large are refused, with both sizes: %s', async (_, parameters, most) => {
		const items = [await itemWith(['a.mp4', most * MB + MB / 2])];
		const { error, requests } = await world.run({ parameters, items });
		expect(error?.message).toContain(`has ${most}.50 MB`);
		expect(error?.message).toContain(`takes ${most} MB at most`);
		expect(requests).toEqual([]);
	});

	it('of exactly the largest size pass', async () => {
		const items = [await itemWith(['a.mp4', 5 * MB])];
		expect((await world.run({ parameters: uploadFile(), items })).error).toBeUndefined();
	});
});
