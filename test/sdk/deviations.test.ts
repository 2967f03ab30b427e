import { createHash } from 'node:crypto';

import { name, version } from '../../package.json';
import { SEED } from '../../sandbox';
import { byId, getConversation, getRecording, sendSms, uploadFile } from '../engine/fixtures';
import { useSdk } from './officialSdk';

const { testEnv, callSdk } = useSdk();

const { conversationId, contactId, locationId, callMessageId: messageId } = SEED;

test('Version: the SDK sends 2023-02-21, which is rejected; the node sends the documented version', async () => {
	const theirs = await callSdk(
		async (sdk, config) => await sdk.getConversation({ conversationId }, config),
		null,
	);
	const ours = await testEnv.run({ parameters: getConversation() });
	expect(theirs.requests[0]).toMatchObject({ status: 401, headers: { version: '2023-02-21' } });
	expect(ours.requests[0]).toMatchObject({ status: 200, headers: { version: '2021-04-15' } });
});

test('User-Agent: the SDK sends the one of its HTTP library; the node sends the package name', async () => {
	const theirs = await callSdk(
		async (sdk, config) => await sdk.getConversation({ conversationId }, config),
	);
	const ours = await testEnv.run({ parameters: getConversation() });
	expect(theirs.requests[0].headers['user-agent']).toMatch(/^axios\//);
	expect(ours.requests[0].headers['user-agent']).toBe(`${name}/${version}`);
});

describe('Upload: the SDK sends JSON without the file; the node sends multipart', () => {
	const content = 'The plan';
	const filesOf = (body: unknown) => (body as { files?: unknown[] }).files;

	test('SDK with a FormData', async () => {
		const form = new FormData();
		form.append('conversationId', conversationId);
		form.append('locationId', locationId);
		form.append('fileAttachment', new Blob([content], { type: 'text/plain' }), 'plan.txt');
		const { requests, outcome } = await callSdk(
			async (sdk, config) => await sdk.uploadFileAttachments(form, config),
		);
		expect(requests[0].headers['content-type']).toBe('application/json');
		expect(requests[0].body).toEqual({ conversationId, locationId, fileAttachment: {} });
		expect(outcome.status).toBe('rejected');
	});

	test('SDK with a buffer under the documented key', async () => {
		const fileAttachment = Buffer.from(content);
		const { requests, outcome } = await callSdk(
			async (sdk, config) =>
				await sdk.uploadFileAttachments({ conversationId, locationId, fileAttachment }, config),
		);
		expect(requests[0].headers['content-type']).toBe('application/json');
		expect(outcome.status).toBe('rejected');
	});

	test('node', async () => {
		const file = await testEnv.file({ content, name: 'plan.txt', type: 'text/plain' });
		const { requests, json } = await testEnv.run({
			parameters: uploadFile(),
			items: [{ json: {}, binary: { data: file } }],
		});
		expect(requests[0].headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		const sha256 = createHash('sha256').update(content).digest('hex');
		expect(filesOf(requests[0].body)).toEqual([
			expect.objectContaining({ name: 'plan.txt', sha256 }),
		]);
		expect(json).toMatchObject([{ fileName: 'plan.txt', url: expect.stringMatching(/^http/) }]);
	});
});

test('Recording: the SDK decodes the audio as text and corrupts it; the node keeps every byte', async () => {
	// Bytes that are not valid UTF-8, like those of any audio file.
	const bytes = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
	const recording = { bytes, type: 'audio/x-wav', fileName: 'call.wav' };
	testEnv.sandbox.state.recordings.set(messageId, recording);
	const { outcome } = await callSdk(
		async (sdk, config) => await sdk.getMessageRecording({ messageId, locationId }, config),
	);
	const theirs: unknown = outcome.status === 'fulfilled' ? outcome.value : undefined;
	expect(typeof theirs).toBe('string');
	for (const encoding of ['utf8', 'latin1'] as const) {
		expect(Buffer.from(String(theirs), encoding).equals(bytes)).toBe(false);
	}
	const { items } = await testEnv.run({ parameters: getRecording() });
	expect((await testEnv.bytes(items[0])).equals(bytes)).toBe(true);
});

test('Empty values: the SDK sends them, which is rejected; the node omits them', async () => {
	const empty = { attachments: [], subType: '', message: 'Hi' };
	const theirs = await callSdk(
		async (sdk, config) =>
			await sdk.sendANewMessage({ type: 'SMS', contactId, ...empty } as never, config),
	);
	const ours = await testEnv.run({
		parameters: sendSms({ message: 'Hi', additionalFields: { attachments: [], subType: '' } }),
	});
	expect(theirs.requests[0].body).toEqual({ type: 'SMS', contactId, ...empty });
	expect(theirs.requests[0].status).toBe(422);
	expect(ours.requests[0].body).toEqual({ type: 'SMS', contactId, locationId, message: 'Hi' });
	expect(ours.requests[0].status).toBe(200);
});

test.each([
	['..', '/'],
	['', '/conversations/'],
])(
	'IDs: the SDK sends an ID that changes the path (%p); the node rejects it before sending anything',
	async (id, path) => {
		const theirs = await callSdk(
			async (sdk, config) => await sdk.deleteConversation({ conversationId: id }, config),
		);
		const ours = await testEnv.run({
			parameters: {
				resource: 'conversation',
				operation: 'delete',
				conversationId: byId(`={{ '${id}' }}`),
			},
		});
		expect(theirs.requests[0]).toMatchObject({ method: 'DELETE', path });
		expect(ours.requests).toEqual([]);
		expect(ours.error?.message).toMatch(/'Conversation' is (empty|not an ID)/);
	},
);

test('Rate limit: the SDK fails on a 429; the node waits and retries', async () => {
	const refusal = {
		status: 429,
		body: { statusCode: 429, message: 'Too many requests' },
		headers: { 'x-ratelimit-interval-milliseconds': '100' },
	};
	testEnv.sandbox.faults.add(refusal);
	const theirs = await callSdk(
		async (sdk, config) => await sdk.getConversation({ conversationId }, config),
	);
	expect(theirs.outcome.status).toBe('rejected');
	expect(theirs.requests).toHaveLength(1);
	testEnv.sandbox.faults.add(refusal);
	const ours = await testEnv.run({ parameters: getConversation() });
	expect(ours.requests.map(({ status }) => status)).toEqual([429, 200]);
	expect(ours.json).toEqual([expect.objectContaining({ id: conversationId })]);
});
