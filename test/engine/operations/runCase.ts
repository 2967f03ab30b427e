import { name, version as own } from '../../../package.json';
import { SEED, type RecordedRequest } from '../../../sandbox';
import { endpoints } from '../../contract/fields';
import type { RunOptions, TestEnv } from '../harness';
import type { Case, ExpectedRequest } from './cases';

/** The path with values in place of its placeholders. */
const filled = (url: string, values: Record<string, string> = {}): string =>
	url.replace(/\{(\w+)\}/g, (_, placeholder: string) => values[placeholder]);

/** Checks the headers that every request to HighLevel has. */
export function expectHeaders(
	{ headers, body }: RecordedRequest,
	token: string,
	version = '2021-04-15',
): void {
	expect(headers).toMatchObject({
		authorization: `Bearer ${token}`,
		version,
		'user-agent': `${name}/${own}`,
		accept: 'application/json',
	});
	const isForm = /^multipart\/form-data; boundary=/.test(headers['content-type'] ?? '');
	if (!isForm)
		expect(headers['content-type']).toBe(body === undefined ? undefined : 'application/json');
}

/** Checks that a request goes to the operation's documented endpoint with exactly these values. */
export function expectRequest(
	request: RecordedRequest,
	operation: string,
	sent: ExpectedRequest,
): void {
	const { method, url } = endpoints[operation];
	expect(request).toMatchObject({ method, path: filled(url, sent.path) });
	expect(request.query).toStrictEqual(sent.query ?? {});
	if (sent.form) {
		const { fields, files } = sent.form;
		expect(request.body).toEqual({
			fields,
			files: files.map((file) => expect.objectContaining(file)),
		});
		expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
	} else {
		expect(request.body).toStrictEqual(sent.body);
	}
}

export async function inputOf(
	testEnv: TestEnv,
	{ file, items }: Case,
): Promise<RunOptions['items']> {
	if (!file) return items;
	return [{ json: {}, binary: { data: await testEnv.file(file) } }];
}

const credentialsOf = ({ apiVersion }: Case): Record<string, string> =>
	apiVersion === undefined ? {} : { apiVersion };

/** Adds to the seeded sandbox what some operations need. */
export function prepare(key: string, { sandbox }: TestEnv): void {
	if (key === 'message.updateEmailStatus') {
		// Only emails sent by the app's own provider can be updated.
		const { messageId } = sandbox.state.emails.get(SEED.emailMessageId)!;
		sandbox.state.messages.get(messageId)!.conversationProviderId = SEED.providerId;
	}
	if (key === 'message.downloadAttachments') {
		const { state, storageUrl } = sandbox;
		const { locationId, conversationId } = SEED;
		const bytes = Buffer.from('PLAN');
		const { slug } = state.addFile({ locationId, name: 'plan.txt', type: 'text/plain', bytes });
		const attachments = [`${storageUrl}/files/d/${slug}`];
		state.addMessage({ id: 'mFil3Att4chm3nt5Kd8W', conversationId, attachments });
	}
	if (key !== 'upload.complete') return;
	// A file that was uploaded to the storage but not completed.
	sandbox.state.uploads.set('upload-1', {
		uploadId: 'upload-1',
		filePath: 'location/video.mp4',
		signature: '',
		locationId: SEED.locationId,
		conversationId: SEED.conversationId,
		contentType: 'video/mp4',
		maxFileSize: 100,
		expiresAt: Date.now() + 60_000,
		received: { size: 9, sha256: '' },
	});
}

/** Runs a case of an operation in n8n's engine, and checks its request, its output and the links to the input items. */
export async function runCase(testEnv: TestEnv, key: string, given: Case): Promise<void> {
	const [resource, operation] = key.split('.');
	prepare(key, testEnv);
	const { error, requests, items, json } = await testEnv.run({
		parameters: { resource, operation, ...given.parameters },
		items: await inputOf(testEnv, given),
		credentials: credentialsOf(given),
	});
	expect(error).toBeUndefined();
	expect(requests).toHaveLength(1);
	expectRequest(requests[0], key, given.request);
	expectHeaders(requests[0], testEnv.sandbox.token, given.apiVersion);
	if (given.output !== undefined) expect(json).toEqual(given.output);
	for (const { pairedItem } of items) expect(pairedItem).toEqual({ item: 0 });
}
