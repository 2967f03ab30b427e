import { useShared } from '../../support/useShared';
import { startTestEnv, type TestEnv, type TestEnvOptions } from './testEnv';

/** A test environment that all tests of a file share. Its sandbox is reset before each test. */
export function useTestEnv(options?: TestEnvOptions): TestEnv {
	const testEnv = useShared(async () => await startTestEnv(options));
	beforeEach(() => testEnv.sandbox.reset());
	return testEnv;
}
