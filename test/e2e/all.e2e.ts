import { agent } from './suites/agent';
import { credentials } from './suites/credentials';
import { editor } from './suites/editor';
import { examples } from './suites/examples';
import { flow } from './suites/flow';
import { forms } from './suites/forms';
import { inbox } from './suites/inbox';
import { inboxExamples } from './suites/inboxExamples';
import { loading } from './suites/loading';
import { oauth } from './suites/oauth';
import { panel } from './suites/panel';
import { pickers } from './suites/pickers';
import { resources } from './suites/resources';
import { review } from './suites/review';
import { triggers } from './suites/triggers';
import { webhookTrigger } from './suites/webhookTrigger';
import { waiting } from './suites/waiting';
import { startTestEnv } from './support/testEnv';
import type { TestEnv } from './support/testEnv';

// One file, so that one n8n serves all of it: a start takes longer than most of the tests.
describe('the packed package in the pinned n8n', () => {
	let testEnv: TestEnv;
	const current = () => testEnv;

	beforeAll(async () => (testEnv = await startTestEnv()), 300_000);
	afterAll(async () => await testEnv?.stop(), 60_000);
	beforeEach(() => testEnv.sandbox.reset());

	loading(current);
	credentials(current);
	resources(current);
	examples(current);
	pickers(current);
	flow(current);
	agent(current);
	review(current);
	inbox(current);
	inboxExamples(current);
	editor(current);
	panel(current);
	forms(current);
	// Last: these add credentials, and a new node in the editor takes the latest by itself.
	oauth(current);
	triggers(current);
	// They start n8n again.
	webhookTrigger(current);
	waiting(current);
});
