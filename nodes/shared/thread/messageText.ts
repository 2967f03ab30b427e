import type { IDataObject } from 'n8n-workflow';
import { channelNameOf } from '../channels';
import { urlsIn } from '../request';
import { htmlToText, isHtml } from './htmlText';
import { isCall, missedCallKind } from './messageKind';
import { withoutQuotes } from './quotedText';

/** The longest text of a message, characters. */
const MAX_TEXT = 20_000;
const EMAIL = /EMAIL$/;
/** Subjects of answers and forwards. */
const REPLY = /^\s*(re|fwd?|aw|wg|sv|vs|tr|rv|res|enc|antw|rif)(\[\d+\])?\s*:/i;

/** A plain text with `\n` between its lines and without control characters. */
const plainLines = (text: string) => text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');

/** What the sender of an email wrote, as plain text; `body` is HTML or plain. */
export function emailText(body: string): string {
	const text = isHtml(body) ? htmlToText(body) : plainLines(body);
	return withoutQuotes(text);
}

/** The text with a mark at its end if it had to be cut. */
function shortened(text: string): string {
	if (text.length <= MAX_TEXT) return text;
	const kept = text.slice(0, MAX_TEXT).replace(/[\ud800-\udbff]$/, '');
	const left = text.length - kept.length;
	return `${kept}\n[Text cut off here, ${left.toLocaleString('en')} more characters]`;
}

/** The emails that were fetched for a message, as far as they went its way: an email's thread may hold both. */
function fetchedEmails({ emails, direction }: IDataObject): IDataObject[] {
	const found = Array.isArray(emails) ? (emails as IDataObject[]) : [];
	return found.filter((email) => email.direction === undefined || email.direction === direction);
}

/** The addresses of a message's files, its emails' among them. One text may hold several of them, see `urlsIn`. */
export const attachmentsOf = (message: IDataObject): string[] => [
	...new Set(
		[message, ...fetchedEmails(message)].flatMap(({ attachments }) => urlsIn(attachments)),
	),
];

/** The subject of an email of the contact that begins a thread; an answer's subject says nothing new. */
function subjectOf({ subject, replyToMessageId, direction }: IDataObject): string {
	if (direction === 'outbound' || typeof subject !== 'string') return '';
	const isAnswer = typeof replyToMessageId === 'string' && replyToMessageId !== '';
	const line = subject.replace(/\s+/g, ' ').trim();
	return line === '' || isAnswer || REPLY.test(line) ? '' : `Subject: ${line}`;
}

const rawBody = ({ body }: IDataObject) => (typeof body === 'string' ? body : '');

/** What was written: the body, or the text of the emails. Empty for a message that is nothing but files. */
function writtenText(message: IDataObject): string {
	if (!EMAIL.test(String(message.messageType))) return rawBody(message).trim();
	const emails = fetchedEmails(message);
	const texts = [
		message.direction === 'inbound' && emails.length > 0 ? subjectOf(emails[0]) : '',
		...[message, ...emails].map((each) => emailText(rawBody(each))),
	];
	return texts.filter((text) => text !== '').join('\n');
}

/** What a call or a voicemail is called in a text; undefined for any other message. */
function callLine(message: IDataObject): string | undefined {
	if (!isCall(message)) return undefined;
	const missed = missedCallKind(message);
	if (missed === 'voicemail') return 'Voicemail';
	if (missed === undefined) return 'Phone call';
	return message.direction === 'inbound' ? 'Missed call' : 'Call without an answer';
}

const attachmentLines = (message: IDataObject): string =>
	attachmentsOf(message)
		.map((url) => `Attachment: ${url.replace(/\s+/g, '')}`)
		.join('\n');

/** The line for a message that has neither text nor files, e.g. a shared location. */
const emptyLine = ({ messageType }: IDataObject): string =>
	`[${channelNameOf(messageType) ?? 'Other'} message without text]`;

/** The text of a message with the addresses of its files, or a line that says what it is. `edit` is applied to what was written. */
export function messageText(message: IDataObject, edit = (text: string) => text): string {
	const written = shortened(edit(writtenText(message))) || callLine(message);
	const lines = [written, attachmentLines(message)].filter(Boolean);
	return lines.join('\n') || emptyLine(message);
}
