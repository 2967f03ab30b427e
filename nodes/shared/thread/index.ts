/** What a thread means: who wrote last, what is unanswered, when a person last wrote, where an answer goes. */
export { idsIn, turnItem } from './turnItem';
export type { Ids } from './turnItem';
export { idOf, inOrder, isAnswer, isHuman, isInbound, timestampOf } from './messageKind';
export { readMessage, readThread, threadPath, withEmails } from './readThread';
export type { ThreadReader } from './readThread';
export { attachmentsOf, textOf, wholeTextOf } from './messageText';
export { isEnough, repliesSince, unanswered } from './turn';
export type { Skipped, Turn, TurnOptions } from './turn';
