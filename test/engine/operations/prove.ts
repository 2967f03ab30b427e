import { name, version as own } from '../../../package.json';
import { SEED, type RecordedRequest } from '../../../sandbox';
import { endpoints } from '../../contract/fields';
import { startWorld, type RunOptions, type World } from '../harness';
import { cases, type Case, type Sent } from './cases';

/** The path with its placeholders filled in. */
const filled = (url: string, values: Record<string, string> = {}): string =>
	url.replace(/\{(\w+)\}/g, (_, placeholder: string) => values[placeholder]);

/** What every request to HighLevel carries. */
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

/** A request that is exactly the documented endpoint's, with exactly these values. */
export function expectSent(request: RecordedRequest, operation: string, sent: Sent): void {
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

export async function inputOf(world: World, { file, items }: Case): Promise<RunOptions['items']> {
	if (!file) return items;
	return [{ json: {}, binary: { data: await world.file(file) } }];
}

const credentialsOf = ({ apiVersion }: Case): Record<string, string> =>
	apiVersion === undefined ? {} : { apiVersion };

/** Sets the stage for an operation that needs more than the untouched inbox. */
export function prepare(key: string, { sandbox }: World): void {
	if (key === 'message.updateEmailStatus') {
		// As if the app's own provider had sent it.
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
	// A file that has arrived at the storage, and waits to be completed.
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

/** Runs every case of a resource through n8n's engine, from an untouched inbox each. */
export function proveResource(resource: keyof typeof cases): void {
	let world: World;
	beforeAll(async () => {
		world = await startWorld();
	});
	afterAll(async () => await world.stop());
	beforeEach(() => world.sandbox.reset());

	for (const [operation, list] of Object.entries(cases[resource])) {
		const key = `${resource}.${operation}`;
		test.each(list)(`${key}: $shows`, async (given) => {
			prepare(key, world);
			const { error, requests, items, json } = await world.run({
				parameters: { resource, operation, ...given.parameters },
				items: await inputOf(world, given),
				credentials: credentialsOf(given),
			});
			expect(error).toBeUndefined();
			expect(requests).toHaveLength(1);
			expectSent(requests[0], key, given.sent);
			expectHeaders(requests[0], world.sandbox.token, given.apiVersion);
			if (given.gives !== undefined) expect(json).toEqual(given.gives);
			for (const { pairedItem } of items) expect(pairedItem).toEqual({ item: 0 });
		});
	}
}
