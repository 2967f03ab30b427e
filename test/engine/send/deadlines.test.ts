/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { useShared } from '../../support/useShared';
import {
	NO_RATE_LIMIT,
	getConversation,
	getRecording,
	itemWithFiles,
	sendSms,
	uploadFile,
} from '../fixtures';
import { startTestEnv } from '../harness';

const testEnv = useShared(
	async () => await startTestEnv({ sandbox: { rateLimit: NO_RATE_LIMIT } }),
);

/** The responses of the test server, and the number of requests. */
let answer: (response: ServerResponse) => Promise<void>;
let requests = 0;
const server = http.createServer((request, response) => {
	requests++;
	request.resume();
	request.on('end', () => void answer(response).catch(() => response.destroy()));
});
beforeAll(async () => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(() => {
	requests = 0;
});

const credentials = () => ({
	baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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

describe('a slow, endless response', () => {
	it('ends a read after its time-out, at each attempt', async () => {
		answer = trickling('application/json', ' ', 100);
		const parameters = getConversation({ requestOptions });
		const { error, duration } = await testEnv.run({ parameters, credentials: credentials() });
		expect(requests).toBe(4);
		expect(error?.message).toMatch(/connection to HighLevel was lost/);
		expect(error?.description).toMatch(/ETIMEDOUT/);
		expect(duration).toBeGreaterThan(4000);
		expect(duration).toBeLessThan(30_000);
	});

	it('ends a send after its time-out, as possibly sent', async () => {
		answer = trickling('application/json', ' ', 100);
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 10 };
		const parameters = sendSms({ requestOptions });
		const { error } = await testEnv.run({ parameters, credentials: credentials(), node });
		expect(requests).toBe(1);
		expect(error?.message).toMatch(/may have been processed/);
	});

	it('ends a stalled download', async () => {
		answer = trickling('audio/x-wav', 'x', 100);
		const parameters = getRecording({ requestOptions });
		const { error, items } = await testEnv.run({ parameters, credentials: credentials() });
		expect(error?.description).toMatch(/ETIMEDOUT/);
		expect(items).toEqual([]);
	});

	it('ends an error response to a download', async () => {
		answer = trickling('application/json', ' ', 100);
		const parameters = getRecording({ requestOptions });
		const { error } = await testEnv.run({ parameters, credentials: credentials() });
		expect(error?.description).toMatch(/ETIMEDOUT/);
	});

	it('does not delay stopping a workflow', async () => {
		answer = trickling('application/json', ' ', 100);
		const parameters = getConversation();
		const given = { parameters, credentials: credentials(), stopAfterMs: 500 };
		const { status, duration } = await testEnv.run(given);
		expect(status).toBe('canceled');
		expect(duration).toBeLessThan(15_000);
	});
});

describe('a slow connection', () => {
	it('downloads a file that takes several times the time-out', async () => {
		const part = Buffer.alloc(20_000, 'x');
		answer = trickling('audio/x-wav', part, 200, 20);
		const parameters = getRecording({ requestOptions });
		const { error, json, duration } = await testEnv.run({ parameters, credentials: credentials() });
		expect(error).toBeUndefined();
		expect(json[0].fileSize).toBe(20 * part.length);
		expect(duration).toBeGreaterThan(3000);
		expect(requests).toBe(1);
	});

	it('has more time for an upload, by its size', async () => {
		answer = async (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			for (let n = 0; n < 20; n++) {
				response.write(' ');
				await sleep(100);
			}
			response.end('{"uploadedFiles":{"a.png":"https://files.example/a.png"}}');
		};
		const items = [await itemWithFiles(testEnv, ['a.png', Buffer.alloc(8_000), 'image/png'])];
		const parameters = uploadFile({ requestOptions });
		const { error, json } = await testEnv.run({ parameters, items, credentials: credentials() });
		expect(error).toBeUndefined();
		expect(json).toEqual([expect.objectContaining({ url: 'https://files.example/a.png' })]);
	});
});
