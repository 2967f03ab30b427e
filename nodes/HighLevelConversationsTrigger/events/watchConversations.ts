import { deepCopy } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { ApiError, isNotFound, isTransient, timestampFrom } from '../../shared/request';
import { contactFromSearch, excludingFilter, MAX_LISTING_DELAY_MS } from '../../shared/thread';
import { enrich } from '../engine/enrich';
import type { ExecutionStart, PollResult } from '../engine/event';
import { PollTimeout, readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { failureReason, isGivenUp, isRecordFailure, nextRetry } from '../engine/retry';
import { inServerTime, overlapMs, startNow } from '../engine/startTime';
import { windowStart } from '../engine/watermark';
import { conversationSearch, searchFor } from './conversationSearch';
import { nextReadAt, statesToKeep } from './conversationState';
import type { ConversationState, ConversationStates } from './conversationState';
import type { ReadyItem, WatchRules } from './watchRules';

/** How `enrich` completes the items of these events. */
const ENRICHED_ITEM = { conversationKey: 'conversationId' };
/** Number of conversations that are read at the same time. */
const BATCH_SIZE = 10;
/** After this many "not found" responses, the contact's current conversation is used instead. */
const MAX_NOT_FOUND = 3;

type StatesById = Map<string, ConversationState>;

/** A conversation that has changed: `at` is the time of its last message, ms. */
interface ChangedConversation {
	id: string;
	at: number;
	record: IDataObject;
}

/** The state of a workflow that is activated now. Throws an `ApiError`. */
export async function startWatching(poll: PollContext): Promise<ConversationStates> {
	const start = await startNow(poll, conversationSearch(poll));
	return { ...start, activatedAt: start.notBefore, conversations: {} };
}

/**
 * The conversations that changed since a time (ms), and the time up to which all of them were read, ms; -Infinity if there was no
 * time to read them all.
 */
async function readChanged(poll: PollContext, from: number) {
	const changed: ChangedConversation[] = [];
	let isPastStart = false;
	// Newest first. A conversation that moves to the top during the poll is found by the next poll.
	const isWhole = await readList(poll, conversationSearch(poll, { sort: 'desc' }), (records) => {
		const page = records.map((record) => {
			const at = timestampFrom(record.lastMessageDate) ?? from;
			return { id: String(record.id), at, record };
		});
		changed.push(...page.filter(({ at }) => at >= from));
		isPastStart = page.some(({ at }) => at < from);
		return isPastStart || poll.timeIsUp();
	});
	const latest = changed.reduce((max, { at }) => Math.max(max, at), -Infinity);
	return { changed, readUpTo: isPastStart || isWhole ? latest : -Infinity };
}

/** Updates the state of a conversation that has changed: decides when it is read. */
function recordChange(
	states: StatesById,
	{ id, at, record }: ChangedConversation,
	rules: WatchRules,
	now: number,
): void {
	const state = states.get(id);
	if (state === undefined && rules.canSkip(record)) return;
	const contact = contactFromSearch(record);
	if (state?.lastMessageAt === at) {
		states.set(id, { ...state, contact });
		return;
	}
	const recheckAt = rules.rechecks ? now + MAX_LISTING_DELAY_MS : undefined;
	const next: ConversationState = { ...state, lastMessageAt: at, recheckAt, contact };
	states.set(id, { ...next, due: rules.dueAfter(next, record, Math.min(at, now)) });
}

/**
 * Updates the state of a conversation that could not be read: it is read again later, or given up after a day. Throws an
 * `ApiError` that concerns all conversations.
 */
async function handleReadFailure(
	poll: PollContext,
	states: StatesById,
	id: string,
	state: ConversationState,
	error: unknown,
): Promise<void> {
	const now = poll.now();
	const next = nextRetry(state, now);
	// The check for messages that are listed late must not come before the retry.
	const recheckAt = state.recheckAt && Math.max(state.recheckAt, next.due);
	const retry = { ...state, ...next, recheckAt };
	if (isRecordFailure(error)) {
		if (!isGivenUp(state, now)) return void states.set(id, retry);
		states.set(id, { lastMessageAt: state.lastMessageAt });
		return poll.warn(`Conversation ${id} could not be read for a day (${failureReason(error)})`);
	}
	if (!isNotFound(error)) throw error;
	const notFoundCount = (state.notFoundCount ?? 0) + 1;
	if (notFoundCount < MAX_NOT_FOUND) return void states.set(id, { ...retry, notFoundCount });
	// HighLevel merges conversations. The contact may have another one now.
	const contactId = (state.contact?.id ?? undefined) as string | undefined;
	const record = contactId === undefined ? undefined : await searchFor(poll, { contactId });
	states.set(id, { lastMessageAt: state.lastMessageAt });
	if (!record || record.id === id) {
		return poll.warn(`Conversation ${id} no longer exists`);
	}
	const merged = states.get(String(record.id)) ?? {
		lastMessageAt: state.lastMessageAt,
		contact: state.contact,
	};
	states.set(String(record.id), { ...merged, due: now });
}

/** Whether a conversation's contact is not watched. Unknown contacts are watched. */
function isExcluded({ contact }: ConversationState, { contactId, filter }: WatchRules): boolean {
	if (!contact) return false;
	const isOtherContact = contactId !== undefined && contact.id !== contactId;
	return isOtherContact || excludingFilter(filter, contact) !== undefined;
}

/**
 * Reads the conversations that are due, those due longest first, until the limit is reached or the time of the poll is over, and
 * updates their states. Returns those to emit, longest waiting first. Throws an `ApiError` that concerns all conversations, unless
 * it is temporary and something can be emitted.
 */
async function readDue(
	poll: PollContext,
	states: StatesById,
	rules: WatchRules,
	activatedAt: number,
): Promise<Array<ReadyItem & { id: string }>> {
	const now = poll.now();
	if (!rules.isActive(now)) return [];
	const due = [...states]
		.filter(([, state]) => nextReadAt(state) <= now)
		.sort(([, a], [, b]) => nextReadAt(a) - nextReadAt(b));
	const ready: Array<ReadyItem & { id: string }> = [];
	let failure: unknown;
	let isTimedOut = false;
	const readOne = async ([id, state]: [string, ConversationState]) => {
		if (isExcluded(state, rules)) {
			const notDue = { due: undefined, recheckAt: undefined, isWaitingForQuiet: undefined };
			states.set(id, { ...state, ...notDue });
			return;
		}
		await rules.readConversation(id, state, activatedAt).then(
			(read) => {
				states.set(id, read.state);
				if (read.ready) ready.push({ ...read.ready, id });
			},
			async (error: unknown) => {
				if (error instanceof PollTimeout) isTimedOut = true;
				else await handleReadFailure(poll, states, id, state, error);
			},
		);
	};
	for (let start = 0; start < due.length && !isTimedOut && failure === undefined; ) {
		// The first batch is always read, so that every poll makes progress.
		if (ready.length >= rules.limit || (start > 0 && poll.timeIsUp())) break;
		const batch = due.slice(start, start + Math.min(BATCH_SIZE, rules.limit - ready.length));
		start += batch.length;
		await Promise.all(
			batch.map(async (each) => await readOne(each).catch((error: unknown) => (failure = error))),
		);
	}
	const isTemporary = failure instanceof ApiError && isTransient(failure.details);
	if (failure !== undefined && !(isTemporary && ready.length > 0)) throw failure;
	return ready.sort((a, b) => a.waitingSince - b.waitingSince);
}

/** Adds what the node's options ask for to an item, for a test in the editor. Throws an `ApiError`. */
export async function enrichForTest(poll: PollContext, item: IDataObject): Promise<IDataObject[]> {
	const records = [{ id: String(item.conversationId), at: 0, record: item }];
	const { completed } = await enrich(poll, ENRICHED_ITEM, records);
	return completed.map(({ item: complete }) => complete);
}

/**
 * One poll of an event that watches conversations. Finds the changed conversations, reads those that are due, and starts an
 * execution for each one to emit. Throws an `ApiError`.
 */
export async function pollConversations(
	poll: PollContext,
	savedState: object,
	rules: WatchRules,
): Promise<PollResult> {
	const copy = deepCopy(savedState) as ConversationStates;
	const before = await inServerTime(poll, copy, conversationSearch(poll));
	const activatedAt = copy.byLocalClock ? before.notBefore : before.activatedAt;
	const overlap = overlapMs(poll);
	const { changed, readUpTo } = await readChanged(poll, windowStart(before, overlap));
	const states: StatesById = new Map(Object.entries(before.conversations));
	const now = poll.now();
	for (const conversation of changed) recordChange(states, conversation, rules, now);

	const ready = await readDue(poll, states, rules, activatedAt);
	const readyById = new Map(ready.map((each) => [each.id, each]));
	const records = ready.map(({ id, waitingSince, item }) => ({
		id,
		at: waitingSince,
		record: item,
	}));
	const isLast = (id: string) => isGivenUp(states.get(id) ?? {}, now);
	const { completed, failed } = await enrich(poll, ENRICHED_ITEM, records, isLast);
	for (const { id } of failed) {
		const state = states.get(id)!;
		states.set(id, { ...state, ...nextRetry(state, now) });
	}
	const watermark = Math.max(before.watermark, Math.min(readUpTo, now));
	const notBefore = Math.max(before.notBefore, watermark - overlap);
	const { retentionMs } = rules;
	const { kept, dropped } = statesToKeep(states, { since: notBefore, now, retentionMs });
	if (dropped > 0)
		poll.warn(`${dropped} conversations are no longer tracked: the limit was exceeded`);
	let state: ConversationStates = {
		...{ notBefore, watermark, seen: {} },
		activatedAt,
		conversations: kept,
	};
	const starts: ExecutionStart[] = [];
	for (const { source, item } of completed) {
		const { next } = readyById.get(source.id)!;
		state = { ...state, conversations: { ...state.conversations, [source.id]: next } };
		starts.push({ items: [item], state });
	}
	return { starts, state };
}
