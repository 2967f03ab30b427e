import type { Message } from '../../../sandbox';
import type { TestEnv } from '../harness';
import type { Inbox } from '../conversations/inbox';
import { Conversation, type Entry, type Kind } from './conversation';
import { CHANNELS, CONVERSATIONS, type Step } from './steps';

/** The records in the sandbox, together with the test's own record of them. */
export class Location {
	readonly ids: string[] = [];
	readonly conversations: Conversation[] = [];
	private readonly usedTimes = new Set<number>();
	private delayed: Array<{ at: number; run: () => void }> = [];
	private count = 0;

	constructor(
		private readonly testEnv: TestEnv,
		readonly inbox: Inbox,
	) {
		for (let index = 0; index < CONVERSATIONS; index++) {
			this.ids.push(inbox.conversation());
			this.conversations.push(new Conversation());
		}
	}

	get now(): number {
		return this.inbox.time;
	}

	advance(seconds: number): void {
		this.inbox.advance(seconds);
		const due = this.delayed.filter(({ at }) => at <= this.now);
		this.delayed = this.delayed.filter(({ at }) => at > this.now);
		for (const { run } of due) run();
	}

	/** Runs a function after a number of seconds of the inbox's time. */
	delay(seconds: number, run: () => void): void {
		this.delayed.push({ at: this.now + seconds * 1000, run });
	}

	/** Runs all delayed functions now. */
	runDelayed(): void {
		for (const { run } of this.delayed.splice(0)) run();
	}

	/** A unique text for a message, starting with a letter. */
	token(letter: string): string {
		return `${letter}${++this.count}`;
	}

	/** The text of a message, by its ID. */
	tokenOf(id: string): string {
		const entries = this.conversations.flatMap((each) => each.entries);
		return entries.find((entry) => entry.id === id)?.token ?? id;
	}

	/** A time some seconds ago that no other message has, ms. */
	uniqueTime(agoSeconds = 0): number {
		let at = this.now - agoSeconds * 1000;
		while (this.usedTimes.has(at)) at--;
		this.usedTimes.add(at);
		return at;
	}

	/** Applies a step that does not involve n8n. Returns false for other steps. */
	apply(step: Step): boolean {
		switch (step.does) {
			case 'wrote': {
				const kind = CHANNELS.includes(step.type) ? 'question' : 'other';
				const given = { direction: 'inbound', messageType: step.type } as const;
				this.add(step.to, kind, 'q', given, step.lateSeconds);
				return true;
			}
			case 'person':
				this.person(step.to, step.type, step.lateSeconds);
				return true;
			case 'stop':
				this.add(step.to, 'stop', '', { direction: 'inbound', body: 'Stop' });
				return true;
			case 'failed':
				this.add(step.to, 'other', '', { status: 'undelivered', source: 'app', userId: 'u1' });
				return true;
			case 'automation':
				this.add(step.to, 'other', 'w', { source: 'workflow' });
				return true;
			case 'newsletter':
				this.add(step.to, 'newsletter', 'n', {});
				return true;
			case 'comment':
				this.add(step.to, 'other', '', { messageType: 'TYPE_INTERNAL_COMMENT', body: 'Hm' });
				return true;
			case 'handOver': {
				const body = '@Ann<userId>u1</userId>';
				this.add(step.to, 'handOver', '', { messageType: 'TYPE_INTERNAL_COMMENT', body });
				return true;
			}
			case 'edit':
				this.edit(step.to);
				return true;
			case 'merge':
				this.merge(step.to);
				return true;
			case 'pass':
				this.advance(step.seconds);
				return true;
			default:
				return false;
		}
	}

	/** A team member answers. */
	person(to: number, messageType = 'TYPE_SMS', lateSeconds = 0): void {
		this.add(to, 'person', 'p', { source: 'app', userId: 'u1', messageType }, lateSeconds);
		this.testEnv.sandbox.state.conversations.get(this.ids[to])!.unreadCount = 0;
	}

	private add(
		to: number,
		kind: Kind,
		letter: string,
		given: Partial<Message>,
		lateSeconds = 0,
	): Entry {
		const token = letter === '' ? '' : this.token(letter);
		const at = this.uniqueTime(lateSeconds);
		const message = { body: token, ...given, dateAdded: at };
		const id =
			given.direction === 'inbound'
				? this.inbox.wrote(this.ids[to], message.body, message)
				: this.inbox.sent(this.ids[to], message);
		return this.conversations[to].add({ kind, token, id, at }, this.now);
	}

	/** The contact edits their last message. */
	private edit(to: number): void {
		const { state } = this.testEnv.sandbox;
		const message = state.messages.get(String(this.conversations[to].questions.at(-1)?.id));
		if (message) message.body = `${message.body} edited`;
		state.changed();
	}

	/** HighLevel merges the conversation into another one of the contact. */
	private merge(to: number): void {
		this.runDelayed();
		const { state, locationId } = this.testEnv.sandbox;
		const old = state.conversations.get(this.ids[to])!;
		const { contactId, lastMessageDate, lastMessageDirection, unreadCount } = old;
		const { id } = state.addConversation({
			...{ locationId, contactId, dateAdded: 0 },
			...{ lastMessageDate, lastMessageDirection, unreadCount },
		});
		for (const message of state.messages.values()) {
			if (message.conversationId === old.id) message.conversationId = id;
		}
		state.conversations.delete(old.id);
		state.changed();
		this.ids[to] = id;
	}
}
