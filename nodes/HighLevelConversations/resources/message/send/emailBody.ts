import type { IDataObject } from 'n8n-workflow';
import { EMAIL_KEY, emailPaths } from '../../../../shared/fields/message';
import { ApiError, listIn, trimmedString, unwrapRecord } from '../../../../shared/request';
import type { ItemContext } from '../../../../shared/request';
import { threadPath } from '../../../../shared/thread';

const STEP = 'reading the subject of the email thread';

const HTML_ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
};

/** Converts plain text to the HTML body of an email: escapes it, and keeps its paragraphs and line breaks. */
export function htmlOfText(text: string): string {
	const escaped = text.replace(/[&<>"]/g, (character) => HTML_ENTITIES[character]);
	const paragraphs = [''];
	for (const line of escaped.split(/\r\n|\r|\n/)) {
		const last = paragraphs.length - 1;
		if (line.trim() === '') paragraphs.push('');
		else paragraphs[last] += paragraphs[last] === '' ? line : `<br>${line}`;
	}
	return paragraphs
		.filter((paragraph) => paragraph !== '')
		.map((paragraph) => `<p>${paragraph}</p>`)
		.join('\n');
}

/** Items whose email body was created from 'Message'. They may not have a subject. */
const filledFromMessage = new WeakSet<object>();

/**
 * Creates the HTML body of an email from 'Message' if it has no other content. That is the case if 'Email Type' is text, or if
 * 'Type' is an expression and the workflow uses 'Message' for all channels.
 */
export function fillEmailBody(item: ItemContext): void {
	const { body } = item;
	// If 'Email Type' is an expression, n8n sends the values of both fields.
	if (body.html !== undefined && item.parameter('emailType') === 'text') delete body.html;
	const { type, html, templateId, forward } = body;
	if (type !== 'Email' || [html, templateId, forward].some((value) => value !== undefined)) return;
	// Read from the parameter: if 'Type' is an expression, the field of the other types has the text, and is not sent for emails.
	const text = item.parameter('message');
	if (typeof text !== 'string' && typeof text !== 'number') return;
	if (String(text).trim() === '') return;
	body.html = htmlOfText(String(text));
	body.message ??= String(text);
	filledFromMessage.add(item.context);
}

/**
 * The subject of a reply to an email, given as the message of a list. Undefined if the email has no subject. Throws an `ApiError`.
 */
export async function replySubject(
	item: ItemContext,
	message: IDataObject,
): Promise<string | undefined> {
	const path = emailPaths(message).at(-1);
	if (path === undefined) return undefined;
	const scope = 'conversations/message.readonly';
	const { body } = await item.get({ step: STEP, path, query: {}, scope });
	const { subject } = unwrapRecord(body, EMAIL_KEY);
	const trimmed = trimmedString(subject);
	if (trimmed === '') return undefined;
	return /^re:/i.test(trimmed) ? trimmed : `Re: ${trimmed}`;
}

/** The subject of a reply to the latest email in the contact's conversation; undefined if there is no email. */
async function lastEmailSubject(item: ItemContext): Promise<string | undefined> {
	const get = async (
		path: string,
		query: IDataObject,
		scope: 'conversations.readonly' | 'conversations/message.readonly',
	) => (await item.get({ step: STEP, path, query, scope })).body;
	const search = { locationId: item.requireLocationId(), contactId: item.body.contactId, limit: 1 };
	const found = await get('/conversations/search', search, 'conversations.readonly');
	const [conversation] = listIn(found) ?? [];
	if (typeof conversation?.id !== 'string') return undefined;
	const query = { type: 'TYPE_EMAIL', limit: 1 };
	const list = await get(threadPath(conversation.id), query, 'conversations/message.readonly');
	const [message] = listIn(unwrapRecord(list, 'messages')) ?? [];
	return message && (await replySubject(item, message));
}

/**
 * Sets the subject of an email that was created from 'Message' and has none: "Re:" and the subject of the contact's latest email.
 * If that email cannot be read, the subject stays empty and the item gets a warning.
 */
export async function fillEmailSubject(item: ItemContext): Promise<void> {
	if (!filledFromMessage.has(item.context) || item.body.subject !== undefined) return;
	const subject = await lastEmailSubject(item).catch((error: unknown) => {
		if (!(error instanceof ApiError)) throw error;
		item.warn(`The email has no subject: ${STEP} failed (${error.message}). Fill in 'Subject'.`);
		return undefined;
	});
	if (subject !== undefined) item.body.subject = subject;
}
