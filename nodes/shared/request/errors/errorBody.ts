import type { IDataObject } from 'n8n-workflow';
import { isObject } from './isObject';

/** Characters of a server's text that an error keeps. */
export const MAX_TEXT_LENGTH = 500;
/** Characters of a trace ID or an error code. */
const MAX_ID_LENGTH = 100;
/** Messages of a list that are read. */
const MAX_MESSAGES = 50;

/** What a failed reply's body says. */
export interface ErrorBody {
	/** HighLevel's own words, at most `MAX_TEXT_LENGTH` characters. */
	text?: string;
	traceId?: string;
	/** HighLevel's code for the failure, e.g. `CONVERSATIONS_CONTACT_NOT_FOUND`. */
	canonicalCode?: string;
	/** The body is a page or plain text: HighLevel's API answers with JSON, so another server may have answered. */
	isForeign?: boolean;
}

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const unchanged: Redact = (text) => text;

/** The text without spaces around it and, if it is too long, cut off; undefined if nothing is left. */
function clip(value: unknown, redact: Redact, length = MAX_TEXT_LENGTH): string | undefined {
	if (typeof value !== 'string') return undefined;
	// Redact before cutting: a part of a secret would not be recognized.
	const text = redact(value.trim()).slice(0, length);
	return text === '' ? undefined : text;
}

/** The title of an HTML page, found without a regular expression: pages can be long. */
function titleOf(html: string): string | undefined {
	const lower = html.toLowerCase();
	const tag = lower.indexOf('<title');
	const start = tag < 0 ? -1 : lower.indexOf('>', tag);
	const end = start < 0 ? -1 : lower.indexOf('<', start);
	return end < 0 ? undefined : html.slice(start + 1, end);
}

/** The text of any form in which a body writes its messages: a text, a list, an object with `message` or with lists. */
function messageIn(value: unknown): string | undefined {
	if (typeof value === 'string') return value.trim() || undefined;
	if (isObject(value)) {
		const { message, detail } = value;
		return messageIn(message) ?? messageIn(detail) ?? JSON.stringify(value);
	}
	if (!Array.isArray(value)) return undefined;
	const parts = value.slice(0, MAX_MESSAGES).map(messageIn);
	return parts.filter((part) => part !== undefined).join('; ') || undefined;
}

function readObject(body: IDataObject, redact: Redact): ErrorBody {
	const { message, detail, errors, error, msg } = body;
	const texts = [message, detail, errors].map(messageIn).filter((text) => text !== undefined);
	// `error` is the name of the status as a rule: it says something only if nothing else does.
	const text = [...new Set(texts)].join('; ') || messageIn(error) || messageIn(msg);
	return {
		text: clip(text, redact),
		traceId: clip(body.traceId, redact, MAX_ID_LENGTH),
		canonicalCode: clip(body.canonicalCode, redact, MAX_ID_LENGTH),
	};
}

/**
 * HighLevel's own words, trace ID and error code from a failed reply's body: the JSON shapes that its endpoints answer
 * with (`message`, `detail` or `errors`, each a text or a list), an HTML page, plain text, or nothing. `redact` takes
 * secrets out; all texts are cut to a fixed length.
 */
export function readErrorBody(body: unknown, redact: Redact = unchanged): ErrorBody {
	if (isObject(body)) return readObject(body, redact);
	if (typeof body !== 'string' || body.trim() === '') return {};
	if (!/<html|<!doctype/i.test(body)) return { text: clip(body, redact), isForeign: true };
	return { text: clip(titleOf(body), redact) ?? 'An HTML page', isForeign: true };
}
