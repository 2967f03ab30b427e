/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { getConversation, getRecording, itemWithFiles, sendSms, uploadFile } from '../fixtures';
import { useTestEnv } from '../harness';

const testEnv = useTestEnv();

/** A server that gives all requests the same response. */
async function serverThat(answer: (response: ServerResponse) => Promise<void>) {
	let requests = 0;
	const server = http.createServer((request, response) => {
		requests++;
		request.resume();
		request.on('end', () => void answer(response).catch(() => response.destroy()));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	servers.push(server);
	const { port } = server.address() as AddressInfo;
	return { credentials: { baseUrl: `http://127.0.0.1:${port}` }, requests: () => requests };
}
const servers: http.Server[] = [];
afterAll(() => {
	for (const server of servers) {
		server.closeAllConnections();
		server.close();
	}
});

/** Sends `part` repeatedly, up to a number of times or until the client disconnects. */
const trickling =
	(type: string, part: string | Buffer, everyMs: number, times = Infinity) =>
	async (response: ServerResponse) => {
		response.writeHead(200, { 'content-type': type });
		for (let n = 0; n < times && !response.destroyed; n++) {
			response.write(part);
			await sleep(everyMs);
		}
		response.end();
	};
const requestOptions = { timeout: 1000 };

// The tests mostly wait, so they run concurrently, each with a server of its own.
describe('a slow, endless response', () => {
	it.concurrent('ends a read after its time-out, at each attempt', async () => {
		const { credentials, requests } = await serverThat(trickling('application/json', ' ', 100));
		const parameters = getConversation({ requestOptions });
		const { error, duration } = await testEnv.run({ parameters, credentials });
		expect(requests()).toBe(4);
		expect(error?.message).toMatch(/connection to HighLevel was lost/);
		expect(error?.description).toMatch(/ETIMEDOUT/);
		expect(duration).toBeGreaterThan(4000);
		expect(duration).toBeLessThan(30_000);
	});

	it.concurrent('ends a send after its time-out, as possibly sent', async () => {
		const { credentials, requests } = await serverThat(trickling('application/json', ' ', 100));
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const parameters = sendSms({ requestOptions });
		const { error } = await testEnv.run({ parameters, credentials, node });
		expect(requests()).toBe(1);
		expect(error?.message).toMatch(/may have been processed/);
	});

	it.concurrent('ends a stalled download', async () => {
		const { credentials } = await serverThat(trickling('audio/x-wav', 'x', 100));
		const parameters = getRecording({ requestOptions });
		const { error, items } = await testEnv.run({ parameters, credentials });
		expect(error?.description).toMatch(/ETIMEDOUT/);
		expect(items).toEqual([]);
	});

	it.concurrent('ends an error response to a download', async () => {
		const { credentials } = await serverThat(trickling('application/json', ' ', 100));
		const parameters = getRecording({ requestOptions });
		const { error } = await testEnv.run({ parameters, credentials });
		expect(error?.description).toMatch(/ETIMEDOUT/);
	});

	it.concurrent('does not delay stopping a workflow', async () => {
		const { credentials } = await serverThat(trickling('application/json', ' ', 100));
		const parameters = getConversation();
		const given = { parameters, credentials, stopAfterMs: 500 };
		const { status, duration } = await testEnv.run(given);
		expect(status).toBe('canceled');
		expect(duration).toBeLessThan(15_000);
	});
});

describe('a slow connection', () => {
	it.concurrent('downloads a file that takes several times the time-out', async () => {
		const part = Buffer.alloc(20_000, 'x');
		const { credentials, requests } = await serverThat(trickling('audio/x-wav', part, 200, 20));
		const parameters = getRecording({ requestOptions });
		const { error, json, duration } = await testEnv.run({ parameters, credentials });
		expect(error).toBeUndefined();
		expect(json[0].fileSize).toBe(20 * part.length);
		expect(duration).toBeGreaterThan(3000);
		expect(requests()).toBe(1);
	});

	it.concurrent('has more time for an upload, by its size', async () => {
		const { credentials } = await serverThat(async (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			for (let n = 0; n < 20; n++) {
				response.write(' ');
				await sleep(100);
			}
			response.end('{"uploadedFiles":{"a.png":"https://files.example/a.png"}}');
		});
		const items = [await itemWithFiles(testEnv, ['a.png', Buffer.alloc(8_000), 'image/png'])];
		const parameters = uploadFile({ requestOptions });
		const { error, json } = await testEnv.run({ parameters, items, credentials });
		expect(error).toBeUndefined();
		expect(json).toEqual([expect.objectContaining({ url: 'https://files.example/a.png' })]);
	});
});
