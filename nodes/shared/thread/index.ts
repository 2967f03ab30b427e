/** What a thread means: who wrote last, what is unanswered, when a person last wrote, where an answer goes. */
export { idsIn, turnItem } from './item';
export type { Ids } from './item';
export { idOf, inOrder, isAnswer, isHuman, isInbound, momentOf } from './message';
export { readMessage, readThread, threadPath, withEmails } from './read';
export type { ThreadReader } from './read';
export { attachmentsOf, textOf, wholeTextOf } from './text';
export { isEnough, repliesSince, unanswered } from './turn';
export type { Skipped, Turn, TurnOptions } from './turn';
