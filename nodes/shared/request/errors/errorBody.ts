import type { IDataObject } from 'n8n-workflow';
import { isObject } from './isObject';

/** Max length of a server's message in an error, in characters. */
export const MAX_ERROR_LENGTH = 500;
/** Max length of a trace ID or an error code, in characters. */
const MAX_ID_LENGTH = 100;
/** Max number of messages that are read from a list. */
const MAX_ERROR_MESSAGES = 50;

/** The contents of an error response. */
export interface ErrorBody {
	/** HighLevel's own error message, at most `MAX_ERROR_LENGTH` characters. */
	text?: string;
	traceId?: string;
	/** HighLevel's error code, e.g. `CONVERSATIONS_CONTACT_NOT_FOUND`. */
	canonicalCode?: string;
	/** The body is HTML or plain text. HighLevel's API returns JSON, so another server may have responded. */
	isForeign?: boolean;
}

/** Removes secrets from a text. */
export type Redact = (text: string) => string;

const unchanged: Redact = (text) => text;

/** The text, trimmed and cut to `length` characters; undefined if nothing is left. */
function clip(value: unknown, redact: Redact, length = MAX_ERROR_LENGTH): string | undefined {
	if (typeof value !== 'string') return undefined;
	// Redact before cutting: half a secret would not be recognized.
	const text = redact(value.trim()).slice(0, length);
	return text === '' ? undefined : text;
}

/** The title of an HTML page. No regular expression: it could be slow on long pages. */
function titleOf(html: string): string | undefined {
	const lower = html.toLowerCase();
	const tag = lower.indexOf('<title');
	const start = tag < 0 ? -1 : lower.indexOf('>', tag);
	const end = start < 0 ? -1 : lower.indexOf('<', start);
	return end < 0 ? undefined : html.slice(start + 1, end);
}

/** The message in any of the forms that a body uses: a string, a list, or an object with `message` or `detail`. */
function messageIn(value: unknown): string | undefined {
	if (typeof value === 'string') return value.trim() || undefined;
	if (isObject(value)) {
		const { message, detail } = value;
		return messageIn(message) ?? messageIn(detail) ?? JSON.stringify(value);
	}
	if (!Array.isArray(value)) return undefined;
	const parts = value.slice(0, MAX_ERROR_MESSAGES).map(messageIn);
	return parts.filter((part) => part !== undefined).join('; ') || undefined;
}

function readObject(body: IDataObject, redact: Redact): ErrorBody {
	const { message, detail, errors, error, msg } = body;
	const texts = [message, detail, errors].map(messageIn).filter((text) => text !== undefined);
	// `error` is usually just the name of the status: use it only if nothing else is there.
	const text = [...new Set(texts)].join('; ') || messageIn(error) || messageIn(msg);
	return {
		text: clip(text, redact),
		traceId: clip(body.traceId, redact, MAX_ID_LENGTH),
		canonicalCode: clip(body.canonicalCode, redact, MAX_ID_LENGTH),
	};
}

/**
 * Reads the message, trace ID and error code from the body of an error response: the JSON that HighLevel's endpoints
 * return (`message`, `detail` or `errors`, a string or a list), an HTML page, plain text, or nothing. `redact` removes
 * secrets; all texts are cut to a fixed length.
 */
export function readErrorBody(body: unknown, redact: Redact = unchanged): ErrorBody {
	if (isObject(body)) return readObject(body, redact);
	if (typeof body !== 'string' || body.trim() === '') return {};
	if (!/<html|<!doctype/i.test(body)) return { text: clip(body, redact), isForeign: true };
	return { text: clip(titleOf(body), redact) ?? 'An HTML page', isForeign: true };
}
