import { useTestEnv, type TestEnv } from '../harness';
import { Thread } from './thread';

/** A shared test environment without records, except for a new conversation before each test, which `onNew` receives. */
export function useThread(onNew: (thread: Thread) => void): TestEnv {
	const testEnv = useTestEnv({ sandbox: { seed: false } });
	beforeEach(() => onNew(new Thread(testEnv.sandbox)));
	return testEnv;
}
