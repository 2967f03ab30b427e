import type { IDataObject } from 'n8n-workflow';
import { HOUR_MS } from '../time';
import { idOf } from './messageKind';

/** How long a sent answer is remembered, ms. */
const MAX_ANSWER_AGE_MS = HOUR_MS;
/** Maximum number of answers that are remembered. */
const MAX_ANSWERS = 10_000;

interface RecordedAnswer {
	/** The answer, as HighLevel would list it. */
	message: IDataObject;
	/** IDs of the messages that it answered. */
	answered: ReadonlySet<string>;
	/** When it was recorded, ms. */
	recordedAt: number;
}

/**
 * The answers that this process sent, by message ID, oldest first. HighLevel does not tell which messages an answer refers to, and
 * lists a new message with a delay.
 */
const answers = new Map<string, RecordedAnswer>();

/** Removes the answers that are too old or too many. */
function removeOld(now: number): void {
	for (const [id, { recordedAt }] of answers) {
		if (now - recordedAt < MAX_ANSWER_AGE_MS && answers.size <= MAX_ANSWERS) return;
		answers.delete(id);
	}
}

/**
 * Remembers an answer that was sent, for an hour.
 * @param message the answer as HighLevel would list it, with at least `id`, `conversationId`, `messageType`, `direction`, `source`
 * and `dateAdded`
 * @param questionIds IDs of the messages that it answered
 */
export function recordAnswer(message: IDataObject, questionIds: Iterable<string>): void {
	const now = Date.now();
	answers.delete(idOf(message));
	answers.set(idOf(message), { message, answered: new Set(questionIds), recordedAt: now });
	removeOld(now);
}

/** IDs of the messages that an answer answered; undefined if this process did not send it, or sent it more than an hour ago. */
export function questionsAnsweredBy(messageId: string): ReadonlySet<string> | undefined {
	removeOld(Date.now());
	return answers.get(messageId)?.answered;
}

/** The answers that this process sent in a conversation within the last hour, newest first. HighLevel may not list them yet. */
export function recentAnswers(conversationId: string): IDataObject[] {
	removeOld(Date.now());
	return [...answers.values()]
		.map(({ message }) => message)
		.filter((message) => message.conversationId === conversationId)
		.reverse();
}
