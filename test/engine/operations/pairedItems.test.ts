import { createHash } from 'node:crypto';

import { SEED } from '../../../sandbox';
import { byId, getConversation, getMessage, getMessages, getRecording, sendSms } from '../fixtures';
import { useTestEnv } from '../harness';

/** Reads the input item that an output item was made from. */
const LABEL = "={{ $('Feeder').item.json.label }}";

const testEnv = useTestEnv();

const people = [
	{ label: 'a', contactId: SEED.contactId, text: 'Hi Ana' },
	{ label: 'b', contactId: SEED.emailContactId, text: 'Hi Ben' },
	{ label: 'c', contactId: SEED.newContactId, text: 'Hi Quinn' },
];

test("uses each item's values in its request, and links the result to it", async () => {
	const { requests, json, after } = await testEnv.run({
		parameters: sendSms(),
		items: people,
		after: LABEL,
	});
	const sent = requests.map(({ body }) => body as { contactId: string; message: string });
	for (const { contactId, text } of people) {
		expect(sent).toContainEqual({
			type: 'SMS',
			contactId,
			message: text,
			locationId: SEED.locationId,
		});
	}
	expect(sent).toHaveLength(3);
	expect(json).toHaveLength(3);
	expect(after).toEqual(['a', 'b', 'c']);
});

test('links every record of a list to its input item', async () => {
	const items = [
		{ label: 'sms', id: SEED.conversationId, count: 2 },
		{ label: 'mail', id: SEED.emailConversationId, count: 3 },
	];
	const { json, after } = await testEnv.run({
		parameters: getMessages({
			conversationId: byId('={{ $json.id }}'),
			limit: '={{ $json.count }}',
		}),
		items,
		after: LABEL,
	});
	expect(json.map(({ conversationId }) => conversationId)).toEqual([
		...[items[0].id, items[0].id],
		...[items[1].id, items[1].id, items[1].id],
	]);
	expect(after).toEqual(['sms', 'sms', 'mail', 'mail', 'mail']);
});

test("links every file to its input item, with HighLevel's bytes, name and type", async () => {
	const ids = [SEED.callMessageId, SEED.secondCallMessageId];
	const { items, after } = await testEnv.run({
		parameters: getRecording({ messageId: '={{ $json.id }}', binaryPropertyName: 'sound' }),
		items: ids.map((id) => ({ id, label: id })),
		after: LABEL,
	});
	expect(after).toEqual(ids);
	for (const [index, id] of ids.entries()) {
		const item = items[index];
		expect(item.binary?.sound).toMatchObject({
			fileName: `call-${id}.wav`,
			mimeType: 'audio/x-wav',
		});
		const bytes = await testEnv.bytes(item, 'sound');
		expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
		expect(bytes).toHaveLength(Number(item.json.fileSize));
	}
});

test('downloads a transcript as a text file', async () => {
	const { items } = await testEnv.run({
		parameters: {
			resource: 'message',
			operation: 'downloadTranscription',
			messageId: SEED.callMessageId,
		},
	});
	expect(items[0].binary?.data).toMatchObject({
		fileName: `transcription-${SEED.callMessageId}.txt`,
		mimeType: 'text/plain',
	});
	expect((await testEnv.bytes(items[0])).toString()).toMatch(/^Speaker 1: Riverside Dental/);
});

test('uploads the exact bytes of each item', async () => {
	const contents = ['first', 'second'];
	const { requests, after } = await testEnv.run({
		parameters: { resource: 'upload', operation: 'uploadFile', contactId: SEED.contactId },
		items: await Promise.all(
			contents.map(async (content) => ({
				json: { label: content },
				binary: { data: await testEnv.file({ content, name: `${content}.txt` }) },
			})),
		),
		after: LABEL,
	});
	const hashes = requests.flatMap(({ body }) => (body as { files: unknown[] }).files);
	for (const content of contents) {
		const sha256 = createHash('sha256').update(content).digest('hex');
		expect(hashes).toContainEqual(expect.objectContaining({ name: `${content}.txt`, sha256 }));
	}
	expect(after).toEqual(contents);
});

test('sends several input files of one item in one upload', async () => {
	const [a, b] = [
		await testEnv.file({ content: 'a', name: 'a.txt' }),
		await testEnv.file({ content: 'b', name: 'b.txt' }),
	];
	const { requests, json } = await testEnv.run({
		parameters: {
			resource: 'upload',
			operation: 'uploadFile',
			contactId: SEED.contactId,
			binaryPropertyName: 'a, b',
		},
		items: [{ json: {}, binary: { a, b } }],
	});
	expect(requests).toHaveLength(1);
	expect(json.map(({ fileName }) => fileName)).toEqual(['a.txt', 'b.txt']);
});

const found = { label: 'found', id: SEED.callMessageId };
const lost = { label: 'lost', id: 'unknown' };
const empty = { label: 'empty', id: '' };

test('replaces a failed item by one with the reason if the node continues on errors', async () => {
	const { json, after, error } = await testEnv.run({
		parameters: getMessage({ messageId: '={{ $json.id }}' }),
		items: [lost, found, empty],
		node: { onError: 'continueRegularOutput' },
		after: LABEL,
	});
	expect(error).toBeUndefined();
	expect(json).toEqual([
		expect.objectContaining({
			error: expect.stringContaining('HighLevel could not find the message'),
		}),
		expect.objectContaining({ id: found.id }),
		expect.objectContaining({ error: expect.stringContaining("'Message ID' is empty") }),
	]);
	expect(after).toEqual(['lost', 'found', 'empty']);
});

test('returns failed items in the error output, with their links', async () => {
	const { json, after, errorAfter } = await testEnv.run({
		parameters: getMessage({ messageId: '={{ $json.id }}' }),
		items: [lost, found],
		node: { onError: 'continueErrorOutput' },
		after: LABEL,
	});
	expect(json).toEqual([expect.objectContaining({ id: found.id })]);
	expect(after).toEqual(['found']);
	expect(errorAfter).toEqual(['lost']);
});

test("runs only the first item with 'Execute Once'", async () => {
	const { requests, json } = await testEnv.run({
		parameters: getConversation(),
		items: people,
		node: { executeOnce: true },
	});
	expect(requests).toHaveLength(1);
	expect(json).toHaveLength(1);
});

test('returns no items for an empty list', async () => {
	const { id } = testEnv.sandbox.state.addConversation({
		locationId: SEED.locationId,
		contactId: SEED.newContactId,
	});
	const { error, json } = await testEnv.run({
		parameters: getMessages({ conversationId: byId(id) }),
	});
	expect(error).toBeUndefined();
	expect(json).toEqual([]);
});
