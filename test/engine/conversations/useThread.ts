import { NO_RATE_LIMIT } from '../fixtures';
import { useTestEnv, type TestEnv } from '../harness';
import { Thread } from './thread';

/** A shared test environment without records, except for a new conversation before each test, which `onNew` receives. */
export function useThread(onNew: (thread: Thread) => void): TestEnv {
	const testEnv = useTestEnv({ sandbox: { seed: false, rateLimit: NO_RATE_LIMIT } });
	beforeEach(() => onNew(new Thread(testEnv.sandbox)));
	return testEnv;
}
