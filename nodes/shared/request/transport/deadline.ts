import type { IHttpRequestOptions } from 'n8n-workflow';
import { monotonicNow, pause } from './delay';
import type { Readable } from './streams';
import { SECOND_MS } from '../../time';

/** n8n's own time-out for declarative requests, ms. */
const DEFAULT_TIMEOUT_MS = 300_000;
/** A file that comes or goes more slowly than this is given up. */
const MIN_BYTES_PER_SECOND = 2_000;
/** A file may start as slowly as it likes for this time, ms. */
const MAX_SLOW_START_MS = 30_000;
/** A file of which nothing comes for longer than this is given up, ms. */
const MAX_STALL_MS = 60_000;

/** What a request that took too long fails with. It has the code of a connection that fell silent. */
const timedOut = (reason: string): Error => Object.assign(new Error(reason), { code: 'ETIMEDOUT' });

/** How long a request without a time-out of its own may take, ms. */
const timeoutOf = ({ timeout }: Pick<IHttpRequestOptions, 'timeout'>): number =>
	timeout && timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS;

/** The bytes of a body that a slow line takes its time for. */
function bytesIn(body: unknown): number {
	if (!(body instanceof FormData)) return 0;
	let size = 0;
	for (const [, value] of body) size += typeof value === 'string' ? value.length : value.size;
	return size;
}

/**
 * How long a whole request may take, from its first byte to the last of its answer, in ms: its time-out, and what
 * `bytes` take on the slowest line that is waited for.
 */
export const deadlineFor = (
	options: Pick<IHttpRequestOptions, 'timeout' | 'body'>,
	bytes = bytesIn(options.body),
): number => timeoutOf(options) + (bytes / MIN_BYTES_PER_SECOND) * SECOND_MS;

/**
 * Does a piece of work that must end within `ms`. Its signal aborts then, and when `signal` does.
 * Rejects with the code ETIMEDOUT if the time is up.
 */
export async function withDeadline<T>(
	ms: number,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const ending = new AbortController();
	const timer = new AbortController();
	const stop = () => ending.abort();
	signal?.addEventListener('abort', stop, { once: true });
	if (signal?.aborted) stop();
	let isLate = false;
	const expire = () => {
		isLate = true;
		ending.abort();
	};
	void pause(ms, timer.signal).then(expire, () => undefined);
	try {
		return await work(ending.signal);
	} catch (error) {
		throw isLate && !signal?.aborted ? timedOut(`No whole answer within ${ms} ms`) : error;
	} finally {
		timer.abort();
		signal?.removeEventListener('abort', stop);
	}
}

/**
 * Watches a file as it comes in, and breaks it off if nothing comes for too long or too little comes: however large it
 * is, a slow line may take its time. Returns what ends the watch.
 */
export function watchProgress(
	stream: Readable,
	options: Pick<IHttpRequestOptions, 'timeout'>,
): () => void {
	const timeout = timeoutOf(options);
	const maxStallMs = Math.min(timeout, MAX_STALL_MS);
	const slowStartMs = Math.min(timeout, MAX_SLOW_START_MS);
	const startedAt = monotonicNow();
	let lastAt = startedAt;
	let bytes = 0;
	// Every part of a stream passes here, whoever reads it and however.
	const push = stream.push.bind(stream);
	stream.push = (part: { length?: number } | null, ...more: unknown[]) => {
		lastAt = monotonicNow();
		bytes += part?.length ?? 0;
		return push(part, ...(more as []));
	};
	const end = new AbortController();
	const watch = async () => {
		for (;;) {
			await pause(Math.min(SECOND_MS, maxStallMs), end.signal);
			const now = monotonicNow();
			const isSlow =
				now - startedAt > slowStartMs &&
				bytes < (MIN_BYTES_PER_SECOND * (now - startedAt)) / SECOND_MS;
			if (now - lastAt > maxStallMs || isSlow) {
				stream.destroy(timedOut('The file comes too slowly'));
				return;
			}
		}
	};
	void watch().catch(() => undefined);
	return () => end.abort();
}
