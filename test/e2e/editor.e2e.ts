import { credentials } from './suites/credentials';
import { editor } from './suites/editor';
import { forms } from './suites/forms';
import { loading } from './suites/loading';
import { oauth } from './suites/oauth';
import { nodePanel } from './suites/nodePanel';
import { listSearch } from './suites/listSearch';
import { startTestEnv } from './support/testEnv';
import type { TestEnv } from './support/testEnv';

// All of these tests share one n8n, because its start takes longer than most of them.
describe('the packed package in the editor of the pinned n8n', () => {
	let testEnv: TestEnv;
	const current = () => testEnv;

	beforeAll(async () => (testEnv = await startTestEnv()), 300_000);
	afterAll(async () => await testEnv?.stop(), 60_000);
	beforeEach(() => testEnv.sandbox.reset());

	loading(current);
	credentials(current);
	listSearch(current);
	editor(current);
	nodePanel(current);
	forms(current);
	// Last, because it adds a credential, which the editor then selects in new nodes.
	oauth(current);
});
