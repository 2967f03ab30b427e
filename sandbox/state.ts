import { highLevelId, secret } from './ids';
import { isEmail } from './messageTypes';
import type * as Records from './types';
import { SortedViews } from './sortedViews';

type Given<T, Needed extends keyof T> = Partial<T> & Pick<T, Needed>;

/** The records of the API, in memory. Tests may change them at any time. */
export class State {
	readonly contacts = new Map<string, Records.Contact>();
	readonly conversations = new Map<string, Records.Conversation>();
	readonly messages = new Map<string, Records.Message>();
	readonly emails = new Map<string, Records.Email>();
	/** By message id. */
	readonly recordings = new Map<string, Records.Recording>();
	/** By message ID; an object instead of an array is returned unchanged. */
	readonly transcripts = new Map<string, Records.Sentence[] | Records.Sentence>();
	readonly subtypes = new Map<string, Records.Subtype>();
	/** Unsubscriptions, as keys `contactId email subtypeName-or-id`. */
	readonly unsubscribed = new Set<string>();
	/** Conversation providers of the app. */
	readonly providers = new Set<string>();
	readonly uploads = new Map<string, Records.PendingUpload>();
	/** By slug. */
	readonly files = new Map<string, Records.StoredFile>();
	users: Records.User[] = [];
	templates: Records.Template[] = [];
	/** IDs of deleted conversations that the search still lists. */
	readonly gone = new Set<string>();
	/** How far the sandbox's clock is ahead, ms; it determines when files become private. */
	clockAheadMs = 0;
	/** How long the address of an upload is public, ms. */
	publicFileMs = 60 * 60_000;
	readonly typing: Records.Fields[] = [];
	/** Whether startDate and endDate of the export are inclusive. */
	exportDates: 'inclusive' | 'exclusive' | 'half-open' = 'inclusive';
	/** How long an export cursor is valid, ms. */
	cursorTtlMs = 2 * 60_000;
	/** Maximum page size of the export. */
	exportPageSize = 1000;
	/** Status for a recording or transcript that is not available yet (404, 422 and 400 were seen). */
	notReadyStatus = 404;

	readonly messageViews = new SortedViews(() => this.messages.values());
	readonly conversationViews = new SortedViews(() => this.conversations.values());
	private seq = 0;

	/** Removes all records and resets the settings. */
	clear(): void {
		const { contacts, conversations, messages, emails, recordings, transcripts } = this;
		for (const map of [contacts, conversations, messages, emails, recordings, transcripts])
			map.clear();
		for (const map of [this.subtypes, this.unsubscribed, this.providers, this.uploads]) map.clear();
		for (const map of [this.files, this.gone]) map.clear();
		this.users = [];
		this.templates = [];
		this.clockAheadMs = 0;
		this.publicFileMs = 60 * 60_000;
		this.typing.length = 0;
		this.exportDates = 'inclusive';
		this.cursorTtlMs = 2 * 60_000;
		this.exportPageSize = 1000;
		this.notReadyStatus = 404;
		this.changed();
	}

	/** Call it after changing a message or conversation in place, because lists are cached. */
	changed(): void {
		this.messageViews.invalidate();
		this.conversationViews.invalidate();
	}

	/** The time of the sandbox's clock, ms since 1970. */
	now(): number {
		return Date.now() + this.clockAheadMs;
	}

	/** Stores a secure file, whose address is public for a limited time. */
	addFile(
		given: Given<Records.StoredFile, 'name' | 'type' | 'bytes' | 'locationId'>,
	): Records.StoredFile {
		const file: Records.StoredFile = {
			id: highLevelId(),
			slug: highLevelId(),
			signature: secret(),
			publicUntil: this.now() + this.publicFileMs,
			...given,
		};
		this.files.set(file.slug, file);
		return file;
	}

	/** Deletes a contact, or merges it into another; the search still lists its conversations. */
	removeContact(id: string): void {
		this.contacts.delete(id);
		for (const { id: gone, contactId } of this.conversations.values()) {
			if (contactId === id) this.gone.add(gone);
		}
	}

	addContact(given: Given<Records.Contact, 'locationId'>): Records.Contact {
		const contact: Records.Contact = {
			id: highLevelId(),
			firstName: 'Alex',
			lastName: 'Doe',
			companyName: null,
			email: null,
			phone: null,
			tags: [],
			dnd: [],
			...given,
		};
		this.contacts.set(contact.id, contact);
		return contact;
	}

