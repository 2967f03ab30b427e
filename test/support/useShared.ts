/**
 * Starts something that all tests of a file share before the first one, and stops it after the last.
 *
 * @returns a proxy for what was started, to be used inside of tests and hooks
 */
export function useShared<T extends { stop(): Promise<void> }>(start: () => Promise<T>): T {
	let started: T;
	beforeAll(async () => {
		started = await start();
	});
	afterAll(async () => await started.stop());
	return new Proxy({} as T, { get: (_, key): unknown => Reflect.get(started, key) });
}
