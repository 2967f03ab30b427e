import type { JsonObject } from 'n8n-workflow';
import type { Scope } from './scopes';

/** Something wrong with what the user entered, found before anything was sent. The message names the field. */
export class ParameterError extends Error {
	constructor(
		message: string,
		/** What to do about it. */
		readonly advice?: string,
	) {
		super(message);
	}
}

export type ApiErrorKind =
	/** HighLevel, or a server before it, answered with a status that is no success. */
	| 'refused'
	/** No answer: the request surely never arrived (connection refused, name not found). */
	| 'unreachable'
	/** No answer, or a broken one: the request may have been processed. */
	| 'lost'
	/** A 2xx reply without the JSON that is due. */
	| 'unreadable'
	/** The daily quota is used up. */
	| 'quota'
	/** The OAuth 2 access has ended, and could not be renewed. */
	| 'disconnected';

export interface ApiErrorDetails {
	kind: ApiErrorKind;
	/** HTTP status, where there was one. */
	status?: number;
	/** HighLevel's own words, lists joined. */
	text?: string;
	traceId?: string;
	/** Network code, e.g. ECONNRESET. */
	code?: string;
	/** What happened, where the place that failed knows better than the general hints. */
	title?: string;
	/** What to do, where it knows better. */
	advice?: string;
	/** ms until the daily quota is there again. */
	resetsInMs?: number;
	/** The step of an operation that takes several requests. */
	step?: string;
	/** Scope that the step needs, where it is another than the operation's; null where it declares none. */
	scope?: Scope | null;
	/** The step before the one that counts failed: nothing was done that must not be done twice. */
	harmless?: boolean;
}

/** A request that did not bring what it should have. `nodeErrorFrom` makes n8n's `NodeApiError` of it. */
export class ApiError extends Error {
	constructor(readonly details: ApiErrorDetails) {
		super(details.text ?? details.code ?? details.kind);
	}
}

const asObject = (value: unknown): JsonObject | undefined =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as JsonObject)
		: undefined;

const asText = (value: unknown): string | undefined =>
	typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** The words in a failed reply that help: of a page, as Cloudflare sends them, only the title does. */
const titleOf = (html: string) => asText(/<title[^>]*>([^<]*)<\/title>/i.exec(html)?.[1]);

/**
 * HighLevel's own words and its trace from a reply's body: the three JSON shapes that its endpoints answer with
 * (`statusCode` + `message`, a list of messages, `status` + `name`), an HTML page, plain text, or nothing.
 */
export function readErrorBody(body: unknown): { text?: string; traceId?: string } {
	const object = asObject(body);
	if (object) {
		const { message } = object;
		const text = Array.isArray(message)
			? asText(message.map((part) => asText(part) ?? JSON.stringify(part)).join('; '))
			: (asText(message) ?? asText(object.error) ?? asText(object.msg));
		return { text, traceId: asText(object.traceId) };
	}
	if (typeof body !== 'string') return {};
	if (/<html|<!doctype/i.test(body)) return { text: titleOf(body) ?? 'An HTML page' };
	return { text: asText(body.slice(0, 500)) };
}

/** The statuses by which a server says that it did not do what was asked (RFC 9110, 4918, 6585, 7725). */
const REFUSALS: Array<[from: number, to: number]> = [
	[400, 407],
	[409, 417],
	[421, 426],
	[428, 431],
	[451, 451],
];

/**
 * Whether a status says that nothing was done. Others of the 400s say something else: 408 and 499 come from servers in
 * between that stopped waiting, and what nobody has named may mean anything.
 */
export const isRefusal = (status: number): boolean =>
	REFUSALS.some(([from, to]) => status >= from && status <= to);

/** Whether a failed request may have done its work all the same, so that sending it again could do it twice. */
export function mayHaveBeenProcessed({ kind, status = 0, harmless }: ApiErrorDetails): boolean {
	if (harmless) return false;
	if (kind !== 'refused') return kind === 'lost' || kind === 'unreadable';
	return !isRefusal(status);
}

/** Whether a failed read may go through later without anybody doing anything. */
export const isTransient = ({ kind, status = 0 }: ApiErrorDetails): boolean =>
	kind === 'unreachable' ||
	kind === 'lost' ||
	kind === 'quota' ||
	(kind === 'refused' && (status === 429 || status >= 500));

/** Whether HighLevel answered a request with one of these statuses. */
export const isRefusedWith = (error: unknown, statuses: number[]): boolean =>
	error instanceof ApiError &&
	error.details.kind === 'refused' &&
	statuses.includes(error.details.status ?? 0);

/** Whether a read failed because HighLevel does not have the record: not yet, or not any more. It answers with all three. */
export const isNotFound = (error: unknown): boolean => isRefusedWith(error, [400, 404, 422]);
