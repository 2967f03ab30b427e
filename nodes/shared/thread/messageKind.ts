import type { IDataObject } from 'n8n-workflow';
import { isAnswerChannel, isOnChannel } from '../channels';
import { ANSWER_RULE_DEFAULTS } from '../fields/answerRules';
import { timestampFrom } from '../request';

/** `source` of messages that HighLevel sends by itself. */
const AUTOMATED_SOURCES = ['workflow', 'bulk_actions', 'campaign'];
/** Types of messages that HighLevel sends by itself, whatever their `source` says. */
const AUTOMATED_TYPES = /^TYPE_CAMPAIGN_|REVIEW_REQUEST$|NO_SHOW/;
/** Entries of a thread that reach nobody: activities, internal comments, info lines of the live chat. */
const NOTE = /^TYPE_ACTIVITY|INTERNAL_COMMENT|LIVE_CHAT_INFO/;
const COMMENT = /INTERNAL_COMMENT/;
const CALL = /(CALL|VOICEMAIL)$/;
const NOT_TAKEN = /^(no-?answer|busy|cancell?ed|failed|missed)$/;
const VOICEMAIL = /voicemail$/i;
/** Inbound entries that are not chat messages, with the name under which a reader sees them. */
const OTHER_KINDS: ReadonlyArray<[RegExp, string]> = [
	[/REACTION/, 'Reaction'],
	[/(FACEBOOK|INSTAGRAM|TIKTOK|LINKEDIN|GMB)_COMMENT/, 'Comment on a post'],
	[/^TYPE_REVIEW/, 'Review'],
	[/NO_SHOW/, 'No-show notice'],
	[/^TYPE_FORM/, 'Form submission'],
];
const FAILED = ['failed', 'undelivered', 'opt_out'];
const CANCELLED = ['cancelled', 'canceled'];

/** The words with which a contact opts out, as carriers know them. */
export const OPT_OUT_WORDS: readonly string[] = ANSWER_RULE_DEFAULTS.optOutWords;

/** What a message means to whoever wants to answer the contact. */
export type MessageKind =
	| 'question'
	| 'stop'
	| 'person'
	| 'handOver'
	| 'answer'
	| 'automation'
	| 'notSent'
	| 'other';

/** What decides on the kind of a message. */
export interface KindRules {
	/** Channels to watch, as values of the parameter 'channels'; all when empty. People count on every channel. */
	channels?: readonly string[];
	/** Whether messages that HighLevel sends by itself count as answers. */
	automatedCounts?: boolean;
	/** Whether reactions, comments on posts, reviews, no-show notices and form submissions want an answer. */
	otherKinds?: boolean;
	/** Whole texts, in any case, with which a contact opts out; `OPT_OUT_WORDS` by default. */
	optOutWords?: readonly string[];
}

/** When a message was written, in ms; 0 if it has no date. */
export const timestampOf = ({ dateAdded }: IDataObject): number => timestampFrom(dateAdded) ?? 0;

export const idOf = ({ id }: IDataObject): string => String(id);

const messageTypeIn = ({ messageType }: IDataObject) => String(messageType);
const trimmedBody = ({ body }: IDataObject) => (typeof body === 'string' ? body.trim() : '');
const statusIn = ({ status }: IDataObject) => String(status ?? '').toLowerCase();

/** Whether HighLevel or the contact's carrier refused the message, or the contact had opted out. */
export const hasFailed = (message: IDataObject): boolean => FAILED.includes(statusIn(message));

/** Whether a scheduled message was cancelled. */
export const isCancelled = (message: IDataObject): boolean => CANCELLED.includes(statusIn(message));

/** Whether the message waits for its scheduled time. */
export const isScheduled = (message: IDataObject): boolean => statusIn(message) === 'scheduled';

/** Whether the message reached nobody, or has not yet: it failed, was cancelled, or is still scheduled. */
export const wasNotDelivered = (message: IDataObject): boolean =>
	hasFailed(message) || isCancelled(message) || isScheduled(message);

/** Whether the entry is a note of HighLevel or the team, which the contact does not see. */
export const isNote = (message: IDataObject): boolean => NOTE.test(messageTypeIn(message));

/** Whether the entry is a phone call or a voicemail. */
export const isCall = (message: IDataObject): boolean => CALL.test(messageTypeIn(message));

/** Whether HighLevel sent it by itself: a workflow, a campaign, a bulk action, a review or no-show request. */
export const isAutomated = (message: IDataObject): boolean =>
	message.direction !== 'inbound' &&
	(AUTOMATED_SOURCES.includes(String(message.source)) ||
		AUTOMATED_TYPES.test(messageTypeIn(message)));

