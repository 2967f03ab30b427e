import type { Message } from '../../../sandbox';
import type { TestEnv } from '../harness';
import type { Inbox } from '../conversations/inbox';
import { Conversation, type Entry, type Kind } from './conversation';
import { CHANNELS, CONVERSATIONS, type Step } from './steps';

/** What is in HighLevel, beside what the test knows of it. */
export class Location {
	readonly ids: string[] = [];
	readonly conversations: Conversation[] = [];
	private readonly moments = new Set<number>();
	private later: Array<{ at: number; run: () => void }> = [];
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

	pass(seconds: number): void {
		this.inbox.pass(seconds);
		const due = this.later.filter(({ at }) => at <= this.now);
		this.later = this.later.filter(({ at }) => at > this.now);
		for (const { run } of due) run();
	}

	/** Does something when so many seconds have passed. */
	after(seconds: number, run: () => void): void {
		this.later.push({ at: this.now + seconds * 1000, run });
	}

	/** Does at once what would be done later. */
	hurry(): void {
		for (const { run } of this.later.splice(0)) run();
	}

	/** A text that no other message has, by its first letter. */
	token(letter: string): string {
		return `${letter}${++this.count}`;
	}

	/** The text of a message, by its ID. */
	tokenOf(id: string): string {
		const entries = this.conversations.flatMap((each) => each.entries);
		return entries.find((entry) => entry.id === id)?.token ?? id;
	}

	/** A moment so long ago that no other message has, ms. */
	moment(agoS = 0): number {
		let at = this.now - agoS * 1000;
		while (this.moments.has(at)) at--;
		this.moments.add(at);
		return at;
	}

	/** Something that happens without n8n. Returns whether it was that. */
	happens(step: Step): boolean {
		switch (step.does) {
			case 'wrote': {
				const kind = CHANNELS.includes(step.type) ? 'question' : 'other';
				const given = { direction: 'inbound', messageType: step.type } as const;
				this.add(step.to, kind, 'q', given, step.lateS);
				return true;
			}
			case 'person':
				this.person(step.to, step.type, step.lateS);
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
				this.pass(step.seconds);
				return true;
			default:
				return false;
		}
	}

	/** A person of the team answers. */
	person(to: number, messageType = 'TYPE_SMS', lateS = 0): void {
		this.add(to, 'person', 'p', { source: 'app', userId: 'u1', messageType }, lateS);
		this.testEnv.sandbox.state.conversations.get(this.ids[to])!.unreadCount = 0;
	}

	private add(to: number, kind: Kind, letter: string, given: Partial<Message>, lateS = 0): Entry {
		const token = letter === '' ? '' : this.token(letter);
		const at = this.moment(lateS);
		const message = { body: token, ...given, dateAdded: at };
		const id =
			given.direction === 'inbound'
				? this.inbox.wrote(this.ids[to], message.body, message)
				: this.inbox.sent(this.ids[to], message);
		return this.conversations[to].add({ kind, token, id, at }, this.now);
	}

	/** The contact changes what they wrote last. */
	private edit(to: number): void {
		const { state } = this.testEnv.sandbox;
		const message = state.messages.get(String(this.conversations[to].questions.at(-1)?.id));
		if (message) message.body = `${message.body} edited`;
		state.changed();
	}

	/** HighLevel moves everything into another conversation of the contact. */
	private merge(to: number): void {
		this.hurry();
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
