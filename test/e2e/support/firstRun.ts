import { N8nClient } from '../../../n8n/client';
import { findExample } from '../../../n8n/examples';
import type { Owner } from '../../../n8n/owner';
import { SEED } from '../../../sandbox';
import { EditorPage, launch } from './browser';

/** The editor that `npm start` has started. */
export interface FirstRun {
	url: string;
	sandboxUrl: string;
	owner: Pick<Owner, 'email' | 'password'>;
	/** Sends a message as the contact. */
	say: (text: string) => Promise<unknown>;
}

/**
 * Executes the examples that answer with a model by the editor's button, like a new user.
 *
 * @returns the sandbox's page of the conversation afterwards, HTML
 */
export async function executeInboxExamples({ url, sandboxUrl, owner, say }: FirstRun) {
	const client = await N8nClient.signIn(url, owner);
	const context = await launch({ n8n: { url }, client });
	const open = async (key: string) =>
		await EditorPage.open(context, `${url}/workflow/${findExample(key).workflow.id}`, 'light');
	const execute = async ({ page }: EditorPage) =>
		await page.getByTestId('execute-workflow-button').first().click();
	const succeeded = async ({ page }: EditorPage, node = 'Send reply') =>
		await page
			.locator(`[data-node-name="${node}"]`)
			.getByTestId('canvas-node-status-success')
			.waitFor();
	try {
		await say('Is Tuesday at ten still free?');
		const polling = await open('1');
		await execute(polling);
		await succeeded(polling);
		await polling.close();
		const waiting = await open('7');
		await execute(waiting);
		await waiting.page.getByText('Waiting for trigger event').first().waitFor();
		await say('And Wednesday at noon?');
		await succeeded(waiting);
		await waiting.close();
		const deciding = await open('12');
		await say('Are you open on Friday?');
		await execute(deciding);
		await succeeded(deciding);
		await say('Please hand over to a person');
		await execute(deciding);
		await succeeded(deciding, 'Hand over');
	} finally {
		await context.browser()?.close();
	}
	return await (await fetch(`${sandboxUrl}/inbox/${SEED.conversationId}`)).text();
}
