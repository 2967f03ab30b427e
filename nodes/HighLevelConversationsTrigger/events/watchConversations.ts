import { deepCopy } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { ApiError, isNotFound, isTransient, timestampFrom } from '../../shared/request';
import { contactOf, excludedBy, LATE_MS } from '../../shared/thread';
import type { ContactFilter } from '../../shared/thread';
import { enrich } from '../engine/enrich';
import type { PollResult, Start } from '../engine/event';
import { OutOfTime, readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { isGivenUp, isRecordFailure, nextRetry, reasonOf } from '../engine/retry';
import { byServerClock, overlapMs, startNow } from '../engine/startTime';
import { windowStart } from '../engine/watermark';
import { nextLook, retained } from './conversationState';
import type { ConversationState, ConversationStates } from './conversationState';
import { conversationSearch, searchFor } from './conversationSearch';

/** The items of the events that watch conversations, as options complete them. */
const ITEMS = { conversationKey: 'conversationId' };
/** Threads that are read at a time. */
const BATCH_SIZE = 10;
/** After so many failures to find a conversation it is looked for under its contact. */
const MAX_MISSING = 3;

/** Something to hand on. */
export interface Ready {
	/** Who has waited longer goes first; ms. */
	since: number;
	item: IDataObject;
	/** What to remember of the conversation once it was handed on. */
	next: ConversationState;
}

/** What reading a conversation came to. */
export interface Look {
	/** What to remember, before anything is handed on. */
	state: ConversationState;
	ready?: Ready;
}

/** How an event watches conversations. */
export interface WatchRules {
	/** Max number of conversations handed on in one poll. */
	limit: number;
	filter: ContactFilter;
	/** ID of the one contact to watch. */
	contactId?: string;
	/** Whether anything is handed on at a time, ms. */
	isActive(now: number): boolean;
	/** For how long a conversation is remembered after it was handed on, ms. */
	keepMs: number;
	/** Whether a changed conversation is read once more for what HighLevel lists late. */
	looksTwice: boolean;
	/** Whether a changed conversation that is not remembered needs no look. */
	isIrrelevant(record: IDataObject): boolean;
	/** When a conversation with a new last message is due; the record's time in ms. */
	dueAfter(state: ConversationState, record: IDataObject, at: number): number | undefined;
	/** Reads a conversation. Throws an `ApiError`. */
	look(id: string, state: ConversationState, floor: number): Promise<Look>;
}

/** The state of a workflow that starts now. Throws an `ApiError`. */
export async function beginWatch(poll: PollContext): Promise<ConversationStates> {
	const start = await startNow(poll, conversationSearch(poll));
	return { ...start, floor: start.notBefore, threads: {} };
}

/** The conversations that changed since a time, and the latest of their times (ms); -Infinity if some were not read. */
async function changedSince(poll: PollContext, from: number) {
	const changed: Array<{ id: string; at: number; record: IDataObject }> = [];
	let isDone = false;
	// Newest first: one that moves up during the poll is met by the next.
	const whole = await readList(poll, conversationSearch(poll, { sort: 'desc' }), (page) => {
		const found = page.map((record) => {
			const at = timestampFrom(record.lastMessageDate) ?? from;
			return { id: String(record.id), at, record };
		});
		changed.push(...found.filter(({ at }) => at >= from));
		isDone = found.some(({ at }) => at < from);
		return isDone || poll.isLate();
	});
	const latest = changed.reduce((most, { at }) => Math.max(most, at), -Infinity);
	return { changed, reached: isDone || whole ? latest : -Infinity };
}

type Threads = Map<string, ConversationState>;

/** Takes what the search shows into account. */
function note(
	threads: Threads,
	{ id, at, record }: { id: string; at: number; record: IDataObject },
	rules: WatchRules,
	now: number,
): void {
	const state = threads.get(id);
	if (state === undefined && rules.isIrrelevant(record)) return;
	const contact = contactOf(record);
	if (state?.seen === at) {
		threads.set(id, { ...state, contact });
		return;
	}
	const lateAt = rules.looksTwice ? now + LATE_MS : undefined;
	const next: ConversationState = { ...state, seen: at, lateAt, contact };
	threads.set(id, { ...next, due: rules.dueAfter(next, record, Math.min(at, now)) });
}

/** What to remember of a conversation that could not be read. Throws an `ApiError` that concerns all conversations. */
async function afterFailure(
	poll: PollContext,
	threads: Threads,
	id: string,
	state: ConversationState,
	error: unknown,
): Promise<void> {
	const now = poll.now();
	const next = nextRetry(state, now);
	// What is listed late may come after the next attempt.
	const lateAt = state.lateAt && Math.max(state.lateAt, next.due);
	const retry = { ...state, ...next, lateAt };
	if (isRecordFailure(error)) {
		if (!isGivenUp(state, now)) return void threads.set(id, retry);
		threads.set(id, { seen: state.seen });
		return poll.warn(`Conversation ${id} could not be read for a day (${reasonOf(error)})`);
	}
	if (!isNotFound(error)) throw error;
	const missing = (state.missing ?? 0) + 1;
	if (missing < MAX_MISSING) return void threads.set(id, { ...retry, missing });
	// HighLevel merges conversations: the contact may have another one now.
	const contactId = (state.contact?.id ?? undefined) as string | undefined;
	const record = contactId === undefined ? undefined : await searchFor(poll, { contactId });
	threads.set(id, { seen: state.seen });
	if (!record || record.id === id) {
		return poll.warn(`Conversation ${id} no longer exists`);
	}
	const merged = threads.get(String(record.id)) ?? { seen: state.seen, contact: state.contact };
	threads.set(String(record.id), { ...merged, due: now });
}

/** Reads conversations that are due, the longest due first, until enough are ready or the time of the poll is over. */
async function readDue(
	poll: PollContext,
	threads: Threads,
	rules: WatchRules,
	floor: number,
): Promise<Array<Ready & { id: string }>> {
	const now = poll.now();
	if (!rules.isActive(now)) return [];
	const due = [...threads]
		.filter(([, state]) => nextLook(state) <= now)
		.sort(([, a], [, b]) => nextLook(a) - nextLook(b));
	const ready: Array<Ready & { id: string }> = [];
	let failure: unknown;
	let isOver = false;
	const readOne = async ([id, state]: [string, ConversationState]) => {
		const { contact } = state;
		const isOther = rules.contactId !== undefined && contact?.id !== rules.contactId;
		if (contact && (isOther || excludedBy(rules.filter, contact))) {
			threads.set(id, { ...state, due: undefined, lateAt: undefined, waiting: undefined });
			return;
		}
		await rules.look(id, state, floor).then(
			(look) => {
				threads.set(id, look.state);
				if (look.ready) ready.push({ ...look.ready, id });
			},
			async (error: unknown) => {
				if (error instanceof OutOfTime) isOver = true;
				else await afterFailure(poll, threads, id, state, error);
			},
		);
	};
	for (let start = 0; start < due.length && !isOver && failure === undefined; ) {
		if (ready.length >= rules.limit || (start > 0 && poll.isLate())) break;
		const batch = due.slice(start, start + Math.min(BATCH_SIZE, rules.limit - ready.length));
		start += batch.length;
		await Promise.all(
			batch.map(async (each) => await readOne(each).catch((error: unknown) => (failure = error))),
		);
	}
	const mayPass = failure instanceof ApiError && isTransient(failure.details);
	if (failure !== undefined && !(mayPass && ready.length > 0)) throw failure;
	return ready.sort((a, b) => a.since - b.since);
}

/** An item with what the node's options add, for a test in the editor. Throws an `ApiError`. */
export async function completeForTest(
	poll: PollContext,
	item: IDataObject,
): Promise<IDataObject[]> {
	const records = [{ id: String(item.conversationId), at: 0, record: item }];
	const { completed } = await enrich(poll, ITEMS, records);
	return completed.map(({ item: complete }) => complete);
}

/** One poll of an event that watches conversations: one execution for each that is ready. Throws an `ApiError`. */
export async function pollConversations(
	poll: PollContext,
	remembered: object,
	rules: WatchRules,
): Promise<PollResult> {
	const copy = deepCopy(remembered) as ConversationStates;
	const before = await byServerClock(poll, copy, conversationSearch(poll));
	const floor = copy.ownClock ? before.notBefore : before.floor;
	const overlap = overlapMs(poll);
	const { changed, reached } = await changedSince(poll, windowStart(before, overlap));
	const threads: Threads = new Map(Object.entries(before.threads));
	const now = poll.now();
	for (const each of changed) note(threads, each, rules, now);

	const ready = await readDue(poll, threads, rules, floor);
	const byId = new Map(ready.map((each) => [each.id, each]));
	const records = ready.map(({ id, since, item }) => ({ id, at: since, record: item }));
	const isLast = (id: string) => isGivenUp(threads.get(id) ?? {}, now);
	const { completed, failed } = await enrich(poll, ITEMS, records, isLast);
	for (const { id } of failed) {
		const state = threads.get(id)!;
		threads.set(id, { ...state, ...nextRetry(state, now) });
	}
	const watermark = Math.max(before.watermark, Math.min(reached, now));
	const since = Math.max(before.notBefore, watermark - overlap);
	const { kept, dropped } = retained(threads, { since, now, keepMs: rules.keepMs });
	if (dropped > 0)
		poll.warn(`${dropped} conversations are no longer tracked: the limit was exceeded`);
	let state: ConversationStates = { notBefore: since, watermark, seen: {}, floor, threads: kept };
	const starts: Start[] = [];
	for (const { dated, item } of completed) {
		state = { ...state, threads: { ...state.threads, [dated.id]: byId.get(dated.id)!.next } };
		starts.push({ items: [item], state });
	}
	return { starts, state };
}
