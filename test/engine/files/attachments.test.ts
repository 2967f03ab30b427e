/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SEED } from '../../../sandbox';
import { downloadAttachments } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv({ binaryData: 'filesystem' });

const DAY_MS = 24 * 60 * 60_000;
const { locationId, conversationId } = SEED;
const asItem = { whenUnavailable: 'item' };

/** A secure file, and its address. */
function secure(name: string, content: string, type = 'image/png') {
	const { state, storageUrl } = testEnv.sandbox;
	const { slug } = state.addFile({ locationId, name, type, bytes: Buffer.from(content) });
	return `${storageUrl}/files/d/${slug}`;
}

const messageWith = (...attachments: string[]): string =>
	testEnv.sandbox.state.addMessage({ conversationId, attachments }).id;

/** A server of a third party that records the headers of requests. */
async function elsewhere<T>(
	status: number,
	work: (url: string, seen: IncomingHttpHeaders[]) => Promise<T>,
): Promise<T> {
	const seen: IncomingHttpHeaders[] = [];
	const server = createServer(({ headers, url }, response) => {
		seen.push(headers);
		if (url === '/moved') return response.writeHead(302, { location: '/there.pdf' }).end();
		return response.writeHead(status, { 'content-type': 'application/pdf' }).end('PDF');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

it('downloads the private files of an item, with HighLevel’s names and types', async () => {
	const messageId = messageWith(
		secure('plan.png', 'PLAN'),
		secure('voice.ogg', 'VOICE', 'audio/ogg'),
	);
	testEnv.sandbox.state.clockAheadMs = DAY_MS;
	const { json, items, error } = await testEnv.run({
		parameters: downloadAttachments({ messageId }),
	});
	expect(error).toBeUndefined();
	expect(json).toEqual([
		{
			messageId,
			url: expect.any(String),
			fileName: 'plan.png',
			mimeType: 'image/png',
			fileSize: 4,
		},
		{
			messageId,
			url: expect.any(String),
			fileName: 'voice.ogg',
			mimeType: 'audio/ogg',
			fileSize: 5,
		},
	]);
	expect((await testEnv.bytes(items[1])).toString()).toBe('VOICE');
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
});

it('never sends the token to the address of a file', async () => {
	const url = secure('plan.png', 'PLAN');
	const { requests } = await testEnv.run({
		parameters: downloadAttachments({ source: 'urls', urls: [url] }),
	});
	const [api, signed] = requests;
	expect([api.path, requests.length]).toEqual([new URL(url).pathname, 2]);
	expect(api.headers.authorization).toBe(`Bearer ${testEnv.sandbox.token}`);
	expect(signed.path).toMatch(/^\/signed\//);
	expect(signed.headers.authorization).toBeUndefined();
	await elsewhere(200, async (origin, seen) => {
		const urls = [`${origin}/a.pdf`, `${origin}/moved`];
		const { json } = await testEnv.run({
			parameters: downloadAttachments({ source: 'urls', urls }),
		});
		expect(json).toMatchObject([
			{ fileName: 'a.pdf', mimeType: 'application/pdf' },
			{ fileSize: 3 },
		]);
		expect(seen).toHaveLength(3);
		for (const headers of seen) {
			expect(JSON.stringify(headers)).not.toContain(testEnv.sandbox.token);
		}
	});
});

it('names the scope that the token lacks', async () => {
	const url = secure('plan.png', 'PLAN');
	const { error } = await testEnv.run({
		parameters: downloadAttachments({ source: 'urls', urls: [url], options: asItem }),
		credentials: { accessToken: testEnv.sandbox.tokens.noScopes },
	});
	expect(error?.message).toMatch(/missing a scope/);
	expect(error?.description).toMatch(/files\.readonly/);
});

it.each([403, 404, 410])(
	'fails if a file no longer exists (%i), or returns an item',
	async (status) => {
		await elsewhere(status, async (origin) => {
			const given = { source: 'urls', urls: [`${origin}/gone.pdf`] };
			const failed = await testEnv.run({ parameters: downloadAttachments(given) });
			expect(failed.error?.message).toMatch(/attachment is not available/);
			expect(failed.error?.description).toMatch(/When Not Available/);
			const { json } = await testEnv.run({
				parameters: downloadAttachments({ ...given, options: asItem }),
			});
			expect(json).toEqual([{ url: given.urls[0], available: false }]);
		});
	},
);

it('returns an item for a deleted secure file beside the other files', async () => {
	const gone = secure('old.png', 'OLD');
	testEnv.sandbox.state.files.delete(gone.split('/').at(-1) ?? '');
	const messageId = messageWith(gone, secure('new.png', 'NEW'));
	const { json } = await testEnv.run({
		parameters: downloadAttachments({ messageId, options: asItem }),
	});
	expect(json).toMatchObject([{ messageId, url: gone, available: false }, { fileName: 'new.png' }]);
});

it.each(['file:///etc/passwd', 'ftp://example.com/a', 'javascript:alert(1)'])(
	'rejects addresses like %s',
	async (url) => {
		const { error, requests } = await testEnv.run({
			parameters: downloadAttachments({ source: 'urls', urls: [url] }),
		});
		expect(error?.message).toMatch(/attachment is not available/);
		expect(requests).toHaveLength(0);
	},
);

it('retries after a transient error, with a new signed address', async () => {
	const url = secure('plan.png', 'PLAN');
	testEnv.sandbox.faults.add({ path: /^\/signed\//, status: 503, times: 1 });
	const { json, requests } = await testEnv.run({
		parameters: downloadAttachments({ source: 'urls', urls: [url] }),
	});
	expect(json).toMatchObject([{ fileName: 'plan.png', fileSize: 4 }]);
	expect(requests.filter(({ path }) => path.startsWith('/files/d/'))).toHaveLength(2);
});
