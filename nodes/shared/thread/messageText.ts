import type { IDataObject } from 'n8n-workflow';
import { channelNameOf } from '../channels';
import { urlsIn } from '../request';
import { htmlToText, isHtml } from './htmlText';
import { isCall, missedCallKind } from './messageKind';
import { withoutQuotes } from './quotedText';

/** Maximum length of a message's text, characters. */
const MAX_TEXT_LENGTH = 20_000;
const EMAIL_TYPE = /EMAIL$/;
/** Prefixes of the subjects of replies and forwarded emails, in several languages. */
const REPLY_SUBJECT = /^\s*(re|fwd?|aw|wg|sv|vs|tr|rv|res|enc|antw|rif)(\[\d+\])?\s*:/i;

/** Normalizes line breaks to `\n` and removes control characters. */
const normalizePlainText = (text: string) =>
	text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');

/** What the sender of an email wrote, as plain text without quoted messages and signature. `body` is HTML or plain text. */
export function emailText(body: string): string {
	const text = isHtml(body) ? htmlToText(body) : normalizePlainText(body);
	return withoutQuotes(text);
}

/** Cuts off a text that is too long, and says so at its end. */
function truncated(text: string): string {
	if (text.length <= MAX_TEXT_LENGTH) return text;
	const kept = text.slice(0, MAX_TEXT_LENGTH).replace(/[\ud800-\udbff]$/, '');
	const removed = text.length - kept.length;
	return `${kept}\n[Text cut off here, ${removed.toLocaleString('en')} more characters]`;
}

/** The emails that were fetched for a message, in its direction only: an email thread may contain both directions. */
function fetchedEmails({ emails, direction }: IDataObject): IDataObject[] {
	const all = Array.isArray(emails) ? (emails as IDataObject[]) : [];
	return all.filter((email) => email.direction === undefined || email.direction === direction);
}

/** The URLs of the attachments in a message's record and its `emails`. One text may contain several URLs, see `urlsIn`. */
export const attachmentUrlsIn = (message: IDataObject): string[] => [
	...new Set(
		[message, ...fetchedEmails(message)].flatMap(({ attachments }) => urlsIn(attachments)),
	),
];

/** A line with the subject of the contact's email, if it starts an email thread; empty for replies, which repeat the subject. */
function subjectOf({ subject, replyToMessageId }: IDataObject): string {
	if (typeof subject !== 'string') return '';
	const isReply = typeof replyToMessageId === 'string' && replyToMessageId !== '';
	const line = subject.replace(/\s+/g, ' ').trim();
	return line === '' || isReply || REPLY_SUBJECT.test(line) ? '' : `Subject: ${line}`;
}

const rawBody = ({ body }: IDataObject) => (typeof body === 'string' ? body : '');

/** The written text: the body of the message, or of its emails. Empty if the message has only attachments. */
function writtenText(message: IDataObject): string {
	if (!EMAIL_TYPE.test(String(message.messageType))) return rawBody(message).trim();
	const emails = fetchedEmails(message);
	const texts = [
		message.direction === 'inbound' && emails.length > 0 ? subjectOf(emails[0]) : '',
		...[message, ...emails].map((each) => emailText(rawBody(each))),
	];
	return texts.filter((text) => text !== '').join('\n');
}

/** The line for a call or voicemail; undefined for any other message. */
function callLine(message: IDataObject): string | undefined {
	if (!isCall(message)) return undefined;
	const missed = missedCallKind(message);
	if (missed === 'voicemail') return 'Voicemail';
	if (missed === undefined) return 'Phone call';
	return message.direction === 'inbound' ? 'Missed call' : 'Call without an answer';
}

const attachmentLines = (message: IDataObject): string =>
	attachmentUrlsIn(message)
		.map((url) => `Attachment: ${url.replace(/\s+/g, '')}`)
		.join('\n');

/** The line for a message without text and attachments, e.g. a shared location. */
const emptyLine = ({ messageType }: IDataObject): string =>
	`[${channelNameOf(messageType) ?? 'Other'} message without text]`;

/**
 * The text of a message with the URLs of its attachments, or a line such as "Missed call". `edit` is applied to the written text
 * only.
 */
export function messageText(message: IDataObject, edit = (text: string) => text): string {
	const written = truncated(edit(writtenText(message))) || callLine(message);
	const lines = [written, attachmentLines(message)].filter(Boolean);
	return lines.join('\n') || emptyLine(message);
}
