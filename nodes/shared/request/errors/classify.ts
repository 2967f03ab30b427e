import { ApiError, FileUnavailable } from './apiError';
import type { ApiErrorDetails } from './apiError';

/**
 * When a request may be retried: 'safe' after any transient failure, because a second request does no harm;
 * 'unprocessed' only if the first one was certainly not processed.
 */
export type Retry = 'safe' | 'unprocessed';

/** When requests with this method may be retried. Only GET requests change nothing. */
export const retryOf = (method: string | undefined): Retry =>
	(method ?? 'GET') === 'GET' ? 'safe' : 'unprocessed';

/** Statuses that mean "not processed" (RFC 9110, 4918, 6585, 7725). For 400, `isRejection` also reads the message. */
const REJECTION_STATUSES = [
	...[401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417],
	...[421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
];

/** Messages of a server that reports a time-out or an outage, its own or that of a server behind it. */
const TIMEOUT =
	/time[ds]?[ -]?out|ETIMEDOUT|ECONNABORTED|ECONNRESET|socket hang ?up|deadline exceeded|took too long/i;
const OUTAGE =
	/internal (?:server )?error|went wrong|unexpected|try again|temporar|unavailable|upstream|gateway|overload|aborted/i;

/**
 * HighLevel returns 400 for rejected requests and for failures of its own. These words mean that it rejected the
 * request: something is wrong with the request, the contact or the channel.
 */
const REJECTION_WORDS = [
	/\b(?:invalid|missing|required|must|should|cannot|can't|unsupported|unknown|malformed|empty|expired)\b/i,
	/\bnot (?:a|an|active|allowed|available|be|configured|connected|defined|enabled|exist|found|given|permitted|present|provided|registered|set|specified|supported|valid|verified)\b/i,
	/\bno (?:\w+ )?(?:such|phone|email|number|contact|conversation|message|provider|attachments?)\b/i,
	/\b(?:already exists|bad request|too (?:long|large|many|short|big)|exceeds?|duplicate|forbidden|denied)\b/i,
	/\b(?:DND|opted[ -]out|unsubscribed|disabled|inactive|suspended|blocked|insufficient|outside)\b/i,
];

/** Error codes that mean a failure of HighLevel's own, even with status 400. */
const FAILURE_CODE = /TIME_?OUT|INTERNAL|UNAVAILABLE|UNKNOWN/i;

const textAndCode = ({ text = '', canonicalCode = '' }: ApiErrorDetails) =>
	`${text} ${canonicalCode}`;

/** Whether the response reports a time-out. Some of HighLevel's time-outs have status 400. */
export const isTimeout = (details: ApiErrorDetails): boolean =>
	details.kind === 'status' &&
	details.status !== 429 &&
	([408, 499, 504, 522, 524].includes(details.status ?? 0) || TIMEOUT.test(textAndCode(details)));

/**
 * Whether the request was certainly not processed. Decided by the status; for 400, which HighLevel also uses for its own
 * time-outs, by the error code or the wording as well. Everything unknown counts as "may have been processed".
 */
export function isRejection(details: ApiErrorDetails): boolean {
	const { kind, status = 0, text = '', canonicalCode, isForeign } = details;
	if (kind !== 'status') return false;
	if (status === 429) return true;
	if (isTimeout(details)) return false;
	if (status !== 400) return REJECTION_STATUSES.includes(status);
	if (isForeign || OUTAGE.test(text)) return false;
	if (canonicalCode !== undefined) return !FAILURE_CODE.test(canonicalCode);
	return REJECTION_WORDS.some((words) => words.test(text));
}

/** Whether a failed request may have been processed, so that sending it again could do it twice. */
export function mayHaveBeenProcessed(details: ApiErrorDetails): boolean {
	const { kind, nothingWasSent } = details;
	if (nothingWasSent) return false;
	if (kind !== 'status') return kind === 'connectionLost' || kind === 'invalidResponse';
	return !isRejection(details);
}

/** Whether a failed read may succeed later without any change. Such a failure says nothing about the record. */
export const isTransient = (details: ApiErrorDetails): boolean => {
	const { kind, status = 0 } = details;
	if (kind === 'status') return status === 429 || status >= 500 || isTimeout(details);
	return kind === 'notConnected' || kind === 'connectionLost' || kind === 'dailyLimit';
};

/** Whether HighLevel rejected a message because the contact has Do Not Disturb enabled. */
export const isDoNotDisturb = (details: ApiErrorDetails): boolean =>
	isRejection(details) && /\bDND\b/.test(details.text ?? '');

/** Whether HighLevel rejected a request because the token lacks a scope. */
export const isMissingScope = ({ kind, status, text = '' }: ApiErrorDetails): boolean =>
	kind === 'status' && status === 401 && /scope/i.test(text);

/** Whether HighLevel rejected a request with one of these statuses. A time-out with such a status does not count. */
export const isRejectedWith = (error: unknown, statuses: number[]): boolean =>
	error instanceof ApiError &&
	error.details.kind === 'status' &&
	statuses.includes(error.details.status ?? 0) &&
	!isTransient(error.details);

/** Codes and wordings by which HighLevel reports that a record does not exist. */
const NOT_FOUND_CODE = /_NOT_FOUND$/i;
const NOT_FOUND =
	/not[ _]found|(?:does|do|did) ?n[o']t exist|no longer exists?|no such|^gone\b|(?:was|been|is) (?:deleted|merged)/i;
/** A server that does not know the URL at all, e.g. the wrong API host. */
const NO_ROUTE = /cannot (?:get|post|put|delete)\b|no route/i;
/** Something other than the record is missing: a part of it, or of the request. */
const NOT_ABOUT_THE_RECORD =
	/phone|number|e-?mail address|provider|template|\buser\b|workflow|domain|sender|channel|not given|^\W*location/i;

/** The type of a record that HighLevel reports as missing; 'record' if it does not name the type. */
export type MissingRecord = 'conversation' | 'contact' | 'message' | 'record';

/**
 * The type of the record that HighLevel reports as missing: deleted, merged into another, or in another location. HighLevel
 * returns 404, or 400 with a `canonicalCode`, and its message in one of several places. Undefined for every other failure:
 * 5xx, lost connections, 403 and the pages of other servers say nothing about a record.
 */
export function missingRecord(details: ApiErrorDetails): MissingRecord | undefined {
	const { kind, status = 0, text = '', canonicalCode = '', isForeign } = details;
	if (kind !== 'status' || ![400, 404, 410, 422].includes(status)) return undefined;
	if (isForeign || NO_ROUTE.test(text) || isTimeout(details)) return undefined;
	const isCoded = NOT_FOUND_CODE.test(canonicalCode);
	const hasStatus = status === 404 || status === 410;
	if (!isCoded && !hasStatus && !NOT_FOUND.test(text)) return undefined;
	const about = isCoded ? canonicalCode.replaceAll('_', ' ') : text;
	if (NOT_ABOUT_THE_RECORD.test(about)) return undefined;
	const topic = isCoded ? about.replace(/^CONVERSATIONS /i, '') : about;
	return topicOf(topic);
}

/** The type of record that a message mentions first. */
function topicOf(text: string): MissingRecord {
	const [first] = /conversation|contact|message|\bmsg\b|e-?mail/i.exec(text) ?? ['record'];
	const name = first.toLowerCase();
	if (name === 'conversation' || name === 'contact' || name === 'record') return name;
	return 'message';
}

/** Whether a request failed because HighLevel does not have the record, see `missingRecord`. */
export const isNotFound = (error: unknown): boolean =>
	error instanceof ApiError && missingRecord(error.details) !== undefined;

/**
 * Whether a file of a message is not available, not yet or no longer. HighLevel returns 400, 404 or 422 for recordings
 * and transcripts that it does not have; the wording is not documented.
 */
export const isUnavailable = (error: unknown): boolean =>
	error instanceof FileUnavailable ||
	(isRejectedWith(error, [400, 404, 410, 422]) &&
		error instanceof ApiError &&
		error.details.isForeign !== true);
