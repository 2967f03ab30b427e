import type { IDataObject } from 'n8n-workflow';
import { isReplyChannel, isOnChannel } from '../channels';
import { ANSWER_RULE_DEFAULTS } from '../fields/answerRules';
import { timestampFrom } from '../request';

/** Values of `source` of the messages that HighLevel sends automatically. */
const AUTOMATED_SOURCES = ['workflow', 'bulk_actions', 'campaign'];
/** Types of the messages that HighLevel sends automatically, for any `source`. */
const AUTOMATED_TYPES = /^TYPE_CAMPAIGN_|REVIEW_REQUEST$|NO_SHOW/;
/** Types of the entries that the contact does not see: activities, internal comments, info lines of the live chat. */
const NOTE = /^TYPE_ACTIVITY|INTERNAL_COMMENT|LIVE_CHAT_INFO/;
const COMMENT = /INTERNAL_COMMENT/;
const CALL = /(CALL|VOICEMAIL)$/;
const NOT_ANSWERED = /^(no-?answer|busy|cancell?ed|failed|missed)$/;
const VOICEMAIL = /voicemail$/i;
/** Types of inbound entries that are not chat messages, with their names in an item's text. */
const OTHER_KINDS: ReadonlyArray<[RegExp, string]> = [
	[/REACTION/, 'Reaction'],
	[/(FACEBOOK|INSTAGRAM|TIKTOK|LINKEDIN|GMB)_COMMENT/, 'Comment on a post'],
	[/^TYPE_REVIEW/, 'Review'],
	[/NO_SHOW/, 'No-show notice'],
	[/^TYPE_FORM/, 'Form submission'],
];
const FAILED = ['failed', 'undelivered', 'opt_out'];
const CANCELLED = ['cancelled', 'canceled'];

/** The words by which a contact opts out, the same that US carriers use. */
export const OPT_OUT_WORDS: readonly string[] = ANSWER_RULE_DEFAULTS.optOutWords;

/** The role of a message in a conversation, which decides what is unanswered. */
export type MessageKind =
	/** The contact wrote, made a call that was missed, or left a voicemail, on a watched channel: needs an answer. */
	| 'question'
	/** The contact wrote only an opt-out word, e.g. STOP: must not be answered, and settles earlier messages. */
	| 'stop'
	/** A team member wrote or called from HighLevel's app: settles earlier messages on all channels. */
	| 'person'
	/** An internal comment that mentions a user: hands the conversation over to the team. */
	| 'handOver'
	/** Sent through the API: answers earlier messages. */
	| 'answer'
	/** HighLevel sent it automatically: answers nothing. */
	| 'automation'
	/** An outbound message that did not reach the contact, or has not yet. */
	| 'notSent'
	/** Anything else, e.g. activities, comments without a mention, messages on other channels. */
	| 'other';

/** The options that determine the kind of a message. */
export interface KindRules {
	/** The watched channels, as values of the parameter 'channels'; empty for all. Team members' messages count on any channel. */
	channels?: readonly string[];
	/** Whether messages that HighLevel sends automatically count as answers. */
	automatedCounts?: boolean;
	/** Whether reactions, comments on posts, reviews, no-show notices and form submissions need an answer. */
	otherKinds?: boolean;
	/** A message that consists only of one of these words, in upper or lower case, opts out; `OPT_OUT_WORDS` by default. */
	optOutWords?: readonly string[];
}

/** The time of a message, ms; 0 if it has no date. */
export const timestampOf = ({ dateAdded }: IDataObject): number => timestampFrom(dateAdded) ?? 0;

/** The ID of a message. */
export const idOf = ({ id }: IDataObject): string => String(id);

const messageTypeIn = ({ messageType }: IDataObject) => String(messageType);
const trimmedBody = ({ body }: IDataObject) => (typeof body === 'string' ? body.trim() : '');
const statusIn = ({ status }: IDataObject) => String(status ?? '').toLowerCase();

/** Whether HighLevel or the contact's carrier refused the message, or the contact had opted out. */
export const hasFailed = (message: IDataObject): boolean => FAILED.includes(statusIn(message));

/** Whether a scheduled message was cancelled. */
export const isCancelled = (message: IDataObject): boolean => CANCELLED.includes(statusIn(message));

/** Whether a message is scheduled and not sent yet. */
export const isScheduled = (message: IDataObject): boolean => statusIn(message) === 'scheduled';

/** Whether a message did not reach the contact, or has not yet: it failed, was cancelled or is still scheduled. */
export const wasNotDelivered = (message: IDataObject): boolean =>
	hasFailed(message) || isCancelled(message) || isScheduled(message);

