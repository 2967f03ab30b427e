import { createHash, randomBytes } from 'node:crypto';

import { SEED, wavChunks, wavSize } from '../../../sandbox';
import { STORES, getRecording, itemWithFiles, uploadFile } from '../fixtures';
import { useTestEnv } from '../harness';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.each(STORES)('files in the %s', (binaryData) => {
	const testEnv = useTestEnv({ binaryData });

	it('downloads a complete recording, with its name and type', async () => {
		const result = await testEnv.run({ parameters: getRecording() });
		const [item] = result.items;
		expect(item.binary?.data).toMatchObject({
			fileName: `call-${SEED.callMessageId}.wav`,
			mimeType: 'audio/x-wav',
		});
		const whole = Buffer.concat([...wavChunks(wavSize(2))]);
		expect(sha256(await testEnv.bytes(item))).toBe(sha256(whole));
		expect(item.json).toMatchObject({ messageId: SEED.callMessageId, fileSize: whole.length });
	});

	it.each([
		[`attachment; filename="caf\\"e.wav"`, 'caf"e.wav'],
		[
			"attachment; filename=x.wav; filename*=UTF-8''r%C3%A9sum%C3%A9%20%E2%82%AC.wav",
			'résumé €.wav',
		],
		[`attachment; filename="../../etc/passwd"`, 'passwd'],
		['attachment; filename="..\\\\..\\\\boot.ini"', 'boot.ini'],
		['attachment; filename=".."', `${SEED.callMessageId}.wav`],
		['attachment; filename="a/."', `${SEED.callMessageId}.wav`],
		['attachment', `${SEED.callMessageId}.wav`],
		["attachment; filename*=UTF-8''%zz", `${SEED.callMessageId}.wav`],
	])('reads the name from %s', async (disposition, fileName) => {
		const recording = testEnv.sandbox.state.recordings.get(SEED.callMessageId);
		Object.assign(recording ?? {}, { disposition });
		const { items } = await testEnv.run({
			parameters: getRecording({ binaryPropertyName: 'call' }),
		});
		expect(items[0].binary?.call.fileName).toBe(fileName);
	});

	it('treats a recording of 0 bytes as not available yet', async () => {
		const recording = testEnv.sandbox.state.recordings.get(SEED.callMessageId);
		Object.assign(recording ?? {}, { bytes: Buffer.alloc(0) });
		const { error } = await testEnv.run({ parameters: getRecording() });
		expect(error?.message).toBe('The recording is not available yet [item 0 (the 1st)]');
		expect(error?.description).toMatch(/30 to 60 seconds after the call/);
		const options = { whenUnavailable: 'item' };
		const { json } = await testEnv.run({ parameters: getRecording({ options }) });
		expect(json).toEqual([{ messageId: SEED.callMessageId, available: false }]);
	});

	it('downloads an interrupted recording again, completely', async () => {
		testEnv.sandbox.faults.add({ disconnect: 'midBody' });
		const { items, error, requests } = await testEnv.run({ parameters: getRecording() });
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(2);
		expect(await testEnv.bytes(items[0])).toHaveLength(wavSize(2));
	});

	it('uploads several files in one request, whatever their names', async () => {
		const first = randomBytes(70_000);
		const item = await itemWithFiles(
			testEnv,
			['Résumé "neu" €.pdf', first, 'application/pdf'],
			['b.png', randomBytes(10), 'image/png'],
		);
		const parameters = uploadFile({ binaryPropertyName: 'data, data2' });
		const { json, requests, error } = await testEnv.run({ parameters, items: [item] });
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(1);
		expect(requests[0].headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		const { fields, files } = requests[0].body as { fields: object; files: object[] };
		expect(fields).toMatchObject({
			conversationId: SEED.conversationId,
			locationId: SEED.locationId,
		});
		expect(files).toMatchObject([
			{
				field: 'fileAttachment',
				name: 'Résumé "neu" €.pdf',
				type: 'application/pdf',
				sha256: sha256(first),
			},
			{ field: 'fileAttachment', name: 'b.png', type: 'image/png', size: 10 },
		]);
		expect(json.map(({ fileName }) => fileName)).toEqual(['Résumé "neu" €.pdf', 'b.png']);
		expect(json[0].url).toMatch(/^http/);
	});

	it('uploads a complete file again after a 429', async () => {
		const content = randomBytes(200_000);
		testEnv.sandbox.faults.add({ status: 429 });
		const items = [await itemWithFiles(testEnv, ['a.pdf', content, 'application/pdf'])];
		const { requests, error } = await testEnv.run({ parameters: uploadFile(), items });
		expect(error).toBeUndefined();
		const hashes = requests.map(
			({ body }) => (body as { files: Array<{ sha256: string }> }).files[0].sha256,
		);
		expect(hashes).toEqual([sha256(content), sha256(content)]);
	});
});
