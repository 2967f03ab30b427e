import type { IDataObject } from 'n8n-workflow';
import { channelNameOf } from '../channels';
import { isCall, missedCall } from './messageKind';

/** More of one email is no use to anybody, and would only cost time. */
const LONGEST_HTML = 200_000;

const ENTITIES: Record<string, string> = {
	amp: '&',
	apos: "'",
	gt: '>',
	lt: '<',
	nbsp: ' ',
	quot: '"',
};

function decoded(whole: string, name: string): string {
	if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
	const isHex = /^#x/i.test(name);
	const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
	return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** The text of an email's body, HTML or plain: tags gone, blocks on lines of their own. */
export function plainText(html: string): string {
	const text = html.slice(0, LONGEST_HTML);
	if (!/<[a-z!/]/i.test(text)) return text.trim();
	return (
		text
			// One that does not end takes the rest, as in a browser; to look for its end again and again would take minutes.
			.replace(/<(style|script|title)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
			.replace(/<!--[\s\S]*?(-->|$)/g, '')
			.replace(/\s+/g, ' ')
			.replace(/<\/?(br|hr|p|div|li|tr|table|h[1-6]|blockquote|ul|ol)\b[^<>]*>/gi, '\n')
			.replace(/<[^<>]*>/g, '')
			.replace(/&(#?\w+);/g, decoded)
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== '')
			.join('\n')
	);
}

const textsIn = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

/** The emails that were fetched for a message, as far as they went its way: an email's thread may hold both. */
function emailsOf({ emails, direction }: IDataObject): IDataObject[] {
	const found = Array.isArray(emails) ? (emails as IDataObject[]) : [];
	return found.filter((email) => email.direction === undefined || email.direction === direction);
}

/** The addresses of a message's files, its emails' among them. */
export const attachmentsOf = (message: IDataObject): string[] => [
	...new Set([message, ...emailsOf(message)].flatMap(({ attachments }) => textsIn(attachments))),
];

/** What was written: the body, or the text of the emails. Empty for a message that is nothing but files. */
function bodyOf(message: IDataObject): string {
	const bodies = [message, ...emailsOf(message)].map(({ body }) =>
		typeof body === 'string' ? body : '',
	);
	const isEmail = /EMAIL$/.test(String(message.messageType));
	return bodies
		.map((body) => (isEmail ? plainText(body) : body.trim()))
		.filter((body) => body !== '')
		.join('\n');
}

/** What a call or a voicemail is called in a text; undefined for any other message. */
function callLine(message: IDataObject): string | undefined {
	if (!isCall(message)) return undefined;
	const missed = missedCall(message);
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
export function textOf(message: IDataObject, edit = (text: string) => text): string {
	const written = edit(bodyOf(message)) || callLine(message);
	const lines = [written, attachmentLines(message)].filter(Boolean);
	return lines.join('\n') || emptyLine(message);
}