/** Whether it went to the contact. Emails of campaigns may have no `direction`. */
export const isOutbound = (message: IDataObject): boolean =>
	!isNote(message) &&
	(message.direction === 'outbound' || (message.direction !== 'inbound' && isAutomated(message)));

/** The name of an inbound entry that is not a chat message, e.g. 'Reaction'; undefined for any other. */
export function otherKindOf(message: IDataObject): string | undefined {
	if (message.direction !== 'inbound') return undefined;
	const type = messageTypeIn(message);
	return OTHER_KINDS.find(([types]) => types.test(type))?.[1];
}

/** The status of a call, e.g. 'completed', 'no-answer', 'voicemail'. Lists show it in one of three places. */
function callStatusOf({ meta, status }: IDataObject): string {
	const { call, callStatus } = (meta ?? {}) as { call?: IDataObject; callStatus?: unknown };
	return String(call?.status ?? callStatus ?? status).toLowerCase();
}

/** How a call ended that nobody took; undefined for a call that was taken and for anything else. */
export function missedCallKind(message: IDataObject): 'missed' | 'voicemail' | undefined {
	if (!isCall(message)) return undefined;
	const status = callStatusOf(message);
	if (VOICEMAIL.test(status) || VOICEMAIL.test(messageTypeIn(message))) return 'voicemail';
	return NOT_TAKEN.test(status) ? 'missed' : undefined;
}

/**
 * Whether the contact wrote it, on any channel and of any kind. A missed call and a voicemail count, the log of a call that was
 * taken does not.
 */
export function isInbound(message: IDataObject): boolean {
	if (message.direction !== 'inbound' || isNote(message)) return false;
	return !isCall(message) || trimmedBody(message) !== '' || missedCallKind(message) !== undefined;
}

/** Whether it went out to the contact and arrived, as far as is known. A call that nobody took did not. */
const wasDelivered = (message: IDataObject): boolean =>
	isOutbound(message) &&
	!wasNotDelivered(message) &&
	(missedCallKind(message) === undefined || isAutomated(message));

const hasUser = ({ userId }: IDataObject) => typeof userId === 'string' && userId !== '';

/** Whether a person of the team wrote or called from HighLevel's app. The API's messages may have `app` without a user. */
export const isHuman = (message: IDataObject): boolean =>
	isOutbound(message) && !isAutomated(message) && message.source === 'app' && hasUser(message);

/** Whether it is an internal comment that mentions a user. */
function mentionsUser(message: IDataObject): boolean {
	if (!COMMENT.test(messageTypeIn(message))) return false;
	const { mentions } = message;
	return (Array.isArray(mentions) && mentions.length > 0) || /<userId>/i.test(trimmedBody(message));
}

function isStop(message: IDataObject, words: readonly string[]): boolean {
	const text = trimmedBody(message).toUpperCase();
	return text !== '' && words.some((word) => word.trim().toUpperCase() === text);
}

/** The kind of a message, as trigger, Get Unanswered, Get Replies, Send and the memory understand it. */
export function kindOf(message: IDataObject, rules: KindRules = {}): MessageKind {
	const { channels = [], automatedCounts = false, otherKinds = false, optOutWords } = rules;
	if (isInbound(message)) {
		if (otherKindOf(message) !== undefined && !otherKinds) return 'other';
		if (isStop(message, optOutWords ?? OPT_OUT_WORDS)) return 'stop';
		return isOnChannel(message.messageType, channels) ? 'question' : 'other';
	}
	if (mentionsUser(message)) return 'handOver';
	if (!isOutbound(message)) return 'other';
	if (!wasDelivered(message)) return 'notSent';
	if (isHuman(message)) return 'person';
	if (isAutomated(message) && !automatedCounts) return 'automation';
	return isAnswerChannel(message.messageType, channels) ? 'answer' : 'other';
}

/** Whether it was said between the contact and the team: anything inbound, calls, and what went out. */
export const isInTranscript = (message: IDataObject): boolean =>
	isInbound(message) || wasDelivered(message) || (isCall(message) && !isAutomated(message));

/** A thread in the order of writing, each message once; `messages` in the order of HighLevel's list, newest first. */
export function chronological(messages: readonly IDataObject[]): IDataObject[] {
	const once = new Map<string, [moment: number, message: IDataObject]>();
	for (let index = messages.length - 1; index >= 0; index--) {
		const message = messages[index];
		once.set(idOf(message), [timestampOf(message), message]);
	}
	// Array.prototype.sort is stable: messages of one moment keep the list's order.
	return [...once.values()].sort(([a], [b]) => a - b).map(([, message]) => message);
}
