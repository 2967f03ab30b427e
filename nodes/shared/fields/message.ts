import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** The message in the path of the URL. */
export const messageId: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
	description: 'ID of the message, as returned by Get Many or Send',
};

/** The email in the path of the URL. */
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

/** What Simplify keeps of a message. */
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

/** Paths to the texts of an email message, which lists leave out: one for each of the message's `meta.email.messageIds`. */
export function emailPaths({ meta }: IDataObject): string[] {
	const { email } = (meta ?? {}) as { email?: { messageIds?: unknown } };
	const ids = Array.isArray(email?.messageIds) ? email.messageIds : [];
	return ids.map((id) => `/conversations/messages/email/${encodeURIComponent(String(id))}`);
}

/** The key under which HighLevel wraps the reply to an email's path. */
export const EMAIL_WRAPPER = 'emailMessage';
