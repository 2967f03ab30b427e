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

/** A signal that can be aborted. */
interface Ending {
	signal: AbortSignal;
	abort(): void;
	/** Lets go of the signal that it follows. */
	unlink(): void;
}

/** A signal that aborts together with another, or when it is told to. `unlink` must be called in the end. */
export function linkedAbort(other: IHttpRequestOptions['abortSignal']): Ending {
	const controller = new AbortController();
	const abort = () => controller.abort();
	other?.addEventListener?.('abort', abort, { once: true });
	if (other?.aborted) abort();
	const unlink = () => other?.removeEventListener?.('abort', abort);
	return { signal: controller.signal, abort, unlink };
}

/**
 * Does a piece of work that must end within `ms`. Its signal aborts then, and when `signal` does.
 * Rejects with the code ETIMEDOUT if the time is up.
 */
export async function withDeadline<T>(
	ms: number,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const ending = linkedAbort(signal);
	const timer = new AbortController();
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
		ending.unlink();
	}
}

/**
 * Does a piece of work while a file comes in, and calls `breakOff`, which must end the file's request, if nothing comes for too
 * long or too little comes: however large it is, a slow line may take its time. Rejects with the code ETIMEDOUT then.
 * To destroy the stream is not enough: n8n's HTTP client may have wrapped it in a generator that waits for the next part.
 */
export async function watchTransfer<T>(
	stream: Readable,
	options: Pick<IHttpRequestOptions, 'timeout'>,
	breakOff: () => void,
	work: () => Promise<T>,
): Promise<T> {
	const timeout = timeoutOf(options);
	const maxStallMs = Math.min(timeout, MAX_STALL_MS);
	const slowStartMs = Math.min(timeout, MAX_SLOW_START_MS);
	const startedAt = monotonicNow();
	let lastAt = startedAt;
	let bytes = 0;
	let isLate = false;
	// Every part of a stream passes here, whoever reads it and however.
	const push = stream.push.bind(stream);
	stream.push = (part: { length?: number } | null, ...more: unknown[]) => {
		lastAt = monotonicNow();
		bytes += part?.length ?? 0;
		return push(part, ...(more as []));
	};
	const end = new AbortController();
	const watch = async () => {
		while (!isLate) {
			await pause(Math.min(SECOND_MS, maxStallMs), end.signal);
			const now = monotonicNow();
			const isSlow =
				now - startedAt > slowStartMs &&
				bytes < (MIN_BYTES_PER_SECOND * (now - startedAt)) / SECOND_MS;
			isLate = now - lastAt > maxStallMs || isSlow;
		}
		breakOff();
	};
	void watch().catch(() => undefined);
	try {
		return await work();
	} catch (error) {
		throw isLate ? timedOut('The file comes too slowly') : error;
	} finally {
		end.abort();
	}
}
