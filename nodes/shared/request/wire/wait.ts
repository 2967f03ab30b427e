import { sleep } from 'n8n-workflow';

/** What a wait rejects with when the user has pressed Stop. n8n tells a stopped run from a failed one by the word "canceled". */
export const aborted = (): Error => new Error('The execution was canceled');

/** Waits `ms` milliseconds; rejects at once when the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	if (signal.aborted) throw aborted();
	let stop = () => {};
	const stopped = new Promise<never>((_, reject) => {
		stop = () => reject(aborted());
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		// Older versions of n8n know no signal here, and let the timer run out unheard.
		await Promise.race([stopped, sleep(ms, signal)]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** `ms` plus up to a quarter more, so that many waiters do not come back in one moment. */
export const jittered = (ms: number): number => Math.round(ms * (1 + Math.random() / 4));
