/* eslint-disable no-console */
import { SEED } from '../sandbox';
import { loadState } from './savedState';

/**
 * Adds a message of a contact to the sandbox of the running editor.
 * @throws Error if the editor of this checkout is not running
 */
export async function say(text: string): Promise<void> {
	const inbox = `http://127.0.0.1:${loadState().sandboxPort}/inbox`;
	const reply = await fetch(`${inbox}/${SEED.conversationId}`, {
		method: 'POST',
		body: new URLSearchParams({ text, as: 'contact' }),
		redirect: 'manual',
	}).catch(() => undefined);
	if (reply?.status !== 303) {
		throw new Error('No editor of this checkout is running. Start one first: npm start');
	}
	console.log(`Ana Ferreira wrote: ${text}\nSee ${inbox}/${SEED.conversationId}`);
}
