/** What a thread means: who wrote what, what is unanswered, who may answer, and where an answer goes. */
export { answeredBy, recordAnswer, recordedAnswers } from './answerRecord';
export { answerRulesOf, contactFilterOf, contactOf, excludedBy, needsRecord } from './answerRules';
export type { ContactFilter, Exclusion } from './answerRules';
export { contactSearch, conversationFound } from './contactConversation';
export { isOurs, markedText, ownText, withoutMarks } from './marks';
export {
	didNotReach,
	hasFailed,
	idOf,
	inOrder,
	isAutomated,
	isCall,
	isCancelled,
	isHuman,
	isInbound,
	isOutbound,
	isScheduled,
	isSpoken,
	kindOf,
	missedCall,
	OPT_OUT_WORDS,
	otherKindOf,
	timestampOf,
} from './messageKind';
export type { KindRules, MessageKind } from './messageKind';
export { downloadFiles, filesOf } from './messageFiles';
export { attachmentsOf, textOf } from './messageText';
export { readMessage, readThread, threadPath, withEmails } from './readThread';
export type { ThreadReader } from './readThread';
export { ANSWER_WINDOW_MS, isEnough, LATE_MS, readTurn, repliesSince, skippedReason } from './turn';
export type { SettledBy, Skipped, ThreadRules, Turn } from './turn';
export {
	idsIn,
	messagesItem,
	spokenText,
	turnItem,
	withMessages,
	withTurnEmails,
} from './turnItem';
export type { Ids } from './turnItem';
export { parseTurn } from './turnRef';
export type { TurnRef } from './turnRef';
