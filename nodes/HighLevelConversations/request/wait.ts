import { sleep } from 'n8n-workflow';

/** The reason to reject with when the user has pressed Stop. */
export const aborted = (signal?: AbortSignal): Error =>
	signal?.reason instanceof Error ? signal.reason : new Error('The execution was stopped');

/** Waits `ms` milliseconds; rejects at once when the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	signal.throwIfAborted();
	let stop = () => {};
	const stopped = new Promise<never>((_, reject) => {
		stop = () => reject(aborted(signal));
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		await Promise.race([sleep(ms), stopped]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** `ms` plus up to a quarter more, so that many waiters do not come back in one moment. */
export const jittered = (ms: number): number => Math.round(ms * (1 + Math.random() / 4));
