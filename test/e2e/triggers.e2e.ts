import { pollingTrigger } from './suites/pollingTrigger';
import { webhookTrigger } from './suites/webhookTrigger';
import { startTestEnv } from './support/testEnv';
import type { TestEnv } from './support/testEnv';

// All of these tests share one n8n, because its start takes longer than most of them.
describe('the triggers of the packed package in the pinned n8n', () => {
	let testEnv: TestEnv;
	const current = () => testEnv;

	beforeAll(async () => (testEnv = await startTestEnv()), 300_000);
	afterAll(async () => await testEnv?.stop(), 60_000);
	beforeEach(() => testEnv.sandbox.reset());

	webhookTrigger(current);
	pollingTrigger(current);
});
