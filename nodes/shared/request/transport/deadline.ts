import type { IHttpRequestOptions } from 'n8n-workflow';
import { monotonicNow, pause } from './delay';
import type { Readable } from './streams';
import { MINUTE_MS, SECOND_MS } from '../../time';

/** n8n's default time-out for declarative requests, ms. */
export const DEFAULT_TIMEOUT_MS = 5 * MINUTE_MS;
/** Min average speed of a file transfer. */
const MIN_BYTES_PER_SECOND = 2_000;
/** Time at the start of a download in which its speed does not count, ms. */
const MAX_SLOW_START_MS = 30 * SECOND_MS;
/** Max time without any data during a download, ms. */
const MAX_STALL_MS = MINUTE_MS;

/** The error of a request that took too long. It has the code of a connection that timed out. */
const timeoutError = (reason: string): Error =>
	Object.assign(new Error(reason), { code: 'ETIMEDOUT' });

/** The time-out of a request, or the default one, ms. */
const timeoutMsOf = ({ timeout }: Pick<IHttpRequestOptions, 'timeout'>): number =>
	timeout && timeout > 0 ? timeout : DEFAULT_TIMEOUT_MS;

/** Size of a multipart form in bytes; 0 for other bodies, which are small. */
function formSizeOf(body: unknown): number {
	if (!(body instanceof FormData)) return 0;
	let size = 0;
	for (const [, value] of body) size += typeof value === 'string' ? value.length : value.size;
	return size;
}

/**
 * Max duration of a request including its response, in ms: its time-out, and the time that `bytes` take at the minimum
 * speed. `bytes` is the size of its body by default.
 */
export const deadlineFor = (
	options: Pick<IHttpRequestOptions, 'timeout' | 'body'>,
	bytes = formSizeOf(options.body),
): number => timeoutMsOf(options) + (bytes / MIN_BYTES_PER_SECOND) * SECOND_MS;

/** A signal that can be aborted, and that follows another signal. */
interface LinkedSignal {
	signal: AbortSignal;
	abort(): void;
	/** Stops following the other signal. */
	unlink(): void;
}

/** Creates a signal that aborts when another one does, or when `abort` is called. `unlink` must be called at the end. */
export function linkedAbort(other: IHttpRequestOptions['abortSignal']): LinkedSignal {
	const controller = new AbortController();
	const abort = () => controller.abort();
	other?.addEventListener?.('abort', abort, { once: true });
	if (other?.aborted) abort();
	const unlink = () => other?.removeEventListener?.('abort', abort);
	return { signal: controller.signal, abort, unlink };
}

/**
 * Runs `work` with a signal that aborts after `ms` milliseconds, or when `signal` does. Returns its result.
 * Rejects with the code ETIMEDOUT if it took too long, otherwise with its own error.
 */
export async function withDeadline<T>(
	ms: number,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const linked = linkedAbort(signal);
	const timer = new AbortController();
	let isTimedOut = false;
	const expire = () => {
		isTimedOut = true;
		linked.abort();
	};
	void pause(ms, timer.signal).then(expire, () => undefined);
	try {
		return await work(linked.signal);
	} catch (error) {
		throw isTimedOut && !signal?.aborted
			? timeoutError(`No complete response within ${ms} ms`)
			: error;
	} finally {
		timer.abort();
		linked.unlink();
	}
}

/**
 * Runs `work`, which reads a download's stream, and watches the progress: there is no limit for the total time, but no data
 * for too long or a low speed cancel the request. Returns the result of `work`; rejects with the code ETIMEDOUT if the
 * request was canceled. `cancelRequest` must abort the request: destroying the stream is not enough, because n8n's HTTP
 * client may wrap it in a generator that waits for the next chunk.
 */
export async function watchTransfer<T>(
	stream: Readable,
	options: Pick<IHttpRequestOptions, 'timeout'>,
	cancelRequest: () => void,
	work: () => Promise<T>,
): Promise<T> {
	const timeout = timeoutMsOf(options);
	const maxStallMs = Math.min(timeout, MAX_STALL_MS);
	const slowStartMs = Math.min(timeout, MAX_SLOW_START_MS);
	const startedAt = monotonicNow();
	let lastChunkAt = startedAt;
	let bytes = 0;
	let isStalled = false;
	// Every chunk of a stream passes through `push`, however it is read.
	const push = stream.push.bind(stream);
	stream.push = (chunk: { length?: number } | null, ...more: unknown[]) => {
		lastChunkAt = monotonicNow();
		bytes += chunk?.length ?? 0;
		return push(chunk, ...(more as []));
	};
	const end = new AbortController();
	const watch = async () => {
		while (!isStalled) {
			await pause(Math.min(SECOND_MS, maxStallMs), end.signal);
			const now = monotonicNow();
			const isSlow =
				now - startedAt > slowStartMs &&
				bytes < (MIN_BYTES_PER_SECOND * (now - startedAt)) / SECOND_MS;
			isStalled = now - lastChunkAt > maxStallMs || isSlow;
		}
		cancelRequest();
	};
	void watch().catch(() => undefined);
	try {
		return await work();
	} catch (error) {
		throw isStalled ? timeoutError('The download is too slow') : error;
	} finally {
		end.abort();
	}
}
