import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { RateLimiter } from '../../../../nodes/shared/request/transport/rateLimiter';
import { sendWithRetry } from '../../../../nodes/shared/request/transport/sendWithRetry';
import type { TransportRequest } from '../../../../nodes/shared/request/transport/sendWithRetry';
import type { Session } from '../../../../nodes/shared/request/transport/session';

/** How the server handles a request: with a response, or with an error. */
export type Step = Partial<IN8nHttpFullResponse> | Error;

const NOW = Date.parse('2026-03-02T12:00:00Z');

/** Skips the waits in the tests of a file, and removes their random part. */
export function useFakeTime(): void {
	beforeEach(() => {
		jest.useFakeTimers({ now: NOW });
		jest.spyOn(Math, 'random').mockReturnValue(0);
	});
	afterEach(() => {
		jest.useRealTimers();
		jest.restoreAllMocks();
	});
}

/** A network error with a code, wrapped in other errors like n8n does. */
export const broken = (more: object, wraps = 0): Error => {
	const error = Object.assign(new Error('innermost'), more);
	return wraps === 0
		? error
		: Object.assign(new Error('outer'), { cause: broken(more, wraps - 1) });
};

/** Sends a request to a server that handles its attempts with these steps in order, and repeats the last step. */
export async function send(
	steps: Step[],
	options: Partial<IHttpRequestOptions> = {},
	request: Partial<TransportRequest> = {},
	signal?: AbortSignal,
) {
	const startedAt = Date.now();
	const times: number[] = [];
	const sent: IHttpRequestOptions[] = [];
	const lines: string[] = [];
	const session = {
		limiter: new RateLimiter(),
		redact: (text: string) => text.replaceAll('SECRET', '***'),
		log: (line: string) => lines.push(line),
		signal,
	} as unknown as Session;
	const work = sendWithRetry(
		session,
		{ options: { url: 'https://api/x', method: 'GET', ...options }, expect: 'json', ...request },
		async (given) => {
			times.push(Date.now() - startedAt);
			sent.push(given);
			const step = steps[Math.min(times.length, steps.length) - 1];
			if (step instanceof Error) throw step;
			return await Promise.resolve({ headers: {}, body: {}, statusCode: 200, ...step });
		},
	);
	let isDone = false;
	const outcome = work
		.then(
			(reply) => ({ reply, error: undefined }),
			(error: Error & { details?: IDataObject }) => ({ reply: undefined, error }),
		)
		.finally(() => (isDone = true));
	for (let second = 0; !isDone && second < 2_000; second++) {
		await jest.advanceTimersByTimeAsync(500);
	}
	return { ...(await outcome), times, sent, lines };
}
