/**
 * Conversation logic: who wrote a message, which messages are unanswered, whether an answer is allowed, and on which channel.
 */
export { questionsAnsweredBy, recordAnswer, recentAnswers } from './answerRecord';
export {
	answerRulesOf,
	contactFilterOf,
	contactFromSearch,
	excludingFilter,
	needsSearchRecord,
} from './answerRules';
export type { ContactFilter, Exclusion } from './answerRules';
export { contactSearchRequest, conversationInSearch } from './contactConversation';
export { isApiMessage, markedText, unmarkedText, escapeMarks } from './marks';
export {
	wasNotDelivered,
	hasFailed,
	idOf,
	chronological,
	isAutomated,
	isCall,
	isCancelled,
	isHuman,
	isInbound,
	isOutbound,
	isScheduled,
	isInTranscript,
	kindOf,
	missedCallKind,
	OPT_OUT_WORDS,
	otherKindOf,
	timestampOf,
} from './messageKind';
export type { KindRules, MessageKind } from './messageKind';
export { downloadMessageFiles, readAttachmentUrls } from './messageFiles';
export { attachmentUrlsIn, messageText } from './messageText';
export { readMessage, readThread, threadPath, withEmails } from './readThread';
export type { ThreadReader } from './readThread';
export {
	ANSWER_WINDOW_MS,
	hasEnoughMessages,
	MAX_LISTING_DELAY_MS,
	readTurn,
	repliesSince,
} from './turn';
export { skippedReason } from './skipReason';
export type { SkipReason } from './skipReason';
export type { SettledBy, ThreadRules, Turn } from './turn';
export {
	threadIdsOf,
	messagesItem,
	transcriptText,
	turnItem,
	withMessages,
	withTurnEmails,
} from './turnItem';
export type { ThreadIds } from './turnItem';
export { parseTurn } from './turnRef';
export type { TurnRef } from './turnRef';
