import type { Scope } from './scopes';

/** An invalid parameter or credential value, found before anything was sent. The message names the field. */
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
	/** HighLevel, or a proxy in front of it, returned a status other than 2xx. */
	| 'status'
	/** No connection (refused, host not found): the request was certainly not received. */
	| 'notConnected'
	/** The connection was lost before the whole response arrived: the request may have been processed. */
	| 'connectionLost'
	/** A 2xx response without the expected JSON. */
	| 'invalidResponse'
	/** The daily rate limit has been reached. */
	| 'dailyLimit'
	/** The OAuth2 access token has expired and could not be refreshed. */
	| 'tokenExpired';

export interface ApiErrorDetails {
	kind: ApiErrorKind;
	/** HTTP status, if a response arrived. */
	status?: number;
	/** HighLevel's own error message. Several messages are joined. */
	text?: string;
	traceId?: string;
	/** HighLevel's error code, e.g. `CONVERSATIONS_CONTACT_NOT_FOUND`. */
	canonicalCode?: string;
	/** The body was HTML or plain text instead of the JSON of HighLevel's API. */
	isForeign?: boolean;
	/** Code of a network error, e.g. ECONNRESET. */
	code?: string;
	/** What happened, if this is more specific than the text from `ERROR_RULES`. */
	title?: string;
	/** What to do, if this is more specific than the text from `ERROR_RULES`. */
	advice?: string;
	/** ms until the daily rate limit resets. */
	resetsInMs?: number;
	/** The step that failed, for operations that send several requests, e.g. "looking up the contact". */
	step?: string;
	/** Scope that the step requires if it differs from the operation's; null if its endpoint declares none. */
	scope?: Scope | null;
	/** What was done for the item before it failed, as a sentence. */
	done?: string;
	/** A preparatory step failed: nothing was sent that must not be sent twice. */
	nothingWasSent?: boolean;
}

/** A failed request. `toItemError` and `toReadError` convert it to n8n's `NodeApiError`. */
export class ApiError extends Error {
	constructor(readonly details: ApiErrorDetails) {
		super(details.text ?? details.code ?? details.kind);
	}
}

/** A file that its server does not return, now or later, or whose URL is not allowed. */
export class FileUnavailable extends ApiError {
	constructor(
		/** The reason in a few words, e.g. for a hint. */
		readonly reason: string,
		details: Omit<ApiErrorDetails, 'kind'>,
	) {
		super({ ...details, kind: 'status' });
	}
}
