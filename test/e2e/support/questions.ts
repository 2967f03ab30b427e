/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode, INodeParameters } from 'n8n-workflow';
import { SEED } from '../../../sandbox';
import { chain, highLevel, start } from './workflows';
import type { TestEnv } from './testEnv';

/** A node that asks the contact of the first conversation; for an approval by default. */
export const questionNode = (more: INodeParameters = {}, name = 'Ask'): INode =>
	highLevel(name, {
		...{ resource: 'message', operation: 'sendAndWait', type: 'SMS' },
		contactId: { __rl: true, mode: 'id', value: SEED.contactId },
		message: 'Shall we go ahead with the quote of 1,200 EUR?',
		...more,
	});

/** @returns n8n's status of an execution. */
export async function statusOf({ client }: TestEnv, executionId: string): Promise<string> {
	return (await client.request<{ status: string }>('GET', `/executions/${executionId}`)).status;
}

/**
 * Waits until an execution is waiting.
 * @throws Error if it takes longer than 30 seconds
 */
export async function waitUntilWaiting(testEnv: TestEnv, executionId: string): Promise<void> {
	for (let i = 0; i < 300; i++) {
		if ((await statusOf(testEnv, executionId)) === 'waiting') return;
		await sleep(100);
	}
	throw new Error(`Execution ${executionId} was not waiting after 30 seconds.`);
}

/** @returns the links in the last sent message. */
export function linksSent({ sandbox }: TestEnv): string[] {
	const { message, html } = sandbox.requests.at(-1)?.body as { message: string; html?: string };
	const text = html?.replaceAll('&amp;', '&') ?? message;
	return [...text.matchAll(/http:[^\s"]+/g)].map(([url]) => url);
}

/** Runs a workflow that asks a question, and waits until its execution is waiting. */
export async function askQuestion(testEnv: TestEnv, more: INodeParameters = {}, name?: string) {
	const executionId = await start(testEnv.client, chain(questionNode(more, name)));
	await waitUntilWaiting(testEnv, executionId);
	const links = linksSent(testEnv);
	return { executionId, link: links[0], links };
}

/** Submits an answer like the page. */
export async function postAnswer(link: string, values: Record<string, string>): Promise<Response> {
	const form = new FormData();
	for (const [name, value] of Object.entries(values)) form.append(name, value);
	return await fetch(link, { method: 'POST', body: form });
}
