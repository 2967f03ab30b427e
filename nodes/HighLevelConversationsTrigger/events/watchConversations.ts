import { deepCopy } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { ApiError, isNotFound, isTransient, timestampFrom } from '../../shared/request';
import { contactFromSearch, excludingFilter, MAX_LISTING_DELAY_MS } from '../../shared/thread';
import type { ContactFilter } from '../../shared/thread';
import { enrich } from '../engine/enrich';
import type { PollResult, ExecutionStart } from '../engine/event';
import { PollTimeout, readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { isGivenUp, isRecordFailure, nextRetry, failureReason } from '../engine/retry';
import { inServerTime, overlapMs, startNow } from '../engine/startTime';
import { windowStart } from '../engine/watermark';
import { nextReadAt, statesToKeep } from './conversationState';
import type { ConversationState, ConversationStates } from './conversationState';
import { conversationSearch, searchFor } from './conversationSearch';

/** The items of the events that watch conversations, as options complete them. */
const ENRICHED_ITEM = { conversationKey: 'conversationId' };
/** Threads that are read at a time. */
const BATCH_SIZE = 10;
/** After so many failures to find a conversation it is looked for under its contact. */
const MAX_NOT_FOUND = 3;

/** Something to hand on. */
export interface ReadyItem {
	/** Who has waited longer goes first; ms. */
	waitingSince: number;
	item: IDataObject;
	/** What to remember of the conversation once it was handed on. */
	next: ConversationState;
}

/** What reading a conversation came to. */
export interface ConversationRead {
	/** What to remember, before anything is handed on. */
	state: ConversationState;
	ready?: ReadyItem;
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
	retentionMs: number;
	/** Whether a changed conversation is read once more for what HighLevel lists late. */
	rechecks: boolean;
	/** Whether a changed conversation that is not remembered needs no look. */
	canSkip(record: IDataObject): boolean;
	/** When a conversation with a new last message is due; the record's time in ms. */
	dueAfter(state: ConversationState, record: IDataObject, at: number): number | undefined;
	/** Reads a conversation. Throws an `ApiError`. */
	readConversation(id: string, state: ConversationState, floor: number): Promise<ConversationRead>;
}

/** The state of a workflow that starts now. Throws an `ApiError`. */
export async function startWatching(poll: PollContext): Promise<ConversationStates> {
	const start = await startNow(poll, conversationSearch(poll));
	return { ...start, activatedAt: start.notBefore, conversations: {} };
}

/** The conversations that changed since a time, and the latest of their times (ms); -Infinity if some were not read. */
async function readChanged(poll: PollContext, from: number) {
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
		return isDone || poll.timeIsUp();
	});
	const latest = changed.reduce((most, { at }) => Math.max(most, at), -Infinity);
	return { changed, reached: isDone || whole ? latest : -Infinity };
}

type StatesById = Map<string, ConversationState>;

/** Takes what the search shows into account. */
function recordChange(
	threads: StatesById,
	{ id, at, record }: { id: string; at: number; record: IDataObject },
	rules: WatchRules,
	now: number,
): void {
	const state = threads.get(id);
	if (state === undefined && rules.canSkip(record)) return;
	const contact = contactFromSearch(record);
	if (state?.lastMessageAt === at) {
		threads.set(id, { ...state, contact });
		return;
	}
	const lateAt = rules.rechecks ? now + MAX_LISTING_DELAY_MS : undefined;
	const next: ConversationState = { ...state, lastMessageAt: at, recheckAt: lateAt, contact };
	threads.set(id, { ...next, due: rules.dueAfter(next, record, Math.min(at, now)) });
}

/** What to remember of a conversation that could not be read. Throws an `ApiError` that concerns all conversations. */
async function handleReadFailure(
	poll: PollContext,
	threads: StatesById,
	id: string,
	state: ConversationState,
	error: unknown,
): Promise<void> {
	const now = poll.now();
	const next = nextRetry(state, now);
	// What is listed late may come after the next attempt.
	const lateAt = state.recheckAt && Math.max(state.recheckAt, next.due);
	const retry = { ...state, ...next, recheckAt: lateAt };
	if (isRecordFailure(error)) {
		if (!isGivenUp(state, now)) return void threads.set(id, retry);
		threads.set(id, { lastMessageAt: state.lastMessageAt });
		return poll.warn(`Conversation ${id} could not be read for a day (${failureReason(error)})`);
	}
	if (!isNotFound(error)) throw error;
	const missing = (state.notFoundCount ?? 0) + 1;
	if (missing < MAX_NOT_FOUND) return void threads.set(id, { ...retry, notFoundCount: missing });
	// HighLevel merges conversations: the contact may have another one now.
	const contactId = (state.contact?.id ?? undefined) as string | undefined;
	const record = contactId === undefined ? undefined : await searchFor(poll, { contactId });
	threads.set(id, { lastMessageAt: state.lastMessageAt });
	if (!record || record.id === id) {
		return poll.warn(`Conversation ${id} no longer exists`);
	}
	const merged = threads.get(String(record.id)) ?? {
		lastMessageAt: state.lastMessageAt,
		contact: state.contact,
	};
	threads.set(String(record.id), { ...merged, due: now });
}

