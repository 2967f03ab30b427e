import type { IDataObject } from 'n8n-workflow';

import { SEED, type RecordedRequest } from '../../../sandbox';
import {
	byId,
	itemWithFiles,
	SEND_PATH,
	sendSms,
	STORES,
	upTo,
	uploadFile,
	uploadLargeFile,
} from '../fixtures';
import { useTestEnv } from '../harness';

const UPLOAD_PATH = `${SEND_PATH}/upload`;
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
const namesIn = ({ body }: RecordedRequest) =>
	(body as { files: Array<{ name: string }> }).files.map(({ name }) => name);
const attachmentsIn = ({ body }: RecordedRequest) =>
	(body as { attachments: string[] }).attachments;

describe.each(STORES)(
	'uploads return the address of every file, with files in the %s',
	(binaryData) => {
		const testEnv = useTestEnv({ binaryData });

		const photos = async (...names: string[]) => [
			await itemWithFiles(
				testEnv,
				...names.map((name) => [name, Buffer.from('png'), 'image/png'] as [string, Buffer, string]),
			),
		];

		it('also for two files with the same name', async () => {
			const items = await photos('photo.png', 'photo.png', 'PHOTO.png', '');
			const parameters = sendSms({ options: { attachFiles: 'data,data2,data3,data4' } });
			const { requests, error } = await testEnv.run({ parameters, items });
			expect(error).toBeUndefined();
			const [upload, send] = requests;
			expect(namesIn(upload)).toEqual(['photo.png', 'photo-2.png', 'PHOTO-3.png', 'data4.png']);
			expect(new Set(attachmentsIn(send)).size).toBe(4);
		});

		it('with at most five files per request', async () => {
			const items = await photos(...upTo(12).map((n) => `${n}.png`));
			const fields = upTo(12).map((n) => (n === 0 ? 'data' : `data${n + 1}`));
			const additionalFields = { attachmentUrls: ['https://files.example/own.pdf'] };
			const parameters = uploadFile({ binaryPropertyName: fields.join(), additionalFields });
			const { requests, json, error } = await testEnv.run({ parameters, items });
			expect(error).toBeUndefined();
			expect(requests.map((request) => namesIn(request).length)).toEqual([5, 5, 2]);
			const names = json.map(({ fileName }) => fileName);
			expect(names.filter((name) => name !== 'own.pdf')).toEqual(upTo(12).map((n) => `${n}.png`));
			expect(names).toHaveLength(13);
		});

		it('with one file per request for a group SMS', async () => {
			const items = await photos('a.png', 'b.png');
			const additionalFields = { isGroupSms: true };
			const parameters = uploadFile({ binaryPropertyName: 'data,data2', additionalFields });
			const { requests } = await testEnv.run({ parameters, items });
			expect(requests.map(namesIn)).toEqual([['a.png'], ['b.png']]);
		});

		it.each<[string, IDataObject]>([
			['none', { success: true }],
			['fewer', { uploadedFiles: { 'a.png': 'https://files.example/a.png' } }],
			['an empty one', { uploadedFiles: { 'a.png': 'https://files.example/a.png', 'b.png': '' } }],
			['null', { uploadedFiles: null }],
		])('or the message is not sent, if HighLevel returns %s', async (_, body) => {
			testEnv.sandbox.faults.add({ path: UPLOAD_PATH, body, times: 9 });
			const parameters = sendSms({ options: { attachFiles: 'data,data2' } });
			const { requests, error } = await testEnv.run({
				parameters,
				items: await photos('a.png', 'b.png'),
			});
			expect(requests.map(({ path }) => path)).toEqual([UPLOAD_PATH]);
			expect(error?.message).toMatch(
				/HighLevel returned only [01] of 2 file URLs \(uploading the files\)/,
			);
			expect(error?.description).not.toMatch(/may have been processed/);
		});

		it('or the upload fails', async () => {
			testEnv.sandbox.faults.add({ path: UPLOAD_PATH, body: {} });
			const { error, json } = await testEnv.run({
				parameters: uploadFile(),
				items: await photos('a.png'),
			});
			expect(error?.message).toMatch(/returned only 0 of 1 file URLs/);
			expect(json).toEqual([]);
		});

		it('or the large upload fails', async () => {
			testEnv.sandbox.faults.add({ path: `${UPLOAD_PATH}/complete`, body: {} });
			const items = await photos('a.png');
			const { error, json } = await testEnv.run({ parameters: uploadLargeFile(), items });
			expect(error?.message).toMatch(/returned only 0 of 1 file URLs \(completing the upload\)/);
			expect(json).toEqual([]);
		});

		it('or completing the upload fails', async () => {
			testEnv.sandbox.faults.add({ path: `${UPLOAD_PATH}/complete`, body: { metadata: {} } });
			const parameters = {
				...{ resource: 'upload', operation: 'complete', uploadId: 'u', filePath: 'p' },
				...{ filename: 'a.png', conversationId: byId(SEED.conversationId) },
			};
			const { error } = await testEnv.run({ parameters });
			expect(error?.message).toMatch(/returned only 0 of 1 file URLs/);
		});

		it('once for each file, also if an upload was retried', async () => {
			testEnv.sandbox.faults.add({ path: UPLOAD_PATH, body: {} });
			const parameters = sendSms({ options: { attachFiles: 'data' } });
			const items = await photos('a.png');
			const { requests } = await testEnv.run({ parameters, items, node: retrying });
			const sent = requests.filter(({ path }) => path === SEND_PATH);
			expect(sent.map((request) => attachmentsIn(request).length)).toEqual([1]);
		});
	},
);
