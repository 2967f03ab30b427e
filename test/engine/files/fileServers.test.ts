import type { INodeParameters } from 'n8n-workflow';

import { isSafeDownloadUrl } from '../../../nodes/shared/request/transport';
import { SEED } from '../../../sandbox';
import { downloadAttachments, getRecording } from '../fixtures';
import { useTestEnv } from '../harness';
import { withServer } from './fileServer';

const testEnv = useTestEnv();

const asItem = { whenUnavailable: 'item' };
const RECORDING = /\/recording$/;
/** A port on which nothing listens. */
const CLOSED = 'http://127.0.0.1:9/file.wav';

describe('address of a file', () => {
	const REMOTE = 'https://services.leadconnectorhq.com';
	test.each<[string, string, boolean]>([
		['https://files.example/a', REMOTE, true],
		['http://files.example/a', REMOTE, true],
		['http://127.0.0.1/a', REMOTE, false],
		['http://127.0.0.1/a', 'http://localhost:3000', true],
		['http://10.0.0.1/a', REMOTE, false],
		['http://10.0.0.1/a', 'http://localhost:3000', false],
		['http://10.0.0.1/a', 'https://192.168.1.5', true],
		['http://172.16.0.1/a', REMOTE, false],
		['http://172.32.0.1/a', REMOTE, true],
		['http://192.168.1.1/a', REMOTE, false],
		['http://192.169.1.1/a', REMOTE, true],
		['http://169.254.169.254/latest/meta-data', REMOTE, false],
		['http://100.64.0.1/a', REMOTE, false],
		['http://0.1.2.3/a', REMOTE, false],
		['http://0xa000001/a', REMOTE, false],
		['http://[::ffff:10.0.0.1]/a', REMOTE, false],
		['http://[::ffff:127.0.0.1]/a', REMOTE, false],
		['http://[fd00::1]/a', REMOTE, false],
		['http://[fe80::1]/a', REMOTE, false],
		['http://[2606:4700::1]/a', REMOTE, true],
		['http://10.0.0.1.example/a', REMOTE, true],
		['ftp://files.example/a', REMOTE, false],
		['//files.example/a', REMOTE, false],
	])('%s from the API at %s is opened: %p', (address, baseUrl, isSafe) => {
		expect(isSafeDownloadUrl(address, baseUrl)).toBe(isSafe);
	});
});

/** Lets the API answer for a recording with a redirect. */
const redirectTo = (location: string, times = 1) =>
	testEnv.sandbox.faults.add({ path: RECORDING, status: 302, headers: { location }, times });

/** Downloads the file at an address: as an attachment, or as the recording that HighLevel's API redirects to. */
const ways: Array<[string, (url: string, options?: INodeParameters) => INodeParameters]> = [
	[
		'Download Attachments',
		(url, options = {}) => downloadAttachments({ source: 'urls', urls: [url], options }),
	],
	[
		'Get Recording',
		(url, options = {}) => {
			redirectTo(url);
			return getRecording({ options });
		},
	],
];