/** Reads conversations that are due, the longest due first, until enough are ready or the time of the poll is over. */
async function readDue(
	poll: PollContext,
	threads: StatesById,
	rules: WatchRules,
	floor: number,
): Promise<Array<ReadyItem & { id: string }>> {
	const now = poll.now();
	if (!rules.isActive(now)) return [];
	const due = [...threads]
		.filter(([, state]) => nextReadAt(state) <= now)
		.sort(([, a], [, b]) => nextReadAt(a) - nextReadAt(b));
	const ready: Array<ReadyItem & { id: string }> = [];
	let failure: unknown;
	let isOver = false;
	const readOne = async ([id, state]: [string, ConversationState]) => {
		const { contact } = state;
		const isOther = rules.contactId !== undefined && contact?.id !== rules.contactId;
		if (contact && (isOther || excludingFilter(rules.filter, contact))) {
			threads.set(id, {
				...state,
				due: undefined,
				recheckAt: undefined,
				isWaitingForQuiet: undefined,
			});
			return;
		}
		await rules.readConversation(id, state, floor).then(
			(look) => {
				threads.set(id, look.state);
				if (look.ready) ready.push({ ...look.ready, id });
			},
			async (error: unknown) => {
				if (error instanceof PollTimeout) isOver = true;
				else await handleReadFailure(poll, threads, id, state, error);
			},
		);
	};
	for (let start = 0; start < due.length && !isOver && failure === undefined; ) {
		if (ready.length >= rules.limit || (start > 0 && poll.timeIsUp())) break;
		const batch = due.slice(start, start + Math.min(BATCH_SIZE, rules.limit - ready.length));
		start += batch.length;
		await Promise.all(
			batch.map(async (each) => await readOne(each).catch((error: unknown) => (failure = error))),
		);
	}
	const mayPass = failure instanceof ApiError && isTransient(failure.details);
	if (failure !== undefined && !(mayPass && ready.length > 0)) throw failure;
	return ready.sort((a, b) => a.waitingSince - b.waitingSince);
}

/** An item with what the node's options add, for a test in the editor. Throws an `ApiError`. */
export async function enrichForTest(poll: PollContext, item: IDataObject): Promise<IDataObject[]> {
	const records = [{ id: String(item.conversationId), at: 0, record: item }];
	const { completed } = await enrich(poll, ENRICHED_ITEM, records);
	return completed.map(({ item: complete }) => complete);
}

/** One poll of an event that watches conversations: one execution for each that is ready. Throws an `ApiError`. */
export async function pollConversations(
	poll: PollContext,
	remembered: object,
	rules: WatchRules,
): Promise<PollResult> {
	const copy = deepCopy(remembered) as ConversationStates;
	const before = await inServerTime(poll, copy, conversationSearch(poll));
	const floor = copy.byLocalClock ? before.notBefore : before.activatedAt;
	const overlap = overlapMs(poll);
	const { changed, reached } = await readChanged(poll, windowStart(before, overlap));
	const threads: StatesById = new Map(Object.entries(before.conversations));
	const now = poll.now();
	for (const each of changed) recordChange(threads, each, rules, now);

	const ready = await readDue(poll, threads, rules, floor);
	const byId = new Map(ready.map((each) => [each.id, each]));
	const records = ready.map(({ id, waitingSince: since, item }) => ({
		id,
		at: since,
		record: item,
	}));
	const isLast = (id: string) => isGivenUp(threads.get(id) ?? {}, now);
	const { completed, failed } = await enrich(poll, ENRICHED_ITEM, records, isLast);
	for (const { id } of failed) {
		const state = threads.get(id)!;
		threads.set(id, { ...state, ...nextRetry(state, now) });
	}
	const watermark = Math.max(before.watermark, Math.min(reached, now));
	const since = Math.max(before.notBefore, watermark - overlap);
	const { kept, dropped } = statesToKeep(threads, { since, now, keepMs: rules.retentionMs });
	if (dropped > 0)
		poll.warn(`${dropped} conversations are no longer tracked: the limit was exceeded`);
	let state: ConversationStates = {
		notBefore: since,
		watermark,
		seen: {},
		activatedAt: floor,
		conversations: kept,
	};
	const starts: ExecutionStart[] = [];
	for (const { source: dated, item } of completed) {
		state = {
			...state,
			conversations: { ...state.conversations, [dated.id]: byId.get(dated.id)!.next },
		};
		starts.push({ items: [item], state });
	}
	return { starts, state };
}
