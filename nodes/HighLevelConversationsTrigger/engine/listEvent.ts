import { deepCopy } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { HOUR_MS } from '../../shared/time';
import { enrich, enrichOptionsOf } from './enrich';
import type { CompletedRecord, Enriched } from './enrich';
import type { ListEvent, ListQuery, PollResult, ExecutionStart, TriggerEvent } from './event';
import { DeferredRecords } from './deferredRecords';
import type { DeferredState } from './deferredRecords';
import { readList } from './pollContext';
import type { PollContext } from './pollContext';
import { inServerTime, limitPerPoll, overlapMs, startNow } from './startTime';
import {
	advanceWatermark,
	dropSeenBefore,
	selectRecords,
	seenRecords,
	watermarkAt,
	windowStart,
} from './watermark';
import type { TimedRecord, ListRead, Watermark } from './watermark';

/** What a list event remembers between polls. Times are in ms. */
interface ListState extends Watermark {
	/** Where the next poll continues: the last one had no time for the whole list. */
	resumeAt?: number;
	/** The list has not been read to its end since the start: what it holds is no news yet. */
	isInitialRead?: true;
	deferred?: DeferredState;
}

/** A pass through a list that may be read in several polls. */
interface ResumableRead extends ListRead {
	/** How far it was read in the list's own order, if it ended early; ms. */
	resumeAt?: number;
}

const hasFixedWindow = ({ window }: ListEvent): boolean => window === 'lookBack';

const lookBackMs = (poll: PollContext): number =>
	poll.integer('options.lookBack', 'Look Back', 24, 1) * HOUR_MS;

/** From which time on a poll reads, ms. */
function windowStartFor(event: ListEvent, poll: PollContext, state: ListState): number {
	// Never before what is remembered, also if 'Look Back' was raised.
	const start = hasFixedWindow(event)
		? Math.max(state.notBefore, poll.now() - lookBackMs(poll))
		: windowStart(state, overlapMs(poll));
	return Math.max(start, state.resumeAt ?? start);
}

async function readEventList(
	event: ListEvent,
	poll: PollContext,
	list: ListQuery,
	{ state, from, later }: { state: ListState; from: number; later: DeferredRecords },
): Promise<ResumableRead> {
	const limit = limitPerPoll(poll);
	const matches = event.matches(poll);
	const seen = seenRecords(state.seen);
	const canContinue = event.sortedBy !== undefined || hasFixedWindow(event);
	const orderOf = event.sortedBy ?? ((record: IDataObject) => event.timeOf(record));
	const earliest = event.sortedBy ? windowStart(state, overlapMs(poll)) : from;
	const found: TimedRecord[] = [];
	let reached = -Infinity;
	let readTo = from;
	let pages = 0;
	let isCut = false;
	const whole = await readList(poll, event.from(list, from), (records) => {
		for (const record of records) {
			const id = event.idOf(record);
			const at = event.timeOf(record) ?? state.watermark;
			reached = Math.max(reached, at);
			readTo = Math.max(readTo, orderOf(record) ?? readTo);
			if (at < earliest || seen.has(id)) continue;
			const match = matches(record);
			if (match === 'later') later.defer(id, at);
			else if (match && !later.isAwaitingRetry(id)) found.push({ id, at, record });
		}
		const isEnough = !canContinue && found.length >= limit;
		isCut = ++pages >= (event.maxPages ?? Infinity) || isEnough || poll.timeIsUp();
		return isCut;
	});
	if (!canContinue) return { records: found, readUpTo: reached, isComplete: whole };
	const resumeAt = isCut && !whole ? readTo : undefined;
	// The order of the list says nothing about what was not read: after a part of it the watermark cannot move at all.
	return {
		records: found,
		readUpTo: whole && event.sortedBy ? reached : -Infinity,
		isComplete: true,
		resumeAt,
	};
}

/** Reads all lists, one after another. */
async function readAllLists(
	event: ListEvent,
	poll: PollContext,
	given: { state: ListState; from: number; later: DeferredRecords },
) {
	const passes: ResumableRead[] = [];
	for (const list of event.lists(poll)) passes.push(await readEventList(event, poll, list, given));
	const cuts = passes.flatMap(({ resumeAt }) => resumeAt ?? []);
	return { passes, resumeAt: cuts.length > 0 ? Math.min(...cuts) : undefined };
}

/** The state of a fixed window after a poll. */
function advanceFixedWindow(
	poll: PollContext,
	state: ListState,
	taken: readonly TimedRecord[],
): Watermark {
	const start = Math.max(state.notBefore, poll.now() - lookBackMs(poll));
	const seen = seenRecords(state.seen, taken);
	const notBefore = dropSeenBefore(seen, start, poll.now());
	return { notBefore, watermark: state.watermark, seen: seen.toJSON() };
}