	addConversation(
		given: Given<Records.Conversation, 'locationId' | 'contactId'>,
	): Records.Conversation {
		const now = given.dateAdded ?? Date.now();
		const conversation: Records.Conversation = {
			id: highLevelId(),
			seq: (this.seq += 1),
			type: 1,
			dateAdded: now,
			dateUpdated: now,
			lastMessageDate: now,
			lastManualMessageDate: null,
			lastMessageBody: '',
			lastMessageType: 'TYPE_SMS',
			lastMessageDirection: 'outbound',
			lastOutboundMessageAction: null,
			inbox: true,
			unreadCount: 0,
			starred: false,
			assignedTo: null,
			followers: [],
			mentions: [],
			scores: {},
			dueAt: null,
			overdueAt: null,
			...given,
		};
		this.conversations.set(conversation.id, conversation);
		this.conversationViews.invalidate();
		return conversation;
	}

	/** Stores a message and, unless it is scheduled, updates its conversation's last message. */
	addMessage(given: Given<Records.Message, 'conversationId'>): Records.Message {
		const conversation = this.conversations.get(given.conversationId);
		if (!conversation) throw new Error(`No conversation ${given.conversationId} in the sandbox`);
		const dateAdded = given.dateAdded ?? Date.now();
		const messageType = given.messageType ?? 'TYPE_SMS';
		const message: Records.Message = {
			id: highLevelId(),
			seq: (this.seq += 1),
			locationId: conversation.locationId,
			contactId: conversation.contactId,
			messageType,
			direction: 'inbound',
			status: 'delivered',
			contentType: isEmail(messageType) ? 'text/html' : 'text/plain',
			attachments: [],
			dateAdded,
			dateUpdated: dateAdded,
			source: 'app',
			emailMessageIds: [],
			...given,
		};
		this.messages.set(message.id, message);
		if (message.status !== 'scheduled') updateLastMessage(conversation, message);
		this.changed();
		return message;
	}

	addMessages(given: Iterable<Given<Records.Message, 'conversationId'>>): Records.Message[] {
		return Array.from(given, (message) => this.addMessage(message));
	}

	/** Stores the text of an email and links it to its message. */
	addEmail(
		message: Records.Message,
		given: Given<Records.Email, 'subject' | 'body'>,
	): Records.Email {
		const { conversationId, contactId, locationId, direction, dateAdded, status, source } = message;
		const email: Records.Email = {
			id: highLevelId(),
			messageId: message.id,
			threadId: message.id,
			...{ conversationId, contactId, locationId, direction, dateAdded, status, source },
			provider: 'Leadconnector Gmail',
			from: 'hello@riverside-dental.example',
			to: [],
			cc: [],
			bcc: [],
			attachments: message.attachments,
			...given,
		};
		this.emails.set(email.id, email);
		message.emailMessageIds.push(email.id);
		return email;
	}

	/** Cancels a scheduled message, which stays in the lists. */
	cancel(message: Records.Message): void {
		Object.assign(message, { status: 'cancelled', dateUpdated: Date.now() });
		this.changed();
	}

	removeMessage(message: Records.Message): void {
		this.messages.delete(message.id);
		for (const id of message.emailMessageIds) this.emails.delete(id);
		this.messageViews.invalidate();
	}

	removeConversation(conversation: Records.Conversation): void {
		this.conversations.delete(conversation.id);
		for (const message of [...this.messages.values()]) {
			if (message.conversationId === conversation.id) this.removeMessage(message);
		}
		this.changed();
	}

	conversationOfContact(contactId: string): Records.Conversation | undefined {
		for (const conversation of this.conversations.values()) {
			if (conversation.contactId === contactId) return conversation;
		}
		return undefined;
	}
}

function updateLastMessage(conversation: Records.Conversation, message: Records.Message): void {
	if (message.direction === 'outbound') {
		conversation.lastOutboundMessageAction = message.source === 'app' ? 'manual' : 'automated';
	}
	if (message.source === 'app') {
		const last = conversation.lastManualMessageDate ?? 0;
		conversation.lastManualMessageDate = Math.max(last, message.dateAdded);
	}
	if (conversation.lastMessageBody !== '' && message.dateAdded < conversation.lastMessageDate)
		return;
	conversation.lastMessageDate = message.dateAdded;
	conversation.dateUpdated = message.dateAdded;
	conversation.lastMessageBody = message.body ?? '';
	conversation.lastMessageType = message.messageType;
	conversation.lastMessageDirection = message.direction;
}
