import { SEED, startSandbox } from '../../sandbox';
import { useShared } from '../support/useShared';
import { clientOf } from './client';

const sandbox = useShared(async () => await startSandbox({ rateLimit: false }));
const call = clientOf(sandbox);
afterEach(() => sandbox.reset());

const HOUR_MS = 60 * 60_000;

async function upload(content: string, name = 'note.txt'): Promise<string> {
	const form = new FormData();
	form.set('locationId', SEED.locationId);
	form.set('conversationId', SEED.conversationId);
	form.append('fileAttachment', new Blob([content], { type: 'text/plain' }), name);
	const path = '/conversations/messages/upload';
	const { json } = await call<{ uploadedFiles: Record<string, string> }>('POST', path, form);
	return json.uploadedFiles[name];
}

const signedOf = async (address: string, headers?: Record<string, string>) =>
	await call('GET', new URL(address).pathname, undefined, headers);

describe('uploaded file', () => {
	test('is public for an hour', async () => {
		const address = await upload('Hello');
		expect(address).toMatch(/\/files\/d\/\w+$/);
		const opened = await fetch(address);
		expect([opened.status, await opened.text()]).toEqual([200, 'Hello']);
		sandbox.state.clockAheadMs = HOUR_MS - 10_000;
		expect((await fetch(address)).status).toBe(200);
		sandbox.state.clockAheadMs = HOUR_MS + 10_000;
		expect((await fetch(address)).status).toBe(403);
	});

	test('has a signed address for tokens with the scope, also when it is no longer public', async () => {
		const address = await upload('Hello', 'greeting.txt');
		sandbox.state.clockAheadMs = 24 * HOUR_MS;
		const { status, json } = await signedOf(address);
		expect(status).toBe(200);
		expect(json).toEqual({
			url: expect.stringContaining(`${sandbox.storageUrl}/signed/`),
			asset_id: expect.any(String),
			content_type: 'text/plain',
			filename: 'greeting.txt',
			size: 5,
			allow_download: true,
			traceId: expect.any(String),
		});
		expect(await (await fetch(String(json.url))).text()).toBe('Hello');
	});

	test('needs no token for its signed address, which expires', async () => {
		const { json } = await signedOf(await upload('Hello'));
		const url = String(json.url);
		const headers = { authorization: `Bearer ${sandbox.token}` };
		expect((await fetch(url, { headers })).status).toBe(400);
		expect((await fetch(`${url}x`)).status).toBe(403);
		sandbox.state.clockAheadMs = HOUR_MS;
		expect((await fetch(url)).status).toBe(403);
	});

	test('requires the scope and the location, and must exist', async () => {
		const address = await upload('Hello');
		const as = async (token: string) =>
			(await signedOf(address, { authorization: `Bearer ${token}` })).status;
		expect(await as(sandbox.tokens.noScopes)).toBe(401);
		expect(await as(sandbox.tokens.otherLocation)).toBe(403);
		expect((await call('GET', '/files/d/unknown')).status).toBe(404);
	});
});

describe('deleted or merged conversation', () => {
	test('is not found, with a code, even if the search still lists it', async () => {
		sandbox.state.removeContact(SEED.contactId);
		const sent = await call('POST', '/conversations/messages', {
			type: 'SMS',
			contactId: SEED.contactId,
			message: 'Hello',
		});
		expect([sent.status, sent.json.canonicalCode]).toEqual([
			400,
			'CONVERSATIONS_CONTACT_NOT_FOUND',
		]);
		for (const path of ['', '/messages']) {
			const { status, json } = await call('GET', `/conversations/${SEED.conversationId}${path}`);
			expect([status, json.canonicalCode]).toEqual([400, 'CONVERSATIONS_CONVERSATION_NOT_FOUND']);
		}
		const found = await call<{ conversations: unknown[] }>(
			'GET',
			`/conversations/search?locationId=${SEED.locationId}&contactId=${SEED.contactId}`,
		);
		expect(found.json.conversations).toHaveLength(1);
		const message = await call('GET', '/conversations/messages/unknown');
		expect([message.status, message.json.canonicalCode]).toEqual([
			400,
			'CONVERSATIONS_MSG_NOT_FOUND',
		]);
	});
});
