import { sleep } from 'n8n-workflow';

/** No wait that a reply asks for is longer than this, ms. */
export const MAX_WAIT_MS = 60_000;
/** Waits that are longer than this are told in n8n's log, ms. */
const MAX_SILENT_WAIT_MS = 5_000;

/** Milliseconds on a clock that nobody sets: only the time between two readings means anything. */
export const monotonicNow = (): number => performance.now();

/** Tells of a wait that somebody may wonder about: how long (`ms`), until when, and why. */
export function logWait(
	log: ((message: string) => void) | undefined,
	ms: number,
	reason: string,
): void {
	if (ms <= MAX_SILENT_WAIT_MS) return;
	const end = new Date(Date.now() + ms).toISOString();
	log?.(`Waiting ${Math.round(ms / 1000)} s, until ${end}: ${reason}`);
}

/** What a wait rejects with when the user has pressed Stop. n8n tells a stopped run from a failed one by the word "canceled". */
export const canceledError = (): Error => new Error('The execution was canceled');

/** Waits `ms` milliseconds; rejects at once when the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	if (signal.aborted) throw canceledError();
	let stop = () => {};
	const stopped = new Promise<never>((_, reject) => {
		stop = () => reject(canceledError());
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
