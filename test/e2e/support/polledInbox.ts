import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';
import { findExample } from '../../../n8n/examples';
import type { Message } from '../../../sandbox';
import { waitFor } from '../../support/waitFor';
import { pollEvery, waitForRuns, switchOff, switchOn } from './activeWorkflows';
import { openAiCredential, startScriptedModel } from './model';
import type { ScriptedModel } from './model';
import type { TestWorkflow } from './workflows';
import type { TestEnv } from './testEnv';

interface Sent extends Record<string, unknown> {
	type: string;
	contactId: string;
	message?: string;
}

/** An inbox that example 1 answers, with the scripted model. */
export class PolledInbox {
	/** How far HighLevel's clock is ahead of this computer's, ms. */
	aheadMs = 0;
	private workflow?: TestWorkflow;

	private constructor(
		readonly testEnv: TestEnv,
		readonly model: ScriptedModel,
		private readonly openAiApi: { id: string; name: string },
	) {}

	static async open(testEnv: TestEnv): Promise<PolledInbox> {
		const model = await startScriptedModel();
		return new PolledInbox(testEnv, model, await openAiCredential(testEnv.client, model));
	}

	/** Saves and activates example 1. */
	async switchOn(
		options: INodeParameters = {},
		agentVersion = 2.2,
		pollSeconds = 3,
	): Promise<void> {
		const workflow = structuredClone(findExample('1').workflow);
		for (const node of workflow.nodes) {
			if (node.name === 'Chat model') node.credentials = { openAiApi: this.openAiApi };
			if (node.name === 'AI agent') node.typeVersion = agentVersion;
			if (node.name === 'Unanswered message') {
				Object.assign(node.parameters, { pollTimes: pollEvery(pollSeconds), options });
			}
		}
		const id = randomUUID().replaceAll('-', '').slice(0, 16);
		this.workflow = { ...workflow, id, active: false };
		this.aheadMs = 0;
		const ahead = () => new Date(Date.now() + this.aheadMs).toUTCString();
		this.testEnv.sandbox.faults.add({
			times: Infinity,
			// A getter, because the date of each response differs.
			headers: {
				get date() {
					return ahead();
				},
			},
		});
		await switchOn(this.testEnv, this.workflow);
	}

	async switchOff(): Promise<void> {
		if (this.workflow) await switchOff(this.testEnv, this.workflow);
		this.workflow = undefined;
	}

	/** A contact with a conversation. Returns the conversation's ID. */
	conversation(): string {
		const { state, locationId } = this.testEnv.sandbox;
		const contact = { locationId, phone: '+15550100', email: 'jane@example.com' };
		const { id: contactId } = state.addContact(contact);
		return state.addConversation({ locationId, contactId, lastMessageDate: 0 }).id;
	}

	contactOf(conversationId: string): string {
		return this.testEnv.sandbox.state.conversations.get(conversationId)!.contactId;
	}

	write(conversationId: string, body: string, more: Partial<Message> = {}): Message {
		const given = { conversationId, body, source: undefined, ...more };
		return this.testEnv.sandbox.state.addMessage(given);
	}

	/** The messages that were sent and not rejected. */
	get sent(): Sent[] {
		const { requests } = this.testEnv.sandbox;
		return requests
			.filter(({ method, path }) => method === 'POST' && path === '/conversations/messages')
			.filter(({ status = 0 }) => status < 300)
			.map(({ body }) => body as Sent);
	}

	/** The messages of the n-th request to the model, without the system message. */
	asked(index: number): string[] {
		const { messages } = this.model.asked[index];
		return messages
			.filter(({ role }) => role !== 'system')
			.map(({ role, content }) => `${role}: ${String(content)}`);
	}

	/** Waits until a number of executions have finished. */
	async ran(count: number) {
		return await waitForRuns(this.testEnv, this.workflow!, count, 90);
	}

	/** Waits for a number of polls. */
	async polls(count: number): Promise<void> {
		const polled = () =>
			this.testEnv.sandbox.requests.filter(({ path }) => path === '/conversations/search').length;
		const before = polled();
		await waitFor(() => polled() >= before + count);
	}
}