/** Whether an entry is an activity, comment or info line, which the contact does not see. */
export const isNote = (message: IDataObject): boolean => NOTE.test(messageTypeIn(message));

/** Whether the entry is a phone call or a voicemail. */
export const isCall = (message: IDataObject): boolean => CALL.test(messageTypeIn(message));

/** Whether HighLevel sent a message automatically: by a workflow, a campaign, a bulk action, a review or no-show request. */
export const isAutomated = (message: IDataObject): boolean =>
	message.direction !== 'inbound' &&
	(AUTOMATED_SOURCES.includes(String(message.source)) ||
		AUTOMATED_TYPES.test(messageTypeIn(message)));

/** Whether a message was sent to the contact, or should be. Emails of campaigns may have no `direction`. */
export const isOutbound = (message: IDataObject): boolean =>
	!isNote(message) && (message.direction === 'outbound' || isAutomated(message));

/** The name of an inbound entry that is not a chat message, e.g. 'Reaction'; undefined for any other. */
export function otherKindOf(message: IDataObject): string | undefined {
	if (message.direction !== 'inbound') return undefined;
	const type = messageTypeIn(message);
	return OTHER_KINDS.find(([types]) => types.test(type))?.[1];
}

/** The status of a call, e.g. 'completed', 'no-answer', 'voicemail'. HighLevel's lists have it in one of three places. */
function callStatusOf({ meta, status }: IDataObject): string {
	const { call, callStatus } = (meta ?? {}) as { call?: IDataObject; callStatus?: unknown };
	return String(call?.status ?? callStatus ?? status).toLowerCase();
}

/** Whether a call was missed or went to voicemail; undefined for an answered call and for other messages. */
export function missedCallKind(message: IDataObject): 'missed' | 'voicemail' | undefined {
	if (!isCall(message)) return undefined;
	const status = callStatusOf(message);
	if (VOICEMAIL.test(status) || VOICEMAIL.test(messageTypeIn(message))) return 'voicemail';
	return NOT_ANSWERED.test(status) ? 'missed' : undefined;
}

/**
 * Whether the contact wrote or called, on any channel. Missed calls and voicemails count, the log entry of an answered call does
 * not.
 */
export function isInbound(message: IDataObject): boolean {
	if (message.direction !== 'inbound' || isNote(message)) return false;
	return !isCall(message) || trimmedBody(message) !== '' || missedCallKind(message) !== undefined;
}

/** Whether a message was sent to the contact and, as far as is known, delivered. An unanswered call was not. */
const wasDelivered = (message: IDataObject): boolean =>
	isOutbound(message) &&
	!wasNotDelivered(message) &&
	(missedCallKind(message) === undefined || isAutomated(message));

const hasUser = ({ userId }: IDataObject) => typeof userId === 'string' && userId !== '';

/**
 * Whether a team member wrote or called from HighLevel's app. Messages sent through the API may also have `source` 'app', but no
 * user.
 */
export const isHuman = (message: IDataObject): boolean =>
	isOutbound(message) && !isAutomated(message) && message.source === 'app' && hasUser(message);

/** Whether a message is an internal comment that mentions a user. HighLevel lists mentions as a field or in the text. */
function mentionsUser(message: IDataObject): boolean {
	if (!COMMENT.test(messageTypeIn(message))) return false;
	const { mentions } = message;
	return (Array.isArray(mentions) && mentions.length > 0) || /<userId>/i.test(trimmedBody(message));
}

/** Whether a message consists only of an opt-out word. */
function isStop(message: IDataObject, words: readonly string[]): boolean {
	const text = trimmedBody(message).toUpperCase();
	return text !== '' && words.some((word) => word.trim().toUpperCase() === text);
}

/** The kind of a message. The triggers, Get Unanswered, Get Replies, Send and the memory all use it. */
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
	return isReplyChannel(message.messageType, channels) ? 'answer' : 'other';
}

/** Whether a message is part of the conversation with the contact: inbound messages, calls, and delivered outbound messages. */
export const isInTranscript = (message: IDataObject): boolean =>
	isInbound(message) || wasDelivered(message) || (isCall(message) && !isAutomated(message));

/** The messages oldest first, each once. `messages` are newest first, as HighLevel lists them. */
export function chronological(messages: readonly IDataObject[]): IDataObject[] {
	const byId = new Map<string, [timestamp: number, message: IDataObject]>();
	for (let index = messages.length - 1; index >= 0; index--) {
		const message = messages[index];
		byId.set(idOf(message), [timestampOf(message), message]);
	}
	// The sort is stable: messages with the same time stay in the order of HighLevel's list.
	return [...byId.values()].sort(([a], [b]) => a - b).map(([, message]) => message);
}
