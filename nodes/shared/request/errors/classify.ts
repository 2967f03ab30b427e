import { ApiError, FileUnavailable } from './apiError';
import type { ApiErrorDetails } from './apiError';

/** Statuses by which a server says that it did not do what was asked (RFC 9110, 4918, 6585, 7725). 400 has conditions. */
const REFUSAL_STATUSES = [
	...[401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417],
	...[421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
];

/** Words by which a server says that it, or one behind it, did not finish in time or broke down. */
const TIMEOUT =
	/time[ds]?[ -]?out|ETIMEDOUT|ECONNABORTED|ECONNRESET|socket hang ?up|deadline exceeded|took too long/i;
const BREAKDOWN =
	/internal (?:server )?error|went wrong|unexpected|try again|temporar|unavailable|upstream|gateway|overload|aborted/i;

/**
 * HighLevel answers 400 for refusals and for failures of its own. These words belong to a refusal: something about the
 * request, the contact or the channel is not as it must be.
 */
const REFUSAL_WORDS = [
	/\b(?:invalid|missing|required|must|should|cannot|can't|unsupported|unknown|malformed|empty|expired)\b/i,
	/\bnot (?:a|an|active|allowed|available|be|configured|connected|defined|enabled|exist|found|given|permitted|present|provided|registered|set|specified|supported|valid|verified)\b/i,
	/\bno (?:\w+ )?(?:such|phone|email|number|contact|conversation|message|provider|attachments?)\b/i,
	/\b(?:already exists|bad request|too (?:long|large|many|short|big)|exceeds?|duplicate|forbidden|denied)\b/i,
	/\b(?:DND|opted[ -]out|unsubscribed|disabled|inactive|suspended|blocked|insufficient|outside)\b/i,
];

/** HighLevel's codes for failures of its own in the place of refusals. */
const FAILURE_CODE = /TIME_?OUT|INTERNAL|UNAVAILABLE|UNKNOWN/i;

const said = ({ text = '', canonicalCode = '' }: ApiErrorDetails) => `${text} ${canonicalCode}`;

/** Whether a server says that it, or one behind it, stopped waiting. Some of HighLevel's time-outs are a 400. */
export const isTimeout = (details: ApiErrorDetails): boolean =>
	details.kind === 'refused' &&
	details.status !== 429 &&
	([408, 499, 504, 522, 524].includes(details.status ?? 0) || TIMEOUT.test(said(details)));

/**
 * Whether a reply is a known refusal: the request surely was not processed. A list of statuses; for 400, which HighLevel
 * uses for time-outs of its own, also of words or a code of HighLevel's. What is not listed may mean anything.
 */
export function isRefusal(details: ApiErrorDetails): boolean {
	const { kind, status = 0, text = '', canonicalCode, isForeign } = details;
	if (kind !== 'refused') return false;
	if (status === 429) return true;
	if (isTimeout(details)) return false;
	if (status !== 400) return REFUSAL_STATUSES.includes(status);
	if (isForeign || BREAKDOWN.test(text)) return false;
	if (canonicalCode !== undefined) return !FAILURE_CODE.test(canonicalCode);
	return REFUSAL_WORDS.some((words) => words.test(text));
}

/** Whether a failed request may have been processed, so that sending it again could do it twice. */
export function mayHaveBeenProcessed(details: ApiErrorDetails): boolean {
	const { kind, harmless } = details;
	if (harmless) return false;
	if (kind !== 'refused') return kind === 'lost' || kind === 'unreadable';
	return !isRefusal(details);
}

/** Whether a failed read may succeed later without anybody doing anything. It says nothing about the record. */
export const isTransient = (details: ApiErrorDetails): boolean => {
	const { kind, status = 0 } = details;
	if (kind === 'refused') return status === 429 || status >= 500 || isTimeout(details);
	return kind === 'unreachable' || kind === 'lost' || kind === 'quota';
};

/** Whether HighLevel refused a message because the contact has Do Not Disturb on. */
export const isDoNotDisturb = (details: ApiErrorDetails): boolean =>
	isRefusal(details) && /\bDND\b/.test(details.text ?? '');

/** Whether HighLevel refused a request because the token lacks a scope. */
export const isMissingScope = ({ kind, status, text = '' }: ApiErrorDetails): boolean =>
	kind === 'refused' && status === 401 && /scope/i.test(text);

/** Whether HighLevel refused a request with one of these statuses. A time-out with such a status is not a refusal. */
export const isRefusedWith = (error: unknown, statuses: number[]): boolean =>
	error instanceof ApiError &&
	error.details.kind === 'refused' &&
	statuses.includes(error.details.status ?? 0) &&
	!isTransient(error.details);

/** How HighLevel says that a record does not exist, and what it says it about. */
const NOT_FOUND_CODE = /_NOT_FOUND$/i;
const NOT_FOUND =
	/not[ _]found|(?:does|do|did) ?n[o']t exist|no longer exists?|no such|^gone\b|(?:was|been|is) (?:deleted|merged)/i;
/** A server that does not have the address at all, e.g. the wrong API host. */
const NO_ROUTE = /cannot (?:get|post|put|delete)\b|no route/i;
/** Something else is missing than the record: a part of it, or of the request. */
const ABOUT_A_PART =
	/phone|number|e-?mail address|provider|template|\buser\b|workflow|domain|sender|channel|not given|^\W*location/i;

export type MissingRecord = 'conversation' | 'contact' | 'message' | 'record';

/**
 * The record that HighLevel says it does not have: deleted, merged into another, or of another location. It answers 400
 * with a `canonicalCode`, or 404, the words in one of several places. Undefined for every other failure: 5xx, lost
 * connections, 403 and the pages of other servers say nothing about a record.
 */
export function missingRecord(details: ApiErrorDetails): MissingRecord | undefined {
	const { kind, status = 0, text = '', canonicalCode = '', isForeign } = details;
	if (kind !== 'refused' || ![400, 404, 410, 422].includes(status)) return undefined;
	if (isForeign || NO_ROUTE.test(text) || isTimeout(details)) return undefined;
	const isCoded = NOT_FOUND_CODE.test(canonicalCode);
	const hasStatus = status === 404 || status === 410;
	if (!isCoded && !hasStatus && !NOT_FOUND.test(text)) return undefined;
	const about = isCoded ? canonicalCode.replaceAll('_', ' ') : text;
	if (ABOUT_A_PART.test(about)) return undefined;
	const topic = isCoded ? about.replace(/^CONVERSATIONS /i, '') : about;
	return topicOf(topic);
}

/** The record that a text names first. */
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
 * Whether a file of a message is not available: not yet, or not any more. HighLevel answers 400, 404 or 422 for
 * recordings and transcripts that it does not have, in words that are not known.
 */
export const isUnavailable = (error: unknown): boolean =>
	error instanceof FileUnavailable ||
	(isRefusedWith(error, [400, 404, 410, 422]) &&
		error instanceof ApiError &&
		error.details.isForeign !== true);
