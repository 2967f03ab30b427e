import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { RateLimiter } from '../../../../nodes/shared/request/transport/rateLimiter';
import { sendWithRetry } from '../../../../nodes/shared/request/transport/sendWithRetry';
import type { TransportRequest } from '../../../../nodes/shared/request/transport/sendWithRetry';
import type { Session } from '../../../../nodes/shared/request/transport/session';

/** What the server does with a request: answers, or an error takes the reply's place. */
export type Step = Partial<IN8nHttpFullResponse> | Error;

const NOW = Date.parse('2026-03-02T12:00:00Z');

/** Waits take no real time in a file's tests, and are not spread. */
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

/** An error with a code, as the network's are, in as many others as n8n wraps it. */
export const broken = (more: object, wraps = 0): Error => {
	const error = Object.assign(new Error('innermost'), more);
	return wraps === 0
		? error
		: Object.assign(new Error('outer'), { cause: broken(more, wraps - 1) });
};

/** Sends a request to a server that answers with one step after the other, the last of them again and again. */
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
