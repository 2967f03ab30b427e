/**
 * What all tests of a file share: started before the first, stopped after the last. What comes back stands for it, and can
 * be used from the first test on.
 */
export function lasting<T extends { stop(): Promise<void> }>(start: () => Promise<T>): T {
	let started: T;
	beforeAll(async () => {
		started = await start();
	});
	afterAll(async () => await started.stop());
	return new Proxy({} as T, { get: (_, key): unknown => Reflect.get(started, key) });
}
