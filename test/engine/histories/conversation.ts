/** An answer through the API settles what is this much older, ms; less only if it is known what it answered. */
const WINDOW_MS = 10_000;
const KNOWN_WINDOW_MS = 90_000;
export const PAUSE_MS = 3_600_000;
const HAND_OVER_MS = 4 * PAUSE_MS;
/** The first letters of a token say what it is: a question, and the others in the same way. */
const TOKEN = /\b[a-z]+\d+\b/g;

export type Kind =
	| 'question'
	| 'stop'
	| 'person'
	| 'handOver'
	/** By the workflow under test. */
	| 'answer'
	/** Through the API, by something else. */
	| 'newsletter'
	/** Said, without effect: automation, other channels, reactions. */
	| 'other';

/** A message of a conversation, as the test knows it. */
export interface Entry {
	kind: Kind;
	/** What its text contains, unique in a history. */
	token: string;
	id: string;
	/** ms */
	at: number;
	/** When it was listed, ms; Infinity until it is. */
	listedAt: number;
	/** Of an answer: IDs of the messages that it answered. */
	answered: string[];
	/** Of an answer: whether n8n's process still knows what it answered. */
	isKnown: boolean;
	/** Of an answer: when HighLevel failed it, ms; Infinity if it did not. */
	failedAt: number;
}

export const tokensIn = (text: string): string[] => text.match(TOKEN) ?? [];

const byDate = (a: Entry, b: Entry) => a.at - b.at;

/** What happened in a conversation, and what follows from it. */
export class Conversation {
	readonly entries: Entry[] = [];
	/** Questions up to this time are nobody's: the workflow was off, ms. */
	floor = 0;

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

	/** Whether one message settles another by the rules. */
	private settles(entry: Entry, question: Entry, now: number): boolean {
		if (entry.failedAt <= now || entry.listedAt > now) return false;
		const age = entry.at - question.at;
		if (entry.kind === 'stop' || entry.kind === 'person') return age > 0;
		if (entry.kind === 'newsletter') return age >= WINDOW_MS;
		if (entry.kind !== 'answer') return false;
		if (!entry.isKnown) return age >= WINDOW_MS;
		return entry.answered.includes(question.id) || age >= KNOWN_WINDOW_MS;
	}

	/** The questions after `floor` that want an answer by what is listed, in the order of their dates. */
	open(now: number, floor = this.floor): Entry[] {
		return this.entries
			.filter(
				(entry) =>
					entry.kind === 'question' &&
					entry.at > floor &&
					entry.listedAt <= now &&
					!this.entries.some((each) => this.settles(each, entry, now)),
			)
			.sort(byDate);
	}

	/** Until when people have the conversation to themselves, ms. */
	pausedUntil(): number {
		const last = (kind: Kind) =>
			Math.max(0, ...this.entries.filter((each) => each.kind === kind).map(({ at }) => at));
		const [person, handOver] = [last('person'), last('handOver')];
		return Math.max(
			person > 0 ? person + PAUSE_MS : 0,
			handOver > person ? handOver + HAND_OVER_MS : 0,
		);
	}

	/** Everything that was said by what is listed, in the order of the dates. */
	said(now: number): string[] {
		return this.entries
			.filter((each) => each.token !== '' && each.listedAt <= now && each.failedAt > now)
			.sort(byDate)
			.map(({ token }) => token);
	}

	/** Whether a question was left without an answer that it should have had, whatever the rules say. */
	isLost(question: Entry): boolean {
		if (question.at <= this.floor) return false;
		return !this.entries.some((each) => {
			const age = each.at - question.at;
			if (each.kind === 'stop' || each.kind === 'person') return age > 0;
			if (each.kind === 'newsletter') return age >= WINDOW_MS;
			if (each.kind !== 'answer' || each.failedAt < Infinity) return false;
			if (each.answered.includes(question.id)) return true;
			// Nobody can know that an answer did not answer it: the process that knew is gone, or never heard that it had sent
			// something; or what had answered it failed only after somebody else's answer.
			const isListedLate = question.listedAt > each.at;
			const other = this.entries.find(({ answered }) => answered.includes(question.id));
			const hasFailedLate = other !== undefined && other.failedAt > each.at;
			return age >= WINDOW_MS && ((isListedLate && !each.isKnown) || hasFailedLate);
		});
	}

	/** Whether HighLevel lists everything that it has. */
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
