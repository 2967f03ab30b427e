import { deepCopy } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { HOUR_MS } from '../../shared/time';
import { enrich, extrasOf } from './enrich';
import type { Completed, Enriched } from './enrich';
import type { ListEvent, ListQuery, PollResult, Start, TriggerEvent } from './event';
import { LaterRecords } from './laterRecords';
import type { LaterState } from './laterRecords';
import { readList } from './pollContext';
import type { PollContext } from './pollContext';
import { byServerClock, limitPerPoll, overlapMs, startNow } from './startTime';
import { advance, forget, readyIn, seenIn, startAt, windowStart } from './watermark';
import type { Dated, Pass, Watermark } from './watermark';

/** What a list event remembers between polls. Times are in ms. */
interface ListState extends Watermark {
	/** Where the next poll continues: the last one had no time for the whole list. */
	resumeAt?: number;
	/** The list has not been read to its end since the start: what it holds is no news yet. */
	isStarting?: true;
	later?: LaterState;
}

/** A pass through a list that may be read in several polls. */
interface ResumablePass extends Pass {
	/** How far it was read in the list's own order, if it ended early; ms. */
	resumeAt?: number;
}

const isFixed = ({ window }: ListEvent): boolean => window === 'lookBack';

const lookBackMs = (poll: PollContext): number =>
	poll.count('options.lookBack', 'Look Back', 24, 1) * HOUR_MS;

/** From which time on a poll reads, ms. */
function startOf(event: ListEvent, poll: PollContext, state: ListState): number {
	// Never before what is remembered, also if 'Look Back' was raised.
	const start = isFixed(event)
		? Math.max(state.notBefore, poll.now() - lookBackMs(poll))
		: windowStart(state, overlapMs(poll));
	return Math.max(start, state.resumeAt ?? start);
}

async function readPass(
	event: ListEvent,
	poll: PollContext,
	list: ListQuery,
	{ state, from, later }: { state: ListState; from: number; later: LaterRecords },
): Promise<ResumablePass> {
	const limit = limitPerPoll(poll);
	const matches = event.matches(poll);
	const seen = seenIn(state.seen);
	const canContinue = event.sortedBy !== undefined || isFixed(event);
	const orderOf = event.sortedBy ?? ((record: IDataObject) => event.timeOf(record));
	const earliest = event.sortedBy ? windowStart(state, overlapMs(poll)) : from;
	const found: Dated[] = [];
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
			if (match === 'later') later.keep(id, at);
			else if (match && !later.isWaiting(id)) found.push({ id, at, record });
		}
		const isEnough = !canContinue && found.length >= limit;
		isCut = ++pages >= (event.maxPages ?? Infinity) || isEnough || poll.isLate();
		return isCut;
	});
	if (!canContinue) return { found, reached, whole };
	const resumeAt = isCut && !whole ? readTo : undefined;
	// The order of the list says nothing about what was not read: after a part of it the watermark cannot move at all.
	return { found, reached: whole && event.sortedBy ? reached : -Infinity, whole: true, resumeAt };
}

/** Reads all lists, one after another. */
async function readLists(
	event: ListEvent,
	poll: PollContext,
	given: { state: ListState; from: number; later: LaterRecords },
) {
	const passes: ResumablePass[] = [];
	for (const list of event.lists(poll)) passes.push(await readPass(event, poll, list, given));
	const cuts = passes.flatMap(({ resumeAt }) => resumeAt ?? []);
	return { passes, resumeAt: cuts.length > 0 ? Math.min(...cuts) : undefined };
}

/** The state of a fixed window after a poll. */
function advanceFixed(poll: PollContext, state: ListState, taken: readonly Dated[]): Watermark {
	const start = Math.max(state.notBefore, poll.now() - lookBackMs(poll));
	const seen = seenIn(state.seen, taken);
	const notBefore = forget(seen, start, poll.now());
	return { notBefore, watermark: state.watermark, seen: seen.toJSON() };
}

