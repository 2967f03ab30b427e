import { createHash } from 'node:crypto';

import { SEED, startSandbox, wavChunks } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const MB = 1024 * 1024;
const messages = '/conversations/messages';
const target = { locationId: SEED.locationId, conversationId: SEED.conversationId };
const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');

function formOf(fields: Record<string, string>, ...files: Array<[string, Blob]>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	for (const [name, blob] of files) form.append('fileAttachment', blob, name);
	return form;
}

describe('recordings and transcripts', () => {
	const path = (id: string) => `${messages}/${id}/locations/${SEED.locationId}/recording`;
	const transcript = `/conversations/locations/${SEED.locationId}/messages/${SEED.callMessageId}/transcription`;

	test('returns a recording as a WAV file with a name', async () => {
		const { status, headers, text } = await call('GET', path(SEED.callMessageId));
		expect(status).toBe(200);
		expect(headers.get('content-type')).toBe('audio/x-wav');
		expect(headers.get('content-disposition')).toBe(
			`attachment; filename=call-${SEED.callMessageId}.wav`,
		);
		expect(headers.get('content-length')).toBe(String(44 + 2 * 16_000));
		expect(text.slice(0, 4)).toBe('RIFF');
	});

	test('returns a recording of any size, generated while it is sent', async () => {
		const bytes = 30 * MB + 7;
		const fileName = 'long.wav';
		sandbox.state.recordings.set(SEED.callMessageId, { bytes, type: 'audio/x-wav', fileName });
		const headers = { authorization: `Bearer ${sandbox.token}`, version: '2021-04-15' };
		const response = await fetch(sandbox.url + path(SEED.callMessageId), { headers });
		const received = new Uint8Array(await response.arrayBuffer());
		expect(received.length).toBe(bytes);
		expect(sha256(received)).toBe(sha256(Buffer.concat([...wavChunks(bytes)])));
	});

	test('answers 404 or as the live API did if a recording is not available yet', async () => {
		expect((await call('GET', path(SEED.unrecordedCallMessageId))).status).toBe(404);
		sandbox.state.notReadyStatus = 422;
		expect((await call('GET', path(SEED.unrecordedCallMessageId))).status).toBe(422);
	});

	test('returns a transcript as a list of sentences, or as one object', async () => {
		const list = await call<Array<{ transcript: string }>>('GET', transcript);
		expect(list.json).toHaveLength(5);
		expect(list.json[0]).toEqual({
			...{ mediaChannel: 1, sentenceIndex: 0, startTime: 0, confidence: 0.9 },
			endTime: expect.any(Number),
			transcript: 'Riverside Dental, good morning, this is Mia.',
		});
		const single = { sentenceIndex: 0, transcript: 'Hi.', confidence: 1, mediaChannel: 1 };
		sandbox.state.transcripts.set(SEED.callMessageId, { ...single, startTime: 0, endTime: 1 });
		expect((await call('GET', transcript)).json).toMatchObject(single);
	});

	test('returns a transcript as a text file', async () => {
		const { headers, text } = await call('GET', `${transcript}/download`);
		expect(headers.get('content-type')).toMatch(/^text\/plain/);
		expect(headers.get('content-disposition')).toMatch(/^attachment; filename=".+\.txt"$/);
		expect(text).toContain('Speaker 2: Hi Mia');
	});
});

