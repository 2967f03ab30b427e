import { sleep } from 'n8n-workflow';
import { MINUTE_MS, SECOND_MS } from '../../time';

/** Max wait that a response can ask for, in ms. */
export const MAX_SERVER_WAIT_MS = MINUTE_MS;
/** Waits longer than this are logged, ms. */
const MAX_UNLOGGED_WAIT_MS = 5 * SECOND_MS;

/** Milliseconds on a clock that changes of the system time do not affect. Only differences have a meaning. */
export const monotonicNow = (): number => performance.now();

/** Logs a wait of `ms` milliseconds, its end and its reason, unless it is short. */
export function logWait(
	log: ((message: string) => void) | undefined,
	ms: number,
	reason: string,
): void {
	if (ms <= MAX_UNLOGGED_WAIT_MS) return;
	const end = new Date(Date.now() + ms).toISOString();
	log?.(`Waiting ${Math.round(ms / SECOND_MS)} s, until ${end}: ${reason}`);
}

/** The error after the user pressed Stop. n8n recognizes a canceled execution by the word "canceled". */
export const canceledError = (): Error => new Error('The execution was canceled');

/** Waits `ms` milliseconds. Rejects with `canceledError` as soon as the signal aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (!signal) return await sleep(ms);
	if (signal.aborted) throw canceledError();
	let cancel = () => {};
	const canceled = new Promise<never>((_, reject) => {
		cancel = () => reject(canceledError());
		signal.addEventListener('abort', cancel, { once: true });
	});
	try {
		// Older versions of n8n ignore the signal, and their timer runs to its end.
		await Promise.race([canceled, sleep(ms, signal)]);
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}

/** Adds a random part of up to a quarter to `ms`, so that waiting requests do not all start at the same time. */
export const jittered = (ms: number): number => Math.round(ms * (1 + Math.random() / 4));
