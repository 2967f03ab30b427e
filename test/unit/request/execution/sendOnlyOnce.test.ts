import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import { ApiError, ParameterError } from '../../../../nodes/shared/request/errors';
import {
	mayHaveBeenSent,
	sendOnlyOnce,
} from '../../../../nodes/shared/request/execution/sendOnlyOnce';
import { RunAborted } from '../../../../nodes/shared/request/execution/run';

const NODE = { name: 'Send', type: 'x', typeVersion: 1, parameters: {} } as unknown as INode;

const harmless: Array<[string, Error]> = [
	['a refusal', new ApiError({ kind: 'status', status: 422 })],
	['no connection', new ApiError({ kind: 'notConnected' })],
	['a read that failed', new ApiError({ kind: 'connectionLost', nothingWasSent: true })],
	['the end of the run', new RunAborted()],
	['a wrong parameter', new ParameterError('No')],
	["an operation's error of n8n", new NodeOperationError(NODE, 'No')],
	["a request's error of n8n", new NodeApiError(NODE, {})],
];
const doubtful: Array<[string, unknown]> = [
	['a lost connection', new ApiError({ kind: 'connectionLost' })],
	['an unreadable reply', new ApiError({ kind: 'invalidResponse', status: 201 })],
	['a server error', new ApiError({ kind: 'status', status: 500 })],
	['an unknown error', new Error('No')],
	['what is no error', 'No'],
];

it.each(harmless)('runs again after %s', async (_, error) => {
	const results = new Map<string, Promise<string>>();
	const work = jest.fn().mockRejectedValueOnce(error).mockResolvedValueOnce('done');
	await expect(sendOnlyOnce(results, 'key', work)).rejects.toBe(error);
	expect(await mayHaveBeenSent(results.get('key'))).toBe(false);
	expect(await sendOnlyOnce(results, 'key', work)).toBe('done');
	expect(await sendOnlyOnce(results, 'key', work)).toBe('done');
	expect(work).toHaveBeenCalledTimes(2);
});

it.each(doubtful)('does not run again after %s', async (_, error) => {
	const results = new Map<string, Promise<string>>();
	const work = jest.fn().mockRejectedValueOnce(error);
	for (let time = 0; time < 2; time++) {
		await expect(sendOnlyOnce(results, 'key', work)).rejects.toBe(error);
	}
	expect(await mayHaveBeenSent(results.get('key'))).toBe(true);
	expect(work).toHaveBeenCalledTimes(1);
});

it('waits for work in progress, by its key', async () => {
	const results = new Map<string, Promise<string>>();
	let end: (result: string) => void = () => {};
	const begun = sendOnlyOnce(
		results,
		'key',
		async () => await new Promise((resolve) => (end = resolve)),
	);
	const work = jest.fn().mockResolvedValue('other');
	const second = sendOnlyOnce(results, 'key', work);
	expect(await sendOnlyOnce(results, 'other', work)).toBe('other');
	end('first');
	expect(await Promise.all([begun, second])).toEqual(['first', 'first']);
	expect(work).toHaveBeenCalledTimes(1);
});

it('treats work that was not started as not sent', async () => {
	expect(await mayHaveBeenSent(undefined)).toBe(false);
});
