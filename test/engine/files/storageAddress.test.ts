/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import { isSafeUploadUrl } from '../../../nodes/shared/request/transport';
import { itemWithFiles, uploadLargeFile } from '../fixtures';
import { useTestEnv } from '../harness';

describe('address of a file', () => {
	const REMOTE = 'https://services.leadconnectorhq.com';
	test.each<[string, string, boolean]>([
		['https://storage.example/x', REMOTE, true],
		['http://storage.example/x', REMOTE, false],
		['http://localhost:5678/x', REMOTE, false],
		['https://localhost:5678/x', REMOTE, false],
		['http://127.0.0.1:5678/x', REMOTE, false],
		['https://127.1.2.3/x', REMOTE, false],
		['https://127.1/x', REMOTE, false],
		['https://2130706433/x', REMOTE, false],
		['https://[::1]/x', REMOTE, false],
		['https://[::ffff:127.0.0.1]/x', REMOTE, false],
		['https://0.0.0.0/x', REMOTE, false],
		['https://n8n.localhost/x', REMOTE, false],
		['file:///etc/passwd', REMOTE, false],
		['undefined', REMOTE, false],
		['http://localhost:5678/x', 'http://127.0.0.1:3000', true],
		['http://127.0.0.1:1/x', 'http://localhost:3000', true],
		['http://storage.example/x', 'http://localhost:3000', false],
		['https://127.0.0.1.example/x', REMOTE, true],
	])('%s from the API at %s is safe: %p', (address, baseUrl, isSafe) => {
		expect(isSafeUploadUrl(address, baseUrl)).toBe(isSafe);
	});
});

describe('storage of large files', () => {
	const testEnv = useTestEnv();
	const items = async () => [
		await itemWithFiles(testEnv, ['film.mp4', Buffer.alloc(300_000, 'x'), 'video/mp4']),
	];

	it('is not used if the address is not safe', async () => {
		const map = (json: unknown) => ({ ...(json as object), uploadUrl: 'http://10.0.0.1/x' });
		testEnv.sandbox.faults.add({ path: /initiate$/, map });
		const { error, requests } = await testEnv.run({
			parameters: uploadLargeFile(),
			items: await items(),
		});
		expect(requests).toHaveLength(1);
		expect(error?.message).toMatch(/invalid upload URL \(uploading the file\)/);
	});

	it("is reached through the node's Proxy", async () => {
		const seen: string[] = [];
		const proxy = http.createServer((request, response) => {
			seen.push(`${request.method} ${new URL(request.url!).pathname.split('/')[1]}`);
			const { method, headers } = request;
			const onward = http.request(request.url!, { method, headers }, (reply) => {
				response.writeHead(reply.statusCode!, reply.headers);
				reply.pipe(response);
			});
			request.pipe(onward);
		});
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		const { port } = proxy.address() as AddressInfo;
		const { error } = await testEnv.run({
			parameters: uploadLargeFile({ requestOptions: { proxy: `http://127.0.0.1:${port}` } }),
			items: await items(),
		});
		proxy.closeAllConnections();
		proxy.close();
		expect(error).toBeUndefined();
		expect(seen).toEqual(['POST conversations', 'PUT storage', 'POST conversations']);
	});

	it("times out after the node's Timeout", async () => {
		testEnv.sandbox.faults.add({ path: /^\/storage\//, hang: true });
		const { error, duration } = await testEnv.run({
			parameters: uploadLargeFile({ requestOptions: { timeout: 400 } }),
			items: await items(),
		});
		expect(error?.message).toMatch(/file storage failed \(uploading the file\)/);
		expect(duration).toBeLessThan(20_000);
	});
});
