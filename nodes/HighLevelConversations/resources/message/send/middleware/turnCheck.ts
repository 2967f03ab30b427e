import type { IDataObject } from 'n8n-workflow';
import { ParameterError, ServerClock, isNotFound } from '../../../../../shared/request';
import type { ItemContext } from '../../../../../shared/request';
import {
	ANSWER_WINDOW_MS,
	idOf,
	hasEnoughMessages,
	isScheduled,
	kindOf,
	readMessage,
	readThread,
	readTurn,
	recordAnswer,
	recentAnswers,
	threadPath,
	timestampOf,
} from '../../../../../shared/thread';
import type { ThreadReader, Turn, TurnRef } from '../../../../../shared/thread';
import { sentByExecution } from '../ownMessages';
import type { TurnChange } from './turnChanged';

/** How the editor calls the option. */
export const ONLY_IF_UNANSWERED_LABEL = "'Only If Unanswered'";
const STEP = `looking at the conversation for ${ONLY_IF_UNANSWERED_LABEL}`;
const SCOPE = 'conversations/message.readonly';

/** How HighLevel lists a message that was sent with a value of 'Type'. */
const LISTED_TYPES: Record<string, string> = {
	Custom: 'TYPE_CUSTOM_SMS',
	Email: 'TYPE_EMAIL',
	FB: 'TYPE_FACEBOOK',
	IG: 'TYPE_INSTAGRAM',
	InternalComment: 'TYPE_INTERNAL_COMMENT',
	Live_Chat: 'TYPE_LIVE_CHAT',
	RCS: 'TYPE_RCS',
	SMS: 'TYPE_SMS',
	TIKTOK: 'TYPE_TIKTOK',
	WhatsApp: 'TYPE_WHATSAPP',
};

/** How the conversation has changed since the turn was read; undefined if it has not. */
export function turnChange(turn: TurnRef, now: Turn): TurnChange | undefined {
	const { thread, rules, open } = now;
	const place = thread.findIndex((message) => idOf(message) === turn.lastId);
	const isNewer = (message: IDataObject, index: number) =>
		(place >= 0 ? index > place : timestampOf(message) > turn.lastAt) &&
		kindOf(message, rules) === 'question';
	// If the turn is the same, newer questions have been answered: HighLevel listed the turn's own late.
	const isSame = open.length === turn.count && now.lastId === turn.lastId;
	if (!isSame && (thread.some(isNewer) || open.length > turn.count)) return 'newerMessage';
	const hasWritten = now.lastHumanAt !== null && now.lastHumanAt > turn.lastAt;
	const isPaused = rules.now < now.pausedUntil;
	if (hasWritten || isPaused || now.isLeftToPerson) return 'human';
	return isSame ? undefined : 'answered';
}

/** Looks at a turn's conversation for an item that is to answer it. */
export class TurnChecker {
	private readonly clock = new ServerClock();
	private readonly reader: ThreadReader;
	private questionIds: string[];
	private recordedCount = 0;

	constructor(
		private readonly item: ItemContext,
		private readonly turn: TurnRef,
	) {
		this.questionIds = [turn.lastId];
		this.reader = {
			warn: (message) => item.warn(message),
			get: async (path, query) => {
				const reply = await item.get({ step: STEP, path, query, scope: SCOPE });
				this.clock.update(reply.headers);
				return reply;
			},
		};
	}

	/** Until the turn's last question is so old that an answer settles it for certain, ms; 0 or less once it is. */
	get waitMs(): number {
		return Math.min(this.turn.lastAt + ANSWER_WINDOW_MS - this.clock.now(), ANSWER_WINDOW_MS);
	}

	/** Waits until an answer settles the turn, then looks. Throws an `ApiError` that names the option if that fails. */
	async check(): Promise<TurnChange | undefined> {
		for (;;) {
			if (this.waitMs > 0) await this.item.sleep(this.waitMs);
			const change = await this.checkNow();
			// The first reply tells HighLevel's time, which may be behind this computer's.
			if (change !== undefined || this.waitMs <= 0) return change;
		}
	}

	private async checkNow(): Promise<TurnChange | undefined> {
		const listed = await this.readMessages();
		if (listed === undefined) return 'gone';
		const rules = { ...this.turn, now: this.clock.now() };
		const current = readTurn(await this.completeThread(listed), rules);
		this.assertSameContact(current.thread);
		this.questionIds = [...current.open.map(idOf), this.turn.lastId];
		return turnChange(this.turn, current);
	}

	private async readMessages(): Promise<IDataObject[] | undefined> {
		const enough = (messages: readonly IDataObject[]) =>
			hasEnoughMessages(messages, { ...this.turn, now: this.clock.now() });
		return await readThread(this.reader, threadPath(this.turn.conversationId), enough).catch(
			(error: unknown) => {
				if (isNotFound(error)) return undefined;
				throw error;
			},
		);
	}

	/** The list with what is known of the conversation beyond it, and without what this execution has sent itself. */
	private async completeThread(listed: IDataObject[]): Promise<IDataObject[]> {
		const { conversationId, lastId } = this.turn;
		const own = new Set(sentByExecution(this.item, conversationId).map(({ id }) => id));
		const recorded = new Map(recentAnswers(conversationId).map((each) => [idOf(each), each]));
		// An answer that quiet hours have scheduled will go out: there is no need for another.
		const known = listed.map((each) => (isScheduled(each) && recorded.get(idOf(each))) || each);
		const shown = new Set(known.map(idOf));
		const unlisted = [...recorded.values()].filter((each) => !shown.has(idOf(each)));
		const question = shown.has(lastId) ? [] : await this.readLastQuestion();
		return [...unlisted, ...question, ...known].filter((each) => !own.has(idOf(each)));
	}

	/** The turn's last message, if HighLevel has it and does not list it yet. */
	private async readLastQuestion(): Promise<IDataObject[]> {
		return await readMessage(this.reader, this.turn.lastId).then(
			(message) => [message],
			(error: unknown) => {
				if (isNotFound(error)) return [];
				throw error;
			},
		);
	}

	private assertSameContact(thread: readonly IDataObject[]): void {
		const { contactId } = this.item.body;
		const theirs = thread.find((message) => typeof message.contactId === 'string')?.contactId;
		if (theirs === undefined || theirs === contactId) return;
		throw new ParameterError(
			`${ONLY_IF_UNANSWERED_LABEL} is the turn of another contact than 'Contact': ${String(theirs)}`,
			"Nothing was sent. Take both from the same item, e.g. {{ $('Unanswered message').item.json.turn }} and the 'contactId' beside it.",
		);
	}

	/** How many messages this execution has sent in the conversation. */
	get sentCount(): number {
		return sentByExecution(this.item, this.turn.conversationId).length;
	}

	/** Notes for later looks of this process what the messages sent since the last call have answered. */
	recordAnswers(): void {
		const { conversationId } = this.turn;
		const sent = sentByExecution(this.item, conversationId);
		const aheadMs = this.clock.now() - Date.now();
		for (const { id, type, sentAt } of sent.slice(this.recordedCount)) {
			const message: IDataObject = {
				id,
				conversationId,
				contactId: this.item.body.contactId,
				messageType: LISTED_TYPES[type] ?? LISTED_TYPES.SMS,
				direction: 'outbound',
				source: 'api',
				dateAdded: sentAt + aheadMs,
			};
			recordAnswer(message, this.questionIds);
		}
		this.recordedCount = sent.length;
	}
}
