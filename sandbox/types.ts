/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingHttpHeaders } from 'node:http';

/** An unvalidated JSON object. */
export type Fields = Record<string, unknown>;

export type Direction = 'inbound' | 'outbound';

export interface Contact {
	id: string;
	locationId: string;
	firstName: string;
	lastName: string;
	companyName: string | null;
	email: string | null;
	phone: string | null;
	tags: string[];
	/** Send types ("SMS", "Email", ...) blocked by Do Not Disturb; 'all' blocks every type. */
	dnd: 'all' | string[];
}

export interface Conversation {
	id: string;
	/** Order of creation, used for equal sort values; not part of responses. */
	seq: number;
	locationId: string;
	contactId: string;
	/** 1 phone, 2 email, 3 Facebook Messenger, 4 review, 5 group SMS. */
	type: number;
	dateAdded: number;
	dateUpdated: number;
	lastMessageDate: number;
	lastManualMessageDate: number | null;
	lastMessageBody: string;
	lastMessageType: string;
	lastMessageDirection: Direction;
	lastOutboundMessageAction: 'automated' | 'manual' | null;
	/** Absent in some responses of the live API. */
	inbox?: boolean;
	unreadCount?: number;
	starred: boolean;
	assignedTo: string | null;
	followers: string[];
	mentions: string[];
	/** Score by ID of the score profile. */
	scores: Record<string, number>;
	dueAt: number | null;
	overdueAt: number | null;
	reviewId?: string;
	feedback?: Fields;
}

export interface Message {
	id: string;
	seq: number;
	locationId: string;
	contactId: string;
	conversationId: string;
	/** "TYPE_SMS", "TYPE_EMAIL", ... */
	messageType: string;
	direction: Direction;
	/** Also 'undelivered', 'opt_out', 'cancelled' and other undocumented values. */
	status: string;
	/** Absent for emails, whose text is in the email records. */
	body?: string;
	contentType: string;
	attachments: string[];
	/** ms since the epoch. */
	dateAdded: number;
	dateUpdated: number;
	source: string;
	subType?: string;
	userId?: string;
	conversationProviderId?: string;
	/** Recipient's number of an outbound text message. */
	to?: string;
	altId?: string;
	call?: { duration: number | null; status: string; from?: string; to?: string };
	emailMessageIds: string[];
	/** When a scheduled message is sent, seconds since 1970. */
	scheduledTimestamp?: number;
	error?: Fields;
}

export interface Email {
	id: string;
	messageId: string;
	threadId: string;
	locationId: string;
	contactId: string;
	conversationId: string;
	dateAdded: number;
	subject: string;
	/** HTML. */
	body: string;
	direction: Direction;
	status: string;
	provider: string;
	from: string;
	to: string[];
	cc: string[];
	bcc: string[];
	attachments: string[];
	source: string;
	altId?: string;
	replyToMessageId?: string;
}

/** The recording of a call: a number of bytes to generate, or the bytes. */
export interface Recording {
	bytes: number | Uint8Array;
	type: string;
	/** File name in `content-disposition`; `disposition` replaces the whole header. */
	fileName: string;
	disposition?: string;
}

export interface Sentence {
	mediaChannel: number;
	sentenceIndex: number;
	startTime: number;
	endTime: number;
	transcript: string;
	confidence: number;
}

export interface Subtype {
	id: string;
	locationId: string;
	name: string;
	description: string | null;
	channel: string;
	language: string;
	archived: boolean;
	createdAt: string;
	updatedAt: string;
}

/** A file at an address of HighLevel: a number of bytes to generate, or the bytes. */
export interface StoredFile {
	id: string;
	slug: string;
	locationId: string;
	name: string;
	type: string;
	bytes: number | Uint8Array;
	/** Part of its signed addresses. */
	signature: string;
	/** When its address becomes private, ms since 1970 of the sandbox's clock. */
	publicUntil: number;
}

export interface User {
	id: string;
	locationId: string;
	name: string;
	email: string;
}

export interface Template {
	id: string;
	locationId: string;
	name: string;
	type: 'sms' | 'email' | 'whatsapp';
}

/** A large upload between initiate and complete. */
export interface PendingUpload {
	uploadId: string;
	filePath: string;
	signature: string;
	locationId: string;
	conversationId: string;
	contentType: string;
	maxFileSize: number;
	/** ms since the epoch. */
	expiresAt: number;
	received?: { size: number; sha256: string };
}

export interface ReceivedFile {
	field: string;
	name: string;
	type: string;
	size: number;
	sha256: string;
	/** The bytes of a small file; not enumerable. */
	bytes?: Uint8Array;
}

export interface RecordedRequest {
	method: string;
	/** Decoded path, without the query. */
	path: string;
	/** Path and query as received. */
	rawPath: string;
	query: Record<string, string | string[]>;
	headers: IncomingHttpHeaders;
	/** Parsed JSON or form; `{ fields, files }` of a multipart form, `{ size, sha256 }` of a storage PUT. */
	body: unknown;
	/** The JSON text as received. */
	rawBody?: string;
	/** ms since the epoch. */
	at: number;
	/** Status of a response that was sent completely. */
	status: number | undefined;
	/** Number of requests in progress, including this one. */
	inFlight: number;
	/** Whether the connection was closed before the response was complete, by either side. */
	aborted: boolean;
}
