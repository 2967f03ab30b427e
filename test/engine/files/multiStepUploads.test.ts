/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash, randomBytes } from 'node:crypto';
import files, { type FileHandle } from 'node:fs/promises';

import type { RecordedRequest } from '../../../sandbox';
import { waitFor } from '../../support/waitFor';
import { STORES, itemWithFiles, SEND_PATH, sendSms, upTo, uploadLargeFile } from '../fixtures';
import { useTestEnv } from '../harness';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const shown = ({ method, path }: RecordedRequest) => `${method} ${path}`;

describe.each(STORES)('files in the %s', (binaryData) => {
	const testEnv = useTestEnv({ binaryData });

	describe('large upload', () => {
		const content = randomBytes(6 * 1024 * 1024);
		const large = async () => [await itemWithFiles(testEnv, ['film.mp4', content, 'video/mp4'])];

		it('initiates the upload, streams the bytes, completes it, and returns the address', async () => {
			const { json, requests, error } = await testEnv.run({
				parameters: uploadLargeFile(),
				items: await large(),
			});
			expect(error).toBeUndefined();
			const [initiate, put, complete] = requests;
			expect(requests).toHaveLength(3);
			expect(initiate.body).toMatchObject({
				filename: 'film.mp4',
				contentType: 'video/mp4',
				fileSize: content.length,
				channel: 'WHATSAPP',
			});
			expect(put.body).toEqual({ size: content.length, sha256: sha256(content) });
			expect(put.headers['content-type']).toBe('video/mp4');
			expect(put.headers['content-length']).toBe(String(content.length));
			expect(put.headers['transfer-encoding']).toBeUndefined();
			expect(shown(complete)).toBe('POST /conversations/messages/upload/complete');
			expect(json).toEqual([
				expect.objectContaining({
					fileName: 'film.mp4',
					url: expect.stringMatching(/^http.*film\.mp4$/),
					size: content.length,
					contentType: 'video/mp4',
				}),
			]);
		});

		it.each([
			[/initiate$/, 1, /requesting the upload URL/],
			[/^\/storage\//, 2, /uploading the file/],
			[/complete$/, 3, /completing/],
		])('reports an error at %s after %i requests', async (path, count, step) => {
			testEnv.sandbox.faults.add({ path, status: 403, body: { message: 'No' } });
			const { error, requests } = await testEnv.run({
				parameters: uploadLargeFile(),
				items: await large(),
			});
			expect(requests).toHaveLength(count);
			expect(error?.message).toMatch(step);
			expect(error).toMatchObject({ httpCode: '403' });
		});

		it.each([
			['its answer', { status: 400, body: '<Error><Code>ExpiredToken</Code></Error>' }, /400, Exp/],
			['an answer without a code', { status: 503, html: true as const }, /of the storage: 503\./],
			['a broken connection', { disconnect: 'after' as const }, /ECONNRESET|EPIPE/],
		])('reports that the storage rejected the file, with %s', async (_, fault, said) => {
			testEnv.sandbox.faults.add({ path: /^\/storage\//, ...fault });
			const parameters = uploadLargeFile();
			const { error, requests } = await testEnv.run({ parameters, items: await large() });
			expect(requests).toHaveLength(2);
			expect(error?.message).toBe(
				"The upload to HighLevel's file storage failed (uploading the file) [item 0 (the 1st)]",
			);
			expect(error?.description).toMatch(said);
			expect(error?.description).toMatch(/15 minutes/);
			expect(error?.description).not.toMatch(/token\b|User-Agent|[<>]/);
		});

		it('closes a file that the storage rejected', async () => {
			const items = await large();
			testEnv.sandbox.faults.add({ path: /^\/storage\//, status: 403, body: { message: 'No' } });
			const open = jest.spyOn(files, 'open');
			const { error } = await testEnv.run({ parameters: uploadLargeFile(), items });
			expect(error?.message).toMatch(/uploading the file/);
			const handles = await Promise.all(open.mock.results.map(({ value }) => value as FileHandle));
			open.mockRestore();
			expect(handles.length > 0).toBe(binaryData === 'filesystem');
			// A closed handle has the descriptor -1.
			await waitFor(() => handles.every(({ fd }) => fd === -1));
		});

		it('does not follow redirects of the storage', async () => {
			const headers = { location: `${testEnv.sandbox.url}/conversations/elsewhere` };
			testEnv.sandbox.faults.add({ path: /^\/storage\//, status: 307, headers });
			const { error, requests } = await testEnv.run({
				parameters: uploadLargeFile(),
				items: await large(),
			});
			expect(requests).toHaveLength(2);
			expect(error?.message).toMatch(/uploading the file/);
		});
	});

	describe('message with files', () => {
		/** The name of the file behind a secure address. */
		const storedName = (url: string) =>
			testEnv.sandbox.state.files.get(String(url.split('/').at(-1)))?.name;

		it('uploads the files first, and sends their addresses together with those of the item', async () => {
			const item = await itemWithFiles(
				testEnv,
				['a.pdf', randomBytes(9), 'application/pdf'],
				['b.png', randomBytes(9), 'image/png'],
			);
			const parameters = sendSms({
				additionalFields: { attachments: ['https://files.example/own.pdf'] },
				options: { attachFiles: 'data,data2' },
			});
			const { requests, error, json } = await testEnv.run({ parameters, items: [item] });
			expect(error).toBeUndefined();
			expect(requests.map(shown)).toEqual([`POST ${SEND_PATH}/upload`, `POST ${SEND_PATH}`]);
			const { attachments } = requests[1].body as { attachments: string[] };
			expect(attachments[0]).toBe('https://files.example/own.pdf');
			expect(attachments.slice(1).map(storedName)).toEqual(['a.pdf', 'b.png']);
			expect(json[0].messageId).toBeDefined();
		});

		it('is not sent if the upload fails, and says so', async () => {
			testEnv.sandbox.faults.add({ path: `${SEND_PATH}/upload`, disconnect: 'after', times: 9 });
			const items = [await itemWithFiles(testEnv, ['a.pdf', randomBytes(9), 'application/pdf'])];
			const parameters = sendSms({ options: { attachFiles: 'data' } });
			const { requests, error } = await testEnv.run({ parameters, items });
			expect(requests.map(shown)).toEqual([`POST ${SEND_PATH}/upload`]);
			expect(error?.message).toMatch(/uploading the files/);
			expect(error?.description).not.toMatch(/may have been processed/);
		});

		it('uploads the files of each item', async () => {
			const items = await Promise.all(
				upTo(12).map(
					async (n) =>
						await itemWithFiles(testEnv, [`${n}.txt`, Buffer.from(`${n}`), 'text/plain']),
				),
			);
			const parameters = sendSms({ options: { attachFiles: 'data' } });
			const { requests } = await testEnv.run({ parameters, items });
			const sent = requests.filter(({ path }) => path === SEND_PATH);
			// The requests of one contact go out in the order of the items.
			const names = sent.map(({ body }) =>
				(body as { attachments: string[] }).attachments.map(storedName).join(),
			);
			expect(names).toEqual(upTo(12).map((n) => `${n}.txt`));
		});
	});
});