describe('multipart uploads', () => {
	const upload = async (form: FormData) => await call('POST', `${messages}/upload`, form);

	test('returns URLs for several files, and records their bytes', async () => {
		const pdf = new Blob(['%PDF-1.7'], { type: 'application/pdf' });
		const form = formOf(target, ['plan.pdf', pdf], ['Übersicht.txt', new Blob(['hello'])]);
		const { status, json } = await upload(form);
		expect(status).toBe(200);
		expect(json.uploadedFiles).toEqual({
			'plan.pdf': expect.stringMatching(/^http.+\/files\/d\/\w+$/),
			'Übersicht.txt': expect.stringMatching(/^http.+\/files\/d\/\w+$/),
		});
		expect(sandbox.requests[0].body).toEqual({
			fields: target,
			files: [
				{
					...{ field: 'fileAttachment', name: 'plan.pdf', type: 'application/pdf' },
					...{ size: 8, sha256: sha256('%PDF-1.7') },
				},
				expect.objectContaining({ name: 'Übersicht.txt', sha256: sha256('hello') }),
			],
		});
	});

	test('accepts 5 MB, but not one byte more', async () => {
		const file = (size: number) => new Blob([new Uint8Array(size)]);
		expect((await upload(formOf(target, ['a.mp4', file(5 * MB)]))).status).toBe(200);
		const { status, json } = await upload(formOf(target, ['a.mp4', file(5 * MB + 1)]));
		expect(status).toBe(413);
		expect(json).toMatchObject({ status: 413, message: 'Failed to upload the files' });
	});

	test.each([
		['a type that is not allowed', formOf(target, ['run.exe', new Blob(['x'])]), 415],
		['no file', formOf(target), 400],
		['no conversation', formOf({ locationId: SEED.locationId }, ['a.txt', new Blob(['x'])]), 400],
		[
			'an unknown conversation',
			formOf({ ...target, conversationId: 'unknown' }, ['a.txt', new Blob(['x'])]),
			500,
		],
		[
			'another location',
			formOf({ ...target, locationId: SEED.otherLocationId }, ['a.txt', new Blob(['x'])]),
			403,
		],
	])('rejects %s', async (_case, form, expected) => {
		expect((await upload(form)).status).toBe(expected);
	});

	test('rejects a file sent as JSON', async () => {
		const { status } = await call('POST', `${messages}/upload`, { ...target, fileAttachment: 'x' });
		expect(status).toBe(400);
	});
});

describe('large uploads', () => {
	interface Initiated {
		uploadUrl: string;
		uploadId: string;
		filePath: string;
		expiresAt: number;
		maxFileSize: number;
	}
	const file = { filename: 'video.mp4', contentType: 'video/mp4', channel: 'WHATSAPP' };
	const initiate = async (more: object = {}) =>
		await call<Initiated>('POST', `${messages}/upload/initiate`, { ...target, ...file, ...more });
	const complete = async ({ uploadId, filePath }: Initiated) => {
		const body = { ...target, uploadId, filePath, filename: file.filename };
		return await call('POST', `${messages}/upload/complete`, body);
	};
	const put = async (url: string, headers: Record<string, string>, body: BodyInit = 'bytes') =>
		await fetch(url, { method: 'PUT', headers, body });
	const fitting = { 'content-type': 'video/mp4' };

	test('initiates, uploads and completes', async () => {
		const { json } = await initiate({ fileSize: 3 * MB });
		expect(json.maxFileSize).toBe(100 * MB);
		expect(json.expiresAt - Date.now()).toBeGreaterThan(14 * 60_000);
		expect(new URL(json.uploadUrl).origin).not.toBe(sandbox.url);
		const bytes = new Uint8Array(3 * MB).fill(7);
		expect((await put(json.uploadUrl, fitting, bytes)).status).toBe(200);
		expect(sandbox.requests.at(-1)?.body).toEqual({ size: 3 * MB, sha256: sha256(bytes) });
		const done = await complete(json);
		expect(done.json).toMatchObject({
			uploadedFiles: { 'video.mp4': expect.stringMatching(/^http/) },
			metadata: { size: 3 * MB, contentType: 'video/mp4' },
		});
	});

	test('requires the signed Content-Type and no token for the storage', async () => {
		const { json } = await initiate();
		const withToken = { ...fitting, authorization: `Bearer ${sandbox.token}` };
		expect((await put(json.uploadUrl, withToken)).status).toBe(400);
		expect((await put(json.uploadUrl, { 'content-type': 'video/mpeg' })).status).toBe(403);
		const forged = json.uploadUrl.replace(/Signature=[^&]+/, 'Signature=forged');
		expect((await put(forged, fitting)).status).toBe(403);
		expect((await complete(json)).status).toBe(404);
	});

	test('expires a URL after 15 minutes', async () => {
		const { json } = await initiate();
		const upload = sandbox.state.uploads.get(json.uploadId);
		if (upload) upload.expiresAt = Date.now() - 1;
		const { status } = await put(json.uploadUrl, fitting);
		expect(status).toBe(400);
		expect((await complete(json)).status).toBe(404);
	});

	test('rejects a size over the channel’s maximum', async () => {
		expect((await initiate({ channel: 'SMS', fileSize: 5 * MB + 1 })).status).toBe(413);
		expect((await initiate({ fileSize: 100 * MB + 1 })).status).toBe(413);
	});
});
