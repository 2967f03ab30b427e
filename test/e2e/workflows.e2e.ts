import { agentTool } from './suites/agentTool';
import { examples } from './suites/examples';
import { workflowData } from './suites/workflowData';
import { inbox } from './suites/inbox';
import { inboxExamples } from './suites/inboxExamples';
import { memory } from './suites/memory';
import { commandLine } from './suites/commandLine';
import { humanReview } from './suites/humanReview';
import { sendAndWait } from './suites/sendAndWait';
import { startTestEnv } from './support/testEnv';
import type { TestEnv } from './support/testEnv';

// All of these tests share one n8n, because its start takes longer than most of them.
describe('the packed package in workflows of the pinned n8n', () => {
	let testEnv: TestEnv;
	const current = () => testEnv;

	beforeAll(async () => (testEnv = await startTestEnv()), 300_000);
	afterAll(async () => await testEnv?.stop(), 60_000);
	beforeEach(() => testEnv.sandbox.reset());

	commandLine(current);
	examples(current);
	workflowData(current);
	agentTool(current);
	humanReview(current);
	memory(current);
	inbox(current);
	inboxExamples(current);
	// Last: it starts n8n again.
	sendAndWait(current);
});