/** The executions to start. If each item has its own, the state in between knows the items before it. */
function startsOf(
	event: ListEvent,
	poll: PollContext,
	completed: readonly Completed[],
	before: ListState,
	after: ListState,
): Start[] {
	if (completed.length === 0) return [];
	const items = completed.map(({ item }) => item);
	const hasChoice = event.parameters.includes('options.startPer');
	if (!hasChoice || startPer(poll) === 'poll') return [{ items, state: after }];
	return completed.map(({ item }, index) => {
		if (index === completed.length - 1) return { items: [item], state: after };
		const handedOn = completed.slice(0, index + 1).map(({ dated }) => dated);
		const later = { ...before.later, ...after.later };
		for (const { id } of handedOn) delete later[id];
		const state: ListState = { ...before, later, seen: seenIn(before.seen, handedOn).toJSON() };
		return { items: [item], state };
	});
}

const startPer = (poll: PollContext) =>
	poll.choice('options.startPer', 'Start Per', ['poll', 'item'], 'poll');

/** Files what became of the records. Returns the records handed on, and the time of the first that is left to the next poll. */
function settle(
	{ completed, failed, left }: Enriched,
	unread: readonly Dated[],
	later: LaterRecords,
	listed: ReadonlySet<string>,
) {
	for (const { dated } of completed) later.remove(dated.id);
	const noRoom = failed.filter((dated) => !later.retry(dated));
	const times = [...noRoom, ...left, ...unread].filter(({ id }) => listed.has(id));
	return {
		taken: completed.map(({ dated }) => dated),
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
	const before = await byServerClock(poll, copy, event.from(first, poll.now()));
	const later = new LaterRecords(poll, before.later);
	const from = startOf(event, poll, before);
	const { passes, resumeAt } = await readLists(event, poll, { state: before, from, later });
	const listed = readyIn(passes);
	if (before.isStarting) {
		const state: ListState = { ...advanceFixed(poll, before, listed), resumeAt };
		if (resumeAt !== undefined) state.isStarting = true;
		return { starts: [], state };
	}
	const listedIds = new Set(listed.map(({ id }) => id));
	const ready = [...(await later.read(event, listedIds)), ...listed].sort((a, b) => a.at - b.at);
	const limit = limitPerPoll(poll);
	const chosen = ready.slice(0, limit);
	const enriched = await enrich(poll, event, chosen, (id) => later.isGivenUp(id));
	const { taken, leftFrom } = settle(enriched, ready.slice(limit), later, listedIds);
	const moved = isFixed(event)
		? advanceFixed(poll, before, taken)
		: advance(before, passes, { taken, leftFrom, overlapMs: overlapMs(poll), now: poll.now() });
	const next = resumeAt === undefined ? undefined : Math.min(resumeAt, leftFrom ?? resumeAt);
	const after: ListState = { ...moved, resumeAt: next, later: later.state };
	return { starts: startsOf(event, poll, enriched.completed, before, after), state: after };
}

/** Reads a fixed window without handing anything on: what is in it already is no news. */
async function beginFixed(event: ListEvent, poll: PollContext): Promise<ListState> {
	const state: ListState = startAt(poll.now() - lookBackMs(poll));
	const later = new LaterRecords(poll);
	const from = state.notBefore;
	const { passes, resumeAt } = await readLists(event, poll, { state, from, later });
	const started: ListState = { ...advanceFixed(poll, state, readyIn(passes)), resumeAt };
	if (resumeAt !== undefined) started.isStarting = true;
	return started;
}

/** Checks all parameters, so that a wrong one shows at activation. Throws a `ParameterError`. */
function check(event: ListEvent, poll: PollContext): void {
	event.matches(poll);
	extrasOf(poll);
	limitPerPoll(poll);
	if (isFixed(event)) lookBackMs(poll);
	else overlapMs(poll);
	if (event.parameters.includes('options.startPer')) startPer(poll);
}

/** An event that is a new record in a list, ready to be polled. */
export const listEvent = (event: ListEvent): TriggerEvent => ({
	option: event.option,
	scope: event.scope,
	parameters: event.parameters,
	resetOn: event.resetOn,
	async begin(poll) {
		check(event, poll);
		if (isFixed(event)) return await beginFixed(event, poll);
		const [first] = event.lists(poll);
		return await startNow(poll, event.from(first, poll.now()));
	},
	async poll(poll, state) {
		check(event, poll);
		return await pollList(event, poll, state);
	},
	async test(poll) {
		check(event, poll);
		const record = await event.latest(poll);
		if (!record) return [];
		const id = event.idOf(record);
		const { completed } = await enrich(poll, event, [{ id, at: 0, record }]);
		return completed.map(({ item }) => item);
	},
});