/** The executions to start. If each item has its own, the state in between knows the items before it. */
function executionsFor(
	event: ListEvent,
	poll: PollContext,
	completed: readonly CompletedRecord[],
	before: ListState,
	after: ListState,
): ExecutionStart[] {
	if (completed.length === 0) return [];
	const items = completed.map(({ item }) => item);
	const hasChoice = event.parameters.includes('options.startPer');
	if (!hasChoice || startPer(poll) === 'poll') return [{ items, state: after }];
	return completed.map(({ item }, index) => {
		if (index === completed.length - 1) return { items: [item], state: after };
		const handedOn = completed.slice(0, index + 1).map(({ source: dated }) => dated);
		const later = { ...before.deferred, ...after.deferred };
		for (const { id } of handedOn) delete later[id];
		const state: ListState = {
			...before,
			deferred: later,
			seen: seenRecords(before.seen, handedOn).toJSON(),
		};
		return { items: [item], state };
	});
}

const startPer = (poll: PollContext) =>
	poll.choice('options.startPer', 'Start Per', ['poll', 'item'], 'poll');

/** Files what became of the records. Returns the records handed on, and the time of the first that is left to the next poll. */
function applyResults(
	{ completed, failed, remaining: left }: Enriched,
	unread: readonly TimedRecord[],
	later: DeferredRecords,
	listed: ReadonlySet<string>,
) {
	for (const { source: dated } of completed) later.remove(dated.id);
	const noRoom = failed.filter((dated) => !later.scheduleRetry(dated));
	const times = [...noRoom, ...left, ...unread].filter(({ id }) => listed.has(id));
	return {
		taken: completed.map(({ source: dated }) => dated),
		leftFrom: times.length > 0 ? Math.min(...times.map(({ at }) => at)) : undefined,
	};
}

async function pollList(
	event: ListEvent,
	poll: PollContext,
	remembered: object,
): Promise<PollResult> {
	const [first] = event.lists(poll);
	const copy = deepCopy(remembered) as ListState;
	const before = await inServerTime(poll, copy, event.from(first, poll.now()));
	const later = new DeferredRecords(poll, before.deferred);
	const from = windowStartFor(event, poll, before);
	const { passes, resumeAt } = await readAllLists(event, poll, { state: before, from, later });
	const listed = selectRecords(passes);
	if (before.isInitialRead) {
		const state: ListState = { ...advanceFixedWindow(poll, before, listed), resumeAt };
		if (resumeAt !== undefined) state.isInitialRead = true;
		return { starts: [], state };
	}
	const listedIds = new Set(listed.map(({ id }) => id));
	const ready = [...(await later.readDue(event, listedIds)), ...listed].sort((a, b) => a.at - b.at);
	const limit = limitPerPoll(poll);
	const chosen = ready.slice(0, limit);
	const enriched = await enrich(poll, event, chosen, (id) => later.isGivenUp(id));
	const { taken, leftFrom } = applyResults(enriched, ready.slice(limit), later, listedIds);
	const moved = hasFixedWindow(event)
		? advanceFixedWindow(poll, before, taken)
		: advanceWatermark(before, passes, {
				emitted: taken,
				remainingFrom: leftFrom,
				overlapMs: overlapMs(poll),
				now: poll.now(),
			});
	const next = resumeAt === undefined ? undefined : Math.min(resumeAt, leftFrom ?? resumeAt);
	const after: ListState = { ...moved, resumeAt: next, deferred: later.state };
	return { starts: executionsFor(event, poll, enriched.completed, before, after), state: after };
}

/** Reads a fixed window without handing anything on: what is in it already is no news. */
async function startFixedWindow(event: ListEvent, poll: PollContext): Promise<ListState> {
	const state: ListState = watermarkAt(poll.now() - lookBackMs(poll));
	const later = new DeferredRecords(poll);
	const from = state.notBefore;
	const { passes, resumeAt } = await readAllLists(event, poll, { state, from, later });
	const started: ListState = {
		...advanceFixedWindow(poll, state, selectRecords(passes)),
		resumeAt,
	};
	if (resumeAt !== undefined) started.isInitialRead = true;
	return started;
}

/** Checks all parameters, so that a wrong one shows at activation. Throws a `ParameterError`. */
function validateParameters(event: ListEvent, poll: PollContext): void {
	event.matches(poll);
	enrichOptionsOf(poll);
	limitPerPoll(poll);
	if (hasFixedWindow(event)) lookBackMs(poll);
	else overlapMs(poll);
	if (event.parameters.includes('options.startPer')) startPer(poll);
}

/** An event that is a new record in a list, ready to be polled. */
export const listEvent = (event: ListEvent): TriggerEvent => ({
	option: event.option,
	scope: event.scope,
	parameters: event.parameters,
	resetOn: event.resetOn,
	async start(poll) {
		validateParameters(event, poll);
		if (hasFixedWindow(event)) return await startFixedWindow(event, poll);
		const [first] = event.lists(poll);
		return await startNow(poll, event.from(first, poll.now()));
	},
	async poll(poll, state) {
		validateParameters(event, poll);
		return await pollList(event, poll, state);
	},
	async test(poll) {
		validateParameters(event, poll);
		const record = await event.latest(poll);
		if (!record) return [];
		const id = event.idOf(record);
		const { completed } = await enrich(poll, event, [{ id, at: 0, record }]);
		return completed.map(({ item }) => item);
	},
});
