/** An answer through the API settles questions that are at least this much older, if it is not known what it answered, ms. */
const WINDOW_MS = 10_000;
/** The same if it is known what the answer answered, ms. */
const KNOWN_WINDOW_MS = 90_000;
export const PAUSE_MS = 3_600_000;
const HAND_OVER_MS = 4 * PAUSE_MS;
/** A unique text of a message: letters for the kind of message, and a number. */
const TOKEN = /\b[a-z]+\d+\b/g;

export type Kind =
	| 'question'
	| 'stop'
	| 'person'
	| 'handOver'
	/** Sent by the workflow under test. */
	| 'answer'
	/** Sent through the API by another system. */
	| 'newsletter'
	/** Messages that neither ask nor answer: automation, other channels, reactions. */
	| 'other';

/** A message of a conversation in the test's own record. */
export interface Entry {
	kind: Kind;
	/** What its text contains, unique in a history. */
	token: string;
	id: string;
	/** Date of the message, ms. */
	at: number;
	/** When HighLevel began to list it, ms; Infinity until then. */
	listedAt: number;
	/** For an answer: the IDs of the messages that it answered. */
	answered: string[];
	/** For an answer: whether n8n's process remembers what it answered. */
	isKnown: boolean;
	/** For an answer: when its delivery failed, ms; Infinity if it did not fail. */
	failedAt: number;
}

export const tokensIn = (text: string): string[] => text.match(TOKEN) ?? [];

const byDate = (a: Entry, b: Entry) => a.at - b.at;

/** What happened in a conversation, and what the workflow is expected to do. */
export class Conversation {
	readonly entries: Entry[] = [];
	/** The workflow was inactive until this time, so earlier questions need no answer, ms. */
	inactiveUntil = 0;

	add(given: Partial<Entry> & Pick<Entry, 'kind' | 'token' | 'id' | 'at'>, now: number): Entry {
		const entry: Entry = {
			listedAt: now,
			answered: [],
			isKnown: true,
			failedAt: Infinity,
			...given,
		};
		this.entries.push(entry);
		return entry;
	}

	/** Whether a message settles a question. */
	private settles(entry: Entry, question: Entry, now: number): boolean {
		if (entry.failedAt <= now || entry.listedAt > now) return false;
		const age = entry.at - question.at;
		if (entry.kind === 'stop' || entry.kind === 'person') return age > 0;
		if (entry.kind === 'newsletter') return age >= WINDOW_MS;
		if (entry.kind !== 'answer') return false;
		if (!entry.isKnown) return age >= WINDOW_MS;
		return entry.answered.includes(question.id) || age >= KNOWN_WINDOW_MS;
	}

	/** The questions after `since` that need an answer, considering listed messages, by date. */
	open(now: number, since = this.inactiveUntil): Entry[] {
		return this.entries
			.filter(
				(entry) =>
					entry.kind === 'question' &&
					entry.at > since &&
					entry.listedAt <= now &&
					!this.entries.some((each) => this.settles(each, entry, now)),
			)
			.sort(byDate);
	}

	/** Until when the workflow must leave the conversation to people, ms. */
	pausedUntil(): number {
		const last = (kind: Kind) =>
			Math.max(0, ...this.entries.filter((each) => each.kind === kind).map(({ at }) => at));
		const [person, handOver] = [last('person'), last('handOver')];
		return Math.max(
			person > 0 ? person + PAUSE_MS : 0,
			handOver > person ? handOver + HAND_OVER_MS : 0,
		);
	}

	/** The texts of all listed messages, by date. */
	texts(now: number): string[] {
		return this.entries
			.filter((each) => each.token !== '' && each.listedAt <= now && each.failedAt > now)
			.sort(byDate)
			.map(({ token }) => token);
	}

	/** Whether a question did not get the answer that it should have got. */
	isLost(question: Entry): boolean {
		if (question.at <= this.inactiveUntil) return false;
		return !this.entries.some((each) => {
			const age = each.at - question.at;
			if (each.kind === 'stop' || each.kind === 'person') return age > 0;
			if (each.kind === 'newsletter') return age >= WINDOW_MS;
			if (each.kind !== 'answer' || each.failedAt < Infinity) return false;
			if (each.answered.includes(question.id)) return true;
			// In two cases the workflow cannot detect that an answer did not answer the question: the process that sent the
			// answer was restarted or did not get its response, or the real answer failed only after another answer.
			const isListedLate = question.listedAt > each.at;
			const other = this.entries.find(({ answered }) => answered.includes(question.id));
			const hasFailedLate = other !== undefined && other.failedAt > each.at;
			return age >= WINDOW_MS && ((isListedLate && !each.isKnown) || hasFailedLate);
		});
	}

	/** Whether HighLevel lists all messages. */
	get isListed(): boolean {
		return this.entries.every(({ listedAt }) => listedAt < Infinity);
	}

	get questions(): Entry[] {
		return this.entries.filter(({ kind }) => kind === 'question');
	}

	/** IDs of the questions that more than one message has answered. */
	get answeredTwice(): string[] {
		const answers = this.entries.filter(({ failedAt }) => failedAt === Infinity);
		const ids = answers.flatMap(({ answered }) => answered);
		return ids.filter((id, index) => ids.indexOf(id) !== index);
	}
}
