import type { BrowserContext } from 'playwright-core';
import { findExample } from '../../../n8n/examples';
import { SEED } from '../../../sandbox';
import { EditorPage, launch } from '../support/browser';
import { chain } from '../support/workflows';
import type { TestEnv } from '../support/testEnv';

const NODE = 'HighLevel Conversations';

/** Using the node in the editor, in a headless Chromium. */
export function editor(testEnv: () => TestEnv): void {
	let context: BrowserContext;
	let editor: EditorPage | undefined;
	const open = async (path: string, theme: 'light' | 'dark' = 'light'): Promise<EditorPage> =>
		(editor = await EditorPage.open(context, testEnv().n8n.url + path, theme));

	/** A workflow with a manual trigger alone. */
	const openTrigger = async (theme?: 'light' | 'dark'): Promise<EditorPage> => {
		const workflow = chain();
		await testEnv().client.request('POST', '/workflows', workflow);
		return await open(`/workflow/${workflow.id}`, theme);
	};

	/** A workflow with a manual trigger and our node, opened at one of its operations. */
	const openNode = async (
		resource: string,
		operation: string,
		theme?: 'light' | 'dark',
	): Promise<EditorPage> => {
		const opened = await openTrigger(theme);
		await opened.openDetails('highlevel', NODE);
		await opened.addAction('Send message');
		await opened.choose('resource', resource);
		await opened.choose('operation', operation);
		return opened;
	};

	describe('in the browser', () => {
		beforeAll(async () => (context = await launch(testEnv())), 60_000);
		afterAll(async () => await context?.browser()?.close());
		afterEach(async () => await editor?.close());

		test('adds the node, fills in Send, runs it and shows the result', async () => {
			const opened = await openNode('Message', 'Send');
			await opened.pick('contactId', 'Ana Ferreira');
			await opened.fill('message', 'See you on Thursday at 15:40.');
			await opened.executeStep(SEED.conversationId);
			const request = testEnv().sandbox.requests.find(
				({ method, path }) => `${method} ${path}` === 'POST /conversations/messages',
			);
			expect(request?.body).toMatchObject({
				type: 'SMS',
				contactId: SEED.contactId,
				message: 'See you on Thursday at 15:40.',
			});
		});

		test('shows the fields of the selected message type', async () => {
			const opened = await openNode('Message', 'Send');
			await opened.parameter('message').waitFor();
			expect(await opened.parameter('html').count()).toBe(0);
			await opened.choose('type', 'Email');
			await opened.parameter('subject').waitFor();
			await opened.parameter('html').waitFor();
			expect(await opened.parameter('conversationProviderId').count()).toBe(0);
			await opened.choose('type', 'Custom');
			await opened.parameter('conversationProviderId').waitFor();
			expect(await opened.parameter('subject').count()).toBe(0);
			await opened.choose('type', 'Internal Comment');
			await opened.page.getByText('@name<userId>ID</userId>').first().waitFor();
		});

		test('shows the fields of the selected resource and operation', async () => {
			const opened = await openNode('Message', 'Send');
			await opened.choose('resource', 'Search');
			await opened.parameter('returnAll').waitFor();
			await opened.choose('resource', 'Upload');
			await opened.choose('operation', 'Upload File');
			await opened.parameter('binaryPropertyName').waitFor();
			expect(await opened.parameter('returnAll').count()).toBe(0);
		});

		test('lists, searches and selects a conversation', async () => {
			const opened = await openNode('Conversation', 'Get');
			const { page } = opened;
			await opened.locator('conversationId').getByTestId('rlc-input').click();
			const entries = page.getByTestId('rlc-item');
			await entries.filter({ hasText: 'Grace Kim' }).first().waitFor();
			await page.getByTestId('rlc-search').fill('Ferreira');
			await entries.filter({ hasText: 'Grace Kim' }).first().waitFor({ state: 'detached' });
			await entries.filter({ hasText: 'Ana Ferreira' }).first().click();
			await opened.executeStep(SEED.conversationId);
		});

		test('shows an executed workflow on the canvas', async () => {
			const { workflow } = findExample('3');
			await testEnv().client.request('POST', '/workflows', { ...workflow, id: 'hlInTheBrowser' });
			const opened = await open('/workflow/hlInTheBrowser');
			const { page } = opened;
			await page.getByTestId('execute-workflow-button').first().click();
			await page.getByTestId('canvas-node-status-success').nth(5).waitFor();
			expect(testEnv().sandbox.requests.filter(({ method }) => method === 'POST')).toHaveLength(5);
		});

		test('has a dark icon and readable fields in the dark theme', async () => {
			const opened = await openNode('Message', 'Send', 'dark');
			const field = opened.parameter('message').locator('textarea');
			expect(await opened.brightnessOfText(field)).toBeGreaterThan(180);
			const icon = opened.page.getByTestId('ndv').locator('img').first();
			expect(await icon.getAttribute('src')).toMatch(/dark/);
		});
	});
}
