/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm run images`: makes all pictures of the documentation, in docs/images. It starts a real n8n with the packed package, the
// sandbox and the stand-in for a chat model, and needs Chromium or Chrome.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { importInto } from '../n8n/commands';
import { demoWorkflow } from '../n8n/demo';
import { findExample } from '../n8n/examples';
import { PROJECT } from '../n8n/paths';
import { modelCredential, startStandInModel } from '../n8n/standInModel';
import { askQuestion } from '../test/e2e/support/questions';
import { EditorPage, launch } from '../test/e2e/support/browser';
import { startTestEnv } from '../test/e2e/support/testEnv';
import type { TestEnv } from '../test/e2e/support/testEnv';
import { chain, highLevel } from '../test/e2e/support/workflows';

const FOLDER = join(PROJECT, 'docs', 'images');
const PHONE = { width: 390, height: 310 };
const INBOX = { width: 720, height: 400 };
const QUESTION = 'Hi! Is Tuesday at ten still free?';

/** Writes what a window shows to docs/images/<name>.png. */
async function keep(page: Page, name: string): Promise<void> {
	await page.screenshot({
		path: join(FOLDER, `${name}.png`),
		animations: 'disabled',
		caret: 'hide',
	});
	console.log(`  docs/images/${name}.png`);
}

/** The same for the editor, without n8n's own notices and without a focused field. */
async function keepEditor({ page }: EditorPage, name: string, focused = false): Promise<void> {
	for (const close of await page.locator('.el-notification__closeBtn').all()) await close.click();
	if (!focused) await page.evaluate('document.activeElement?.blur()');
	await keep(page, name);
}

/** Takes the pictures of one environment, in a browser that is signed in. */
class Photographer {
	constructor(
		private readonly testEnv: TestEnv,
		private readonly context: BrowserContext,
	) {}

	/** Opens a new workflow with a manual trigger and, if it is given, our node. */
	private async openWorkflow(parameters?: object): Promise<EditorPage> {
		const nodes = parameters ? [highLevel('HighLevel Conversations', { ...parameters })] : [];
		const workflow = chain(...nodes);
		await this.testEnv.client.request('POST', '/workflows', { ...workflow, name: 'My workflow' });
		const url = `${this.testEnv.n8n.url}/workflow/${workflow.id}`;
		const editor = await EditorPage.open(this.context, url, 'light');
		if (parameters) await editor.openNode('HighLevel Conversations');
		return editor;
	}

	async nodePanel(): Promise<void> {
		const editor = await this.openWorkflow();
		await editor.openDetails('highlevel', 'HighLevel Conversations');
		await editor.page.getByText(/^Actions \(\d+\)$/).waitFor();
		await keepEditor(editor, 'node-panel');
		await editor.close();
	}

	async sendForm(): Promise<void> {
		const editor = await this.openWorkflow({ resource: 'message', operation: 'send' });
		await editor.pick('contactId', 'Ana Ferreira');
		await editor.fill('message', 'See you on Thursday at 15:40.');
		await keepEditor(editor, 'send-form');
		await editor.close();
	}

	async contactPicker(): Promise<void> {
		const editor = await this.openWorkflow({ resource: 'message', operation: 'send' });
		await editor.locator('contactId').getByTestId('rlc-input').click();
		await editor.page.getByTestId('rlc-item').filter({ hasText: 'Grace Kim' }).first().waitFor();
		await keepEditor(editor, 'contact-picker', true);
		await editor.close();
	}

	async handOverForm(): Promise<void> {
		const parameters = {
			...{ resource: 'conversation', operation: 'handOver' },
			summary: 'Ana would like to move her appointment, and asks for a person.',
			options: { messageToContact: 'A colleague will get back to you today.' },
		};
		const editor = await this.openWorkflow(parameters);
		await editor.pick('conversationId', 'Ana Ferreira');
		await editor.pick('userId', 'Mia Lopez');
		await keepEditor(editor, 'hand-over-form');
		await editor.close();
	}

	async answerPage(): Promise<void> {
		const approvalOptions = { values: { approvalType: 'double' } };
		const { link } = await askQuestion(this.testEnv, { approvalOptions });
		const page = await this.context.newPage();
		await page.setViewportSize(PHONE);
		await page.goto(link);
		await page.getByRole('button', { name: 'Approve', exact: true }).waitFor();
		await keep(page, 'answer-page');
		await page.close();
	}

	/** A contact writes, example 1 answers, and the answer arrives: four pictures. */
	async inboxSeries(modelUrl: string): Promise<void> {
		const { sandbox, client, n8n, cli } = this.testEnv;
		sandbox.reset();
		await importInto(cli, 'credentials', [modelCredential({ url: modelUrl })]);
		const workflow = demoWorkflow(findExample('1').workflow, sandbox.webhooks.publicKey);
		await client.request('POST', '/workflows', { ...workflow, active: false });

		const inbox = await this.context.newPage();
		await inbox.setViewportSize(INBOX);
		await inbox.goto(`${sandbox.url}/inbox`);
		await inbox.getByPlaceholder('Name of a new contact').fill('Nora Lind');
		await inbox.getByPlaceholder('Their first message').fill(QUESTION);
		const write = inbox.getByRole('button', { name: 'Write as a new contact' });
		await write.scrollIntoViewIfNeeded();
		await keep(inbox, 'inbox-1-contact-writes');
		await write.click();
		await inbox.getByText(QUESTION).first().waitFor();

		const editor = await EditorPage.open(this.context, `${n8n.url}/workflow/${workflow.id}`, 'light'); // prettier-ignore
		await editor.openNode('Unanswered message');
		await editor.page.getByTestId('node-execute-button').click();
		const output = editor.page.getByTestId('output-panel');
		await output.getByText('Schema', { exact: true }).click();
		await output.getByText(QUESTION).first().waitFor();
		await keepEditor(editor, 'inbox-2-trigger');
		await editor.page.keyboard.press('Escape');

		await editor.page.getByTestId('execute-workflow-button').first().click();
		await editor.page.getByTestId('canvas-node-status-success').nth(4).waitFor();
		await editor.page.getByTestId('zoom-to-fit').click();
		await keepEditor(editor, 'inbox-3-workflow');
		await editor.close();

		await inbox.bringToFront();
		await inbox.getByText('(Stand-in model)').first().waitFor();
		await keep(inbox, 'inbox-4-answer');
		await inbox.close();
	}
}

async function main(): Promise<void> {
	const testEnv = await startTestEnv();
	const model = await startStandInModel();
	try {
		const context = await launch(testEnv);
		try {
			rmSync(FOLDER, { recursive: true, force: true });
			mkdirSync(FOLDER, { recursive: true });
			const photographer = new Photographer(testEnv, context);
			await photographer.nodePanel();
			await photographer.sendForm();
			await photographer.contactPicker();
			await photographer.handOverForm();
			await photographer.answerPage();
			await photographer.inboxSeries(model.url);
		} finally {
			await context.browser()?.close();
		}
	} finally {
		await model.stop();
		await testEnv.stop();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
