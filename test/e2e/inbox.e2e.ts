import { polledInbox } from './suites/polledInbox';
import { startTestEnv } from './support/testEnv';
import type { TestEnv } from './support/testEnv';

describe('an inbox that the packed package answers in the pinned n8n', () => {
	let testEnv: TestEnv;

	beforeAll(async () => (testEnv = await startTestEnv()), 300_000);
	afterAll(async () => await testEnv?.stop(), 60_000);
	beforeEach(() => testEnv.sandbox.reset());

	polledInbox(() => testEnv);
});
