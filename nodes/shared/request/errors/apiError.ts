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
	/** HighLevel's code for the failure, e.g. `CONVERSATIONS_CONTACT_NOT_FOUND`. */
	canonicalCode?: string;
	/** The body was a page or plain text, not the JSON of HighLevel's API. */
	isForeign?: boolean;
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
	/** What of the item was done before it failed. */
	done?: string;
	/** The step before the one that counts failed: nothing was done that must not be done twice. */
	harmless?: boolean;
}

/** A request that did not bring what it should have. `nodeErrorFrom` makes n8n's `NodeApiError` of it. */
export class ApiError extends Error {
	constructor(readonly details: ApiErrorDetails) {
		super(details.text ?? details.code ?? details.kind);
	}
}

/** A file that its server does not hand out and will not hand out later, or that must not be fetched. */
export class FileUnavailable extends ApiError {
	constructor(
		/** In a few words, e.g. for a hint. */
		readonly reason: string,
		facts: Omit<ApiErrorDetails, 'kind'>,
	) {
		super({ ...facts, kind: 'refused' });
	}
}
