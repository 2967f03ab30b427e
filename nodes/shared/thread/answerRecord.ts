import type { IDataObject } from 'n8n-workflow';
import { HOUR_MS } from '../time';
import { idOf } from './messageKind';

/** How long an answer is remembered, ms. */
const MAX_AGE_MS = HOUR_MS;
/** How many answers are remembered at most. */
const MAX_ANSWERS = 10_000;

interface RecordedAnswer {
	message: IDataObject;
	answered: ReadonlySet<string>;
	recordedAt: number;
}

/** The answers that this process sent, by message ID, oldest first. */
const answers = new Map<string, RecordedAnswer>();

function removeOld(now: number): void {
	for (const [id, { recordedAt }] of answers) {
		if (now - recordedAt < MAX_AGE_MS && answers.size <= MAX_ANSWERS) return;
		answers.delete(id);
	}
}

/**
 * Remembers an answer that was sent. `message` as HighLevel would list it, with at least `id`, `conversationId`, `messageType`,
 * `direction`, `source` and `dateAdded`; `questionIds` are the messages that it answered.
 */
export function recordAnswer(message: IDataObject, questionIds: Iterable<string>): void {
	const now = Date.now();
	answers.delete(idOf(message));
	answers.set(idOf(message), { message, answered: new Set(questionIds), recordedAt: now });
	removeOld(now);
}

/** The IDs of the messages that an answer of this process settled; undefined for one that it does not know. */
export function questionsAnsweredBy(messageId: string): ReadonlySet<string> | undefined {
	removeOld(Date.now());
	return answers.get(messageId)?.answered;
}

/** The answers that this process sent in a conversation, newest first: HighLevel may not list them yet. */
export function recentAnswers(conversationId: string): IDataObject[] {
	removeOld(Date.now());
	return [...answers.values()]
		.map(({ message }) => message)
		.filter((message) => message.conversationId === conversationId)
		.reverse();
}