describe.each(ways)('%s', (_, of) => {
	it('follows redirects without the token', async () => {
		await withServer(
			({ url }, response) =>
				url === '/there'
					? response.writeHead(200, { 'content-type': 'audio/x-wav' }).end('SOUND')
					: response.writeHead(307, { location: '/there' }).end(),
			async ({ url, requests }) => {
				const { error, items } = await testEnv.run({ parameters: of(`${url}/here`) });
				expect(error).toBeUndefined();
				expect((await testEnv.bytes(items[0])).toString()).toBe('SOUND');
				expect(requests.map((request) => request.url)).toEqual(['/here', '/there']);
				for (const { headers } of requests) {
					expect(JSON.stringify(headers)).not.toContain(testEnv.sandbox.token);
				}
			},
		);
	});

	it.each(['http://10.0.0.1/a', 'http://169.254.169.254/latest/', 'file:///etc/passwd'])(
		'opens no redirect to %s',
		async (location) => {
			await withServer(
				(_request, response) => response.writeHead(302, { location }).end(),
				async ({ url }) => {
					const failed = await testEnv.run({ parameters: of(url) });
					expect(failed.error?.message).toMatch(/is not available/);
					expect(failed.error?.description).toMatch(/redirects to a URL that is not allowed/);
					const { json } = await testEnv.run({ parameters: of(url, asItem) });
					expect(json).toEqual([expect.objectContaining({ available: false })]);
				},
			);
		},
	);

	it('ends a redirect loop', async () => {
		await withServer(
			(_request, response) => response.writeHead(302, { location: '/' }).end(),
			async ({ url, requests }) => {
				const { error } = await testEnv.run({ parameters: of(url) });
				expect(error?.description).toMatch(/redirects too many times/);
				expect(requests.length).toBeLessThan(10);
			},
		);
	});

	it.each([401, 403])('reports an expired address if its server answers %i', async (status) => {
		await withServer(
			(_request, response) => response.writeHead(status).end('<Error>AccessDenied</Error>'),
			async ({ url }) => {
				const { error } = await testEnv.run({ parameters: of(url) });
				expect(error?.message).toMatch(/is not available/);
				expect(error?.description).toMatch(/has expired, or the file was deleted/);
				expect(error?.description).not.toMatch(/needs the scope|enter a valid/i);
				const { json } = await testEnv.run({ parameters: of(url, asItem) });
				expect(json).toEqual([expect.objectContaining({ available: false })]);
			},
		);
	});

	it('fails after a connection error, also with "When Not Available"', async () => {
		const parameters = of(CLOSED, asItem);
		redirectTo(CLOSED, 9);
		const { error } = await testEnv.run({ parameters });
		expect(error?.message).toMatch(/interrupted|Could not connect|no connection/i);
		expect(error?.description).toMatch(/ECONNREFUSED/);
	});

	it("ends a stalled download, after the node's Timeout", async () => {
		await withServer(
			(_request, response) =>
				response.writeHead(200, { 'content-type': 'audio/x-wav' }).write('SOU'),
			async ({ url }) => {
				const parameters = { ...of(url, asItem), requestOptions: { timeout: 300 } };
				redirectTo(url, 9);
				const { error } = await testEnv.run({ parameters });
				expect(error?.message).toMatch(/interrupted|connection|ended|no answer/i);
			},
		);
	});
});

it('keeps the scope as the reason if HighLevel rejects a recording', async () => {
	const { error } = await testEnv.run({
		parameters: getRecording({ options: asItem }),
		credentials: { accessToken: testEnv.sandbox.tokens.noScopes },
	});
	expect(error?.message).toMatch(/missing a scope/);
	expect(error?.description).toMatch(/conversations\/message\.readonly/);
});

it('requests a recording again if the file server fails once', async () => {
	let isFirst = true;
	await withServer(
		(_request, response) => {
			response.writeHead(isFirst ? 503 : 200, { 'content-type': 'audio/x-wav' }).end('SOUND');
			isFirst = false;
		},
		async ({ url }) => {
			redirectTo(url, 2);
			const { error, json } = await testEnv.run({ parameters: getRecording() });
			expect(error).toBeUndefined();
			expect(json).toEqual([expect.objectContaining({ fileSize: 5 })]);
		},
	);
});

it('sends the token if HighLevel redirects within its own API', async () => {
	const { callMessageId, locationId } = SEED;
	const path = `/conversations/messages/${callMessageId}/locations/${locationId}/recording`;
	redirectTo(path);
	const { error, requests } = await testEnv.run({ parameters: getRecording() });
	expect(error).toBeUndefined();
	expect(requests.map(({ headers }) => headers.authorization)).toEqual(
		Array(2).fill(`Bearer ${testEnv.sandbox.token}`),
	);
});

it('uses the name of a file if its server does not know the type', async () => {
	await withServer(
		(_request, response) =>
			response.writeHead(200, { 'content-type': 'binary/octet-stream' }).end('SOUND'),
		async ({ url }) => {
			const urls = ['voice.ogg', 'photo.JPEG', 'unknown'].map((name) => `${url}/${name}`);
			const parameters = downloadAttachments({ source: 'urls', urls: [urls.join('|||')] });
			const { json } = await testEnv.run({ parameters });
			expect(json.map(({ mimeType }) => mimeType)).toEqual([
				'audio/ogg',
				'image/jpeg',
				'application/octet-stream',
			]);
		},
	);
});
