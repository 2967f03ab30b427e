import type { IDataObject } from 'n8n-workflow';
import { idOf, kindOf } from './messageKind';
import type { Turn } from './turn';

/** Why there is nothing to answer. The last three are the names of the options that prevent the answer. */
export type SkipReason =
	| 'empty'
	| 'newerMessage'
	| 'answered'
	| 'human'
	| 'optOutWords'
	| 'afterPause'
	| 'maxAnswersPerHour';

/**
 * Why there is nothing to answer; undefined if the turn should be answered.
 *
 * `startedBy` is the ID of the message that started the execution, if a message did. If a webhook starts an execution for each
 * of several messages in a row, only the execution of the last message answers.
 */
export function skippedReason(turn: Turn, startedBy?: string): SkipReason | undefined {
	const { open, thread, rules, settledBy, pausedUntil } = turn;
	if (open.length === 0 && settledBy === 'stop' && !turn.isLeftToPerson) return 'optOutWords';
	const isQuestion = (message: IDataObject) => kindOf(message, rules) === 'question';
	const latestQuestion = thread.findLastIndex(isQuestion);
	const startIndex = thread.findIndex((message) => idOf(message) === startedBy);
	// A message that needs no answer started this execution. Other executions were started by the open messages.
	const isOtherKind = startIndex > latestQuestion && thread[startIndex].direction === 'inbound';
	if (latestQuestion < 0 || isOtherKind) return 'empty';
	// If `startedBy` is nevertheless the last open message, HighLevel listed it late, and the newer ones are answered.
	const hasNewer = startIndex >= 0 && latestQuestion > startIndex;
	if (hasNewer && turn.lastId !== startedBy) return 'newerMessage';
	if (open.length === 0) return turn.isLeftToPerson ? 'afterPause' : 'answered';
	if (rules.now < pausedUntil) return 'human';
	return rules.now < turn.limitedUntil ? 'maxAnswersPerHour' : undefined;
}
