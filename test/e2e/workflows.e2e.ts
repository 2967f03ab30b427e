import { agent } from './suites/agent';
import { examples } from './suites/examples';
import { flow } from './suites/flow';
import { inbox } from './suites/inbox';
import { inboxExamples } from './suites/inboxExamples';
import { memory } from './suites/memory';
import { resources } from './suites/resources';
import { review } from './suites/review';
import { waiting } from './suites/waiting';
import { startTestEnv } from './support/testEnv';
import type { TestEnv } from './support/testEnv';

// All of these tests share one n8n, because its start takes longer than most of them.
describe('the packed package in workflows of the pinned n8n', () => {
	let testEnv: TestEnv;
	const current = () => testEnv;

	beforeAll(async () => (testEnv = await startTestEnv()), 300_000);
	afterAll(async () => await testEnv?.stop(), 60_000);
	beforeEach(() => testEnv.sandbox.reset());

	resources(current);
	examples(current);
	flow(current);
	agent(current);
	review(current);
	memory(current);
	inbox(current);
	inboxExamples(current);
	// Last: it starts n8n again.
	waiting(current);
});
