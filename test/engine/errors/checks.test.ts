import { SEED } from '../../../sandbox';
import { REFUSED } from './checkCases';
import {
	addRecipients,
	byId,
	exportMessages,
	getConversation,
	getRecording,
	itemWithFiles,
	searchConversations,
	sendSms,
	uploadFile,
} from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

/** An item with files of these sizes. */
const itemWith = async (...files: Array<[name: string, bytes: number]>) =>
	await itemWithFiles(
		testEnv,
		...files.map(([name, bytes]) => [name, Buffer.alloc(bytes)] as [string, Buffer]),
	);

describe('checks before sending reject', () => {
	it.each(REFUSED)('%s', async (_, parameters, message) => {
		const { error, requests } = await testEnv.run({ parameters });
		expect(error?.message).toMatch(message);
		expect(error?.message).toMatch(/\[item 0 \(the 1st\)\]$/);
		expect(requests).toEqual([]);
	});

	it.each([
		['a query', searchConversations()],
		['a filter', exportMessages()],
		['a path', getRecording()],
		['a body', uploadFile()],
		['files to attach', sendSms({ options: { attachFiles: 'data' } })],
	])('a missing location, for %s', async (_, parameters) => {
		const items = [await itemWith(['a.txt', 1])];
		const credentials = { locationId: '' };
		const { error, requests } = await testEnv.run({ parameters, items, credentials });
		expect(error?.message).toMatch(/'Location ID' is not set/);
		expect(requests).toEqual([]);
		const own = { ...parameters, locationId: SEED.locationId };
		const { error: none } = await testEnv.run({ parameters: own, items, credentials });
		expect(none).toBeUndefined();
	});

	it('a bad item among many, by its number', async () => {
		const items = addRecipients(testEnv.sandbox, 30);
		items[17].contactId = '  ';
		const { error, requests } = await testEnv.run({ parameters: sendSms(), items });
		expect(error?.message).toMatch(/'Contact' is empty \[item 17 \(the 18th\)\]$/);
		expect(error?.context.itemIndex).toBe(17);
		expect(requests).toEqual([]);
	});

	it.each([
		['accessToken', 'pit-1\r\nX-Evil: 1', /'Access Token' contains a line break/],
		['userAgent', 'me\nX-Evil: 1', /'User-Agent' contains a line break/],
	])('an %s with a line break', async (name, value, message) => {
		const credentials = { [name]: value };
		const { error, requests } = await testEnv.run({ parameters: getConversation(), credentials });
		expect(error?.message).toMatch(message);
		expect(requests).toEqual([]);
	});
});

describe('ID in a path', () => {
	it.each(['a/b', 'a?b=c', 'a#b', 'a b', '../x', 'é', '%2e%2e'])('is encoded: %s', async (id) => {
		const parameters = getConversation({ conversationId: byId(id) });
		const { requests } = await testEnv.run({ parameters });
		expect(requests.map(({ rawPath }) => rawPath)).toEqual([
			`/conversations/${encodeURIComponent(id)}`,
		]);
	});
});
