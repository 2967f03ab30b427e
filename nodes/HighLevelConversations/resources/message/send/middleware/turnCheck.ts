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

/** Label of the option, for errors. */
export const ONLY_IF_UNANSWERED_LABEL = "'Only If Unanswered'";
const STEP = `checking the conversation for ${ONLY_IF_UNANSWERED_LABEL}`;
const SCOPE = 'conversations/message.readonly';

/** HighLevel's type of a listed message, by the value of 'Type' with which it was sent. */
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

/** How a conversation has changed since a turn was read. `now` is its current state. Undefined if the turn can be answered. */
export function turnChange(turn: TurnRef, now: Turn): TurnChange | undefined {
	const { thread, rules, open } = now;
	const lastIndex = thread.findIndex((message) => idOf(message) === turn.lastId);
	const isNewer = (message: IDataObject, index: number) =>
		(lastIndex >= 0 ? index > lastIndex : timestampOf(message) > turn.lastAt) &&
		kindOf(message, rules) === 'question';
	// If the turn is unchanged, newer questions were already answered when it was read: HighLevel listed the turn's messages late.
	const isSame = open.length === turn.count && now.lastId === turn.lastId;
	if (!isSame && (thread.some(isNewer) || open.length > turn.count)) return 'newerMessage';
	const hasHumanWritten = now.lastHumanAt !== null && now.lastHumanAt > turn.lastAt;
	const isPaused = rules.now < now.pausedUntil;
	if (hasHumanWritten || isPaused || now.isLeftToPerson) return 'human';
	return isSame ? undefined : 'answered';
}

/** Checks the conversation of a turn for an item that answers the turn. */
export class TurnChecker {
	private readonly clock = new ServerClock();
	private readonly reader: ThreadReader;
	/** IDs of the messages that the item answers. */
	private questionIds: string[];
	/** How many messages of the execution `recordAnswers` has recorded. */
	private recordedCount = 0;

	constructor(
		private readonly item: ItemContext,
		private readonly turn: TurnRef,
	) {
		this.questionIds = [turn.lastId];
		this.reader = {
			warn: (message) => item.warn(message),
			get: async (path, query) => {
				const response = await item.get({ step: STEP, path, query, scope: SCOPE });
				this.clock.update(response.headers);
				return response;
			},
		};
	}

	/**
	 * How long to wait before an answer to the turn's last message can be recognized as such, see `ANSWER_WINDOW_MS`. Zero or less
	 * if there is nothing to wait for.
	 */
	get waitMs(): number {
		return Math.min(this.turn.lastAt + ANSWER_WINDOW_MS - this.clock.now(), ANSWER_WINDOW_MS);
	}

	/** Waits for `waitMs`, then checks the conversation. Throws an `ApiError` that names the option. */
	async check(): Promise<TurnChange | undefined> {
		for (;;) {
			if (this.waitMs > 0) await this.item.sleep(this.waitMs);
			const change = await this.checkNow();
			// Wait again if the first response shows that HighLevel's clock is behind this computer's.
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

	/** The latest messages of the conversation, newest first; undefined if it does not exist any longer. */
	private async readMessages(): Promise<IDataObject[] | undefined> {
		const isEnough = (messages: readonly IDataObject[]) =>
			hasEnoughMessages(messages, { ...this.turn, now: this.clock.now() });
		return await readThread(this.reader, threadPath(this.turn.conversationId), isEnough).catch(
			(error: unknown) => {
				if (isNotFound(error)) return undefined;
				throw error;
			},
		);
	}

	/** Adds messages that HighLevel does not list yet, and removes those that this execution has sent itself. */
	private async completeThread(listed: IDataObject[]): Promise<IDataObject[]> {
		const { conversationId, lastId } = this.turn;
		const own = new Set(sentByExecution(this.item, conversationId).map(({ id }) => id));
		const recorded = new Map(recentAnswers(conversationId).map((each) => [idOf(each), each]));
		// An answer that was scheduled because of quiet hours counts as sent.
		const messages = listed.map((each) => (isScheduled(each) && recorded.get(idOf(each))) || each);
		const listedIds = new Set(messages.map(idOf));
		const unlisted = [...recorded.values()].filter((each) => !listedIds.has(idOf(each)));
		const question = listedIds.has(lastId) ? [] : await this.readLastQuestion();
		return [...unlisted, ...question, ...messages].filter((each) => !own.has(idOf(each)));
	}

	/** The turn's last message, read by its ID; empty if it does not exist. */
	private async readLastQuestion(): Promise<IDataObject[]> {
		return await readMessage(this.reader, this.turn.lastId).then(
			(message) => [message],
			(error: unknown) => {
				if (isNotFound(error)) return [];
				throw error;
			},
		);
	}

	/** Throws a `ParameterError` if the conversation belongs to another contact than the message. */
	private assertSameContact(thread: readonly IDataObject[]): void {
		const { contactId } = this.item.body;
		const listed = thread.find((message) => typeof message.contactId === 'string')?.contactId;
		if (listed === undefined || listed === contactId) return;
		throw new ParameterError(
			`${ONLY_IF_UNANSWERED_LABEL} is the turn of another contact than 'Contact': ${String(listed)}`,
			"Nothing was sent. Use the 'turn' and the 'contactId' of the same item, e.g. {{ $('Unanswered message').item.json.turn }}.",
		);
	}

	/** How many messages this execution has sent in the conversation. */
	get sentCount(): number {
		return sentByExecution(this.item, this.turn.conversationId).length;
	}

	/**
	 * Records the messages that were sent since the last call as answers to the turn. Later checks in this process then know about
	 * them before HighLevel lists them.
	 */
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
