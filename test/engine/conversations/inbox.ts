import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fault, Message } from '../../../sandbox';
import type { TestEnv } from '../harness';
import { ActiveWorkflow } from '../harness/activeWorkflow';
import { HOUR } from '../trigger/pollingTrigger';

/** How long ago an inbox starts, so that its clock can advance by hours, ms. */
const STARTED_AGO_MS = 100 * HOUR;

/** A location's inbox with its own clock, and a workflow with the event Unanswered Message. */
export class Inbox {
	/**
	 * HighLevel's clock, ms. Responses contain whole seconds, to which the trigger adds the time since the response. The clock starts
	 * late in a second, so that even a slow computer has activated the workflow before the time of the first messages.
	 */
	time = Math.floor((Date.now() - STARTED_AGO_MS) / 1000) * 1000 + 990;

	private constructor(
		readonly testEnv: TestEnv,
		readonly workflow: ActiveWorkflow,
	) {}

	/** Activates the workflow, ten minutes after the inbox's start. */
	static async open(testEnv: TestEnv, parameters: IDataObject = {}): Promise<Inbox> {
		const all = { event: 'unanswered', ...parameters } as INodeParameters;
		const workflow = new ActiveWorkflow(testEnv, { parameters: all });
		const inbox = new Inbox(testEnv, workflow);
		inbox.advance(600);
		inbox.setClock();
		await workflow.activate();
		return inbox;
	}

	advance(seconds: number): void {
		this.time += seconds * 1000;
	}

	/** Adds a conversation with a new contact. Returns its ID. */
	conversation(): string {
		const { state, locationId } = this.testEnv.sandbox;
		const { id: contactId } = state.addContact({ locationId, phone: '+12025550100' });
		const dates = { dateAdded: 0, lastMessageDate: 0 };
		return state.addConversation({ locationId, contactId, ...dates }).id;
	}

	/** Adds an unread message of the contact. Returns its ID. */
	wrote(conversationId: string, body = 'Hello', given: Partial<Message> = {}): string {
		return this.add(conversationId, { body, direction: 'inbound', source: undefined, ...given });
	}

	/** Adds an outbound message, sent through the API by default. Returns its ID. */
	sent(conversationId: string, given: Partial<Message> = {}): string {
		return this.add(conversationId, { direction: 'outbound', source: 'api', ...given });
	}

	/** Adds an answer of a person in HighLevel's app, and marks the conversation read. Returns the message's ID. */
	person(conversationId: string): string {
		const id = this.sent(conversationId, { source: 'app', userId: 'user1' });
		this.testEnv.sandbox.state.conversations.get(conversationId)!.unreadCount = 0;
		return id;
	}

	/** The inbox's time as a header of HighLevel's replies. */
	get date(): { date: string } {
		return { date: new Date(this.time).toUTCString() };
	}

	/** Sends the inbox's time in HighLevel's responses, unless one of these faults matches. Removes all other faults. */
	setClock(...faults: Fault[]): void {
		const { sandbox } = this.testEnv;
		sandbox.faults.clear();
		for (const fault of faults) sandbox.faults.add(fault);
		sandbox.faults.add({ headers: this.date, times: 9999 });
	}

	/** Polls after some time. Returns the message IDs of each returned turn. */
	async poll(afterSeconds = 0): Promise<string[][]> {
		this.advance(afterSeconds);
		this.setClock();
		return (await this.workflow.poll()).map(idsOf);
	}

	/** Returns the paths of the requests of some polls. */
	async pathsOf(poll: () => Promise<unknown>): Promise<string[]> {
		const before = this.testEnv.sandbox.requests.length;
		await poll();
		return this.testEnv.sandbox.requests.slice(before).map(({ path }) => path);
	}

	private add(conversationId: string, given: Partial<Message>): string {
		const { state } = this.testEnv.sandbox;
		const message = state.addMessage({ conversationId, dateAdded: this.time, ...given });
		const conversation = state.conversations.get(conversationId)!;
		if (message.direction === 'inbound') conversation.unreadCount! += 1;
		return message.id;
	}
}

/** The IDs of a turn's messages. */
export const idsOf = ({ messages }: IDataObject): string[] =>
	(messages as IDataObject[]).map(({ id }) => String(id));
