import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** A message in the path of the URL. */
export const messageId: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
	description: 'ID of the message, as returned by Get Many or Send',
};

/** An email in the path of the URL. */
export const emailMessageId: INodeProperties = {
	displayName: 'Email Message ID',
	name: 'emailMessageId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. rnGyqh2F6uBrIkfhFo9A',
	description:
		"ID of the email, not of its message: the 'emailMessageId' that Send returns, or one of the IDs in 'meta.email.messageIds'",
};

/** The fields of a message that Simplify keeps. */
export const MESSAGE_FIELDS = [
	'id',
	'conversationId',
	'contactId',
	'messageType',
	'direction',
	'status',
	'body',
	'dateAdded',
	'attachments',
	'meta',
] as const;

/** Paths to the bodies of an email message, which lists do not contain: one per ID in `meta.email.messageIds`. */
export function emailPaths({ meta }: IDataObject): string[] {
	const { email } = (meta ?? {}) as { email?: { messageIds?: unknown } };
	const ids = Array.isArray(email?.messageIds) ? email.messageIds : [];
	return ids.map((id) => `/conversations/messages/email/${encodeURIComponent(String(id))}`);
}

/** The key that contains the email in the response to such a path. */
export const EMAIL_KEY = 'emailMessage';
