/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import type { IDataObject } from 'n8n-workflow';

import { ApiError } from '../../../../nodes/shared/request/errors';
import { broken, send, useFakeTime } from './fakeServer';
import type { Step } from './fakeServer';

const GOOD: Step = { statusCode: 200, body: { id: 'm1' } };

useFakeTime();

const post = { method: 'POST' as const };

describe('after a permanent error', () => {
	it.each<[string, Step, IDataObject]>([
		[
			'a refusal',
			{ statusCode: 400, body: { message: 'No' } },
			{ kind: 'status', status: 400, text: 'No' },
		],
		['a redirect', { statusCode: 302 }, { kind: 'status', status: 302 }],
		['status 199', { statusCode: 199 }, { kind: 'status', status: 199 }],
		['status 300', { statusCode: 300 }, { kind: 'status', status: 300 }],
		['status 400 inside of a reply', { body: { status: 400 } }, { kind: 'status', status: 400 }],
		['a refusal inside of a reply', { body: { statusCode: 422 } }, { kind: 'status', status: 422 }],
		['a secret', { statusCode: 403, body: { message: 'SECRET' } }, { text: '***' }],
	])('throws without a retry: %s', async (_, step, details) => {
		const { times, error } = await send([step, GOOD]);
		expect(times).toEqual([0]);
		expect(error?.details).toMatchObject(details);
	});

	it('ignores an invalid status', async () => {
		for (const body of [
			{ status: 399 },
			{ status: '1500' },
			{ statusCode: '50' },
			{ status: 'x500' },
		]) {
			expect((await send([{ body }])).reply?.body).toEqual(body);
		}
	});

	it('throws other errors unchanged', async () => {
		const error = new Error('No credential');
		expect(await send([error])).toMatchObject({ error, times: [0] });
		const known = broken({ code: 'EHEADER' }, 1);
		expect((await send([known])).error).toBe(known);
	});

	it('recognizes a lost request without an error code by its message', async () => {
		const { error } = await send([broken({ request: {}, code: undefined }, 2)], post);
		expect(error?.details).toMatchObject({ kind: 'connectionLost', code: 'innermost' });
		const other = await send([broken({ request: {}, code: 'EOTHER' }, 1)], post);
		expect(other.error?.details).toMatchObject({ kind: 'connectionLost', code: 'EOTHER' });
		const unsent = broken({ request: null }, 1);
		expect((await send([unsent], post)).error).toBe(unsent);
		const long = Object.assign(new Error('x'.repeat(1_000)), { request: {} });
		expect((await send([long], post)).error?.details?.code).toHaveLength(100);
	});

	it('looks for the code in at most five nested errors', async () => {
		expect((await send([broken({ code: 'EPIPE' }, 4)], post)).error?.details).toBeDefined();
		expect((await send([broken({ code: 'EPIPE' }, 5)], post)).error?.details).toBeUndefined();
	});

	it('reads the response from an error that n8n throws for its status', async () => {
		const response = { status: 401, data: { message: 'Invalid JWT' }, headers: { a: 'b' } };
		const { error } = await send([broken({ response }, 1)]);
		expect(error?.details).toMatchObject({ kind: 'status', status: 401, text: 'Invalid JWT' });
		const bare = await send([broken({ response: { status: 403 } }, 1)]);
		expect(bare.error?.details).toMatchObject({ kind: 'status', status: 403 });
	});
});

describe('a successful response', () => {
	const file = () => Readable.from([Buffer.from('abc')]);
	const json = () => Readable.from([Buffer.from('{"a":1}')]);
	const stream = { expect: 'stream' as const };

	it('may be anything, or must be JSON', async () => {
		for (const body of ['', null, 'text']) {
			expect((await send([{ body } as Step], post)).error?.details).toMatchObject({
				kind: 'invalidResponse',
			});
			const { reply } = await send([{ body } as Step], post, { expect: 'anything' });
			expect(reply?.body).toBe(body);
		}
	});

	it('may be a file of any type, except JSON and HTML pages', async () => {
		const body = file();
		const headers = { 'content-type': 'audio/x-wav' };
		const { reply, sent } = await send([{ body, headers } as Step], {}, stream);
		expect(reply?.body).toBe(body);
		expect(sent[0].abortSignal?.aborted).toBe(false);
		for (const type of ['application/json', 'text/html; charset=utf-8']) {
			const answer = { body: json(), headers: { 'content-type': type } } as Step;
			expect((await send([answer], post, stream)).error?.details).toMatchObject({
				kind: 'invalidResponse',
			});
		}
	});

	it('is rejected as a stream as well', async () => {
		const body = Readable.from([Buffer.from('{"message":"Not found"}')]);
		const { error } = await send([{ statusCode: 404, body } as Step], {}, stream);
		expect(error?.details).toMatchObject({ kind: 'status', status: 404, text: 'Not found' });
	});

	it('is passed to its consumer, whose errors count as a lost connection', async () => {
		const taken = { consume: async () => await Promise.resolve('taken'), ...stream };
		expect((await send([{ body: file() } as Step], {}, taken)).reply).toMatchObject({
			body: 'taken',
			status: 200,
		});
		const consume = async () => await Promise.reject(broken({ code: 'ECONNRESET' }));
		const failed = await send([{ body: file() } as Step], post, { consume, ...stream });
		expect(failed.error?.details).toMatchObject({ kind: 'connectionLost', code: 'ECONNRESET' });
	});

	it('throws the errors of its consumer', async () => {
		const error = new ApiError({ kind: 'invalidResponse', text: 'No file' });
		const consume = async () => await Promise.reject(error);
		const failed = await send([{ body: file() } as Step], {}, { consume, ...stream });
		expect([failed.error, failed.times]).toEqual([error, [0]]);
	});
});
