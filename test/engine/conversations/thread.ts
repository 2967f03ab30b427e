import type { INodeParameters } from 'n8n-workflow';

import type { Message, Sandbox } from '../../../sandbox';
import { byId } from '../fixtures';

type Given = Partial<Message>;

/** A new conversation, and helpers that add messages to it. */
export class Thread {
	readonly contactId: string;
	readonly id: string;

	constructor(readonly sandbox: Sandbox) {
		const { state, locationId } = sandbox;
		this.contactId = state.addContact({ locationId, phone: '+15550100', email: 'a@b.example' }).id;
		this.id = state.addConversation({ locationId, contactId: this.contactId }).id;
	}

	/** Adds a message of the contact, `agoMs` before now. Returns its ID. */
	wrote(body: string, agoMs = 0, given: Given = {}): string {
		return this.add({ direction: 'inbound', body, source: undefined, ...given }, agoMs);
	}

	/** Adds a message to the contact, sent through the API by default. */
	sent(body: string, agoMs = 0, given: Given = {}): string {
		return this.add({ direction: 'outbound', body, source: 'api', ...given }, agoMs);
	}

	/** Adds a message that a person sent in HighLevel's app. */
	person(body: string, agoMs = 0, given: Given = {}): string {
		return this.sent(body, agoMs, { source: 'app', userId: 'user1', ...given });
	}

	/** The node's parameters for an operation on it. */
	parameters(resource: string, operation: string, more: INodeParameters = {}): INodeParameters {
		return { resource, operation, conversationId: byId(this.id), ...more };
	}

	private add(given: Given, agoMs: number): string {
		const dateAdded = Date.now() - agoMs;
		return this.sandbox.state.addMessage({ conversationId: this.id, dateAdded, ...given }).id;
	}
}
