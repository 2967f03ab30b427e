import { useShared } from '../../support/useShared';
import { startTestEnv, type TestEnv, type TestEnvOptions } from './testEnv';

/** A test environment that all tests of a file share. Its sandbox is reset before each test. */
export function useTestEnv(options?: TestEnvOptions): TestEnv {
	const testEnv = useShared(async () => await startTestEnv(options));
	beforeEach(() => testEnv.sandbox.reset());
	return testEnv;
}

/**
 * Returns a function that starts a test environment for one test, so that tests which mostly wait, e.g. for retries,
 * can wait at the same time (`it.concurrent`). All of them are stopped after the last test.
 */
export function useTestEnvs(
	defaults?: TestEnvOptions,
): (options?: TestEnvOptions) => Promise<TestEnv> {
	const started: TestEnv[] = [];
	afterAll(async () => await Promise.all(started.map(async (testEnv) => await testEnv.stop())));
	return async (options) => {
		const testEnv = await startTestEnv({ ...defaults, ...options });
		started.push(testEnv);
		return testEnv;
	};
}
