import { highLevelId, secret } from './ids';
import { isEmail } from './messageTypes';
import type * as Records from './types';
import { SortedViews } from './sortedViews';

type Given<T, Needed extends keyof T> = Partial<T> & Pick<T, Needed>;

/** The records behind the API, in memory. Tests may add to it and change it at any time. */
export class State {
	readonly contacts = new Map<string, Records.Contact>();
	readonly conversations = new Map<string, Records.Conversation>();
	readonly messages = new Map<string, Records.Message>();
	readonly emails = new Map<string, Records.Email>();
	/** By message id. */
	readonly recordings = new Map<string, Records.Recording>();
	/** By message id; one object instead of an array is answered as it is. */
	readonly transcripts = new Map<string, Records.Sentence[] | Records.Sentence>();
	readonly subtypes = new Map<string, Records.Subtype>();
	/** Keys `contactId email subtypeName-or-id` of what contacts unsubscribed from. */
	readonly unsubscribed = new Set<string>();
	/** Conversation providers of the calling app. */
	readonly providers = new Set<string>();
	readonly uploads = new Map<string, Records.PendingUpload>();
	/** By slug. */
	readonly files = new Map<string, Records.StoredFile>();
	users: Records.User[] = [];
	templates: Records.Template[] = [];
	/** IDs of conversations that HighLevel does not find any more, though its search still lists them. */
	readonly gone = new Set<string>();
	/** How far the sandbox's clock is ahead, ms; files become private by it. */
	clockAheadMs = 0;
	/** How long the address of an upload is public. */
	publicFileMs = 60 * 60_000;
	readonly typing: Records.Fields[] = [];
	/** Whether startDate and endDate of the export include their own instant. */
	exportDates: 'inclusive' | 'exclusive' | 'half-open' = 'inclusive';
	/** How long an export cursor can be used. */
	cursorTtlMs = 2 * 60_000;
	/** The largest page that the export takes. */
	exportPageSize = 1000;
	/** What a recording or transcript that is not there yet answers (404, 422 or 400 were seen). */
	notReadyStatus = 404;

	readonly messageViews = new SortedViews(() => this.messages.values());
	readonly conversationViews = new SortedViews(() => this.conversations.values());
	private seq = 0;

	/** Empties everything and puts the settings back. */
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

	/** Call it after changing a message or conversation in place: lists are kept until then. */
	changed(): void {
		this.messageViews.invalidate();
		this.conversationViews.invalidate();
	}

	/** The time by the sandbox's clock, ms since the epoch. */
	now(): number {
		return Date.now() + this.clockAheadMs;
	}

	/** Stores a secure file, whose address is public for a time. */
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

	/** Deletes a contact, or merges it into another; the search goes on listing its conversations. */
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

	/** Stores a message and moves its conversation's "last message" on, unless it is scheduled. */
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
		if (message.status !== 'scheduled') follow(conversation, message);
		this.changed();
		return message;
	}

	addMessages(given: Iterable<Given<Records.Message, 'conversationId'>>): Records.Message[] {
		return Array.from(given, (message) => this.addMessage(message));
	}

	/** Stores an email's text beside its message and links the two. */
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

	/** Cancels a scheduled message: it stays in the lists as what it is. */
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

function follow(conversation: Records.Conversation, message: Records.Message): void {
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
