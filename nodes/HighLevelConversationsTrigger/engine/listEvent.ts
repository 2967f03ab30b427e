import { deepCopy } from 'n8n-workflow';
import { DeferredRecords } from './deferredRecords';
import { enrich, enrichOptionsOf } from './enrich';
import type { CompletedRecord, Enriched } from './enrich';
import type { ExecutionStart, ListEvent, PollResult, TriggerEvent } from './event';
import type { PollContext } from './pollContext';
import { hasFixedWindow, lookBackMs, readEventLists, readFrom } from './readEventLists';
import type { ListState } from './readEventLists';
import { inServerTime, limitPerPoll, overlapMs, startNow } from './startTime';
import {
	advanceWatermark,
	dropSeenBefore,
	seenRecords,
	selectRecords,
	watermarkAt,
} from './watermark';
import type { TimedRecord, Watermark } from './watermark';

/** The state of an event with a fixed window after a poll: its window moves with time, not with the records. */
function advanceFixedWindow(
	poll: PollContext,
	state: ListState,
	emitted: readonly TimedRecord[],
): Watermark {
	const start = Math.max(state.notBefore, poll.now() - lookBackMs(poll));
	const seen = seenRecords(state.seen, emitted);
	const notBefore = dropSeenBefore(seen, start, poll.now());
	return { notBefore, watermark: state.watermark, seen: seen.toJSON() };
}

/** The option 'Start Per'. Throws a `ParameterError`. */
const startPer = (poll: PollContext) =>
	poll.choice('options.startPer', 'Start Per', ['poll', 'item'], 'poll');

/**
 * The executions to start. If each item starts its own execution, the state that is saved with it has the items emitted so far:
 * if n8n stops in between, the next poll emits the rest.
 */
function executionsFor(
	event: ListEvent,
	poll: PollContext,
	completed: readonly CompletedRecord[],
	before: ListState,
	after: ListState,
): ExecutionStart[] {
	if (completed.length === 0) return [];
	const items = completed.map(({ item }) => item);
	const hasStartPer = event.parameters.includes('options.startPer');
	if (!hasStartPer || startPer(poll) === 'poll') return [{ items, state: after }];
	return completed.map(({ item }, index) => {
		if (index === completed.length - 1) return { items: [item], state: after };
		const emitted = completed.slice(0, index + 1).map(({ source }) => source);
		const deferred = { ...before.deferred, ...after.deferred };
		for (const { id } of emitted) delete deferred[id];
		const seen = seenRecords(before.seen, emitted).toJSON();
		const state: ListState = { ...before, deferred, seen };
		return { items: [item], state };
	});
}

/**
 * Updates the deferred records with the results of a poll. Returns the emitted records, and the time of the first listed record
 * that is left to the next poll.
 */
function applyResults(
	{ completed, failed, remaining }: Enriched,
	beyondLimit: readonly TimedRecord[],
	deferred: DeferredRecords,
	listedIds: ReadonlySet<string>,
) {
	for (const { source } of completed) deferred.remove(source.id);
	const notDeferred = failed.filter((record) => !deferred.scheduleRetry(record));
	const times = [...notDeferred, ...remaining, ...beyondLimit]
		.filter(({ id }) => listedIds.has(id))
		.map(({ at }) => at);
	return {
		emitted: completed.map(({ source }) => source),
		remainingFrom: times.length > 0 ? Math.min(...times) : undefined,
	};
}

/** One poll: reads the lists, selects the new records, adds what the options ask for, and computes the next state. */
async function pollList(
	event: ListEvent,
	poll: PollContext,
	savedState: object,
): Promise<PollResult> {
	const [firstList] = event.lists(poll);
	const copy = deepCopy(savedState) as ListState;
	const before = await inServerTime(poll, copy, event.from(firstList, poll.now()));
	const deferred = new DeferredRecords(poll, before.deferred);
	const from = readFrom(event, poll, before);
	const { reads, resumeAt } = await readEventLists(event, poll, { state: before, from, deferred });
	const listed = selectRecords(reads);
	if (before.isInitialRead) {
		const state: ListState = { ...advanceFixedWindow(poll, before, listed), resumeAt };
		if (resumeAt !== undefined) state.isInitialRead = true;
		return { starts: [], state };
	}
	const listedIds = new Set(listed.map(({ id }) => id));
	const due = await deferred.readDue(event, listedIds);
	const ready = [...due, ...listed].sort((a, b) => a.at - b.at);
	const limit = limitPerPoll(poll);
	const selected = ready.slice(0, limit);
	const enriched = await enrich(poll, event, selected, (id) => deferred.isGivenUp(id));
	const { emitted, remainingFrom } = applyResults(
		enriched,
		ready.slice(limit),
		deferred,
		listedIds,
	);
	const watermark = hasFixedWindow(event)
		? advanceFixedWindow(poll, before, emitted)
		: advanceWatermark(before, reads, {
				emitted,
				remainingFrom,
				overlapMs: overlapMs(poll),
				now: poll.now(),
			});
	const after: ListState = {
		...watermark,
		resumeAt: resumeAt === undefined ? undefined : Math.min(resumeAt, remainingFrom ?? resumeAt),
		deferred: deferred.state,
	};
	return { starts: executionsFor(event, poll, enriched.completed, before, after), state: after };
}

/**
 * The state on activation of an event with a fixed window: marks all records in the window as emitted. If there is no time to
 * read them all, the next polls do so.
 */
async function startFixedWindow(event: ListEvent, poll: PollContext): Promise<ListState> {
	const state: ListState = watermarkAt(poll.now() - lookBackMs(poll));
	const deferred = new DeferredRecords(poll);
	const from = state.notBefore;
	const { reads, resumeAt } = await readEventLists(event, poll, { state, from, deferred });
	const started: ListState = { ...advanceFixedWindow(poll, state, selectRecords(reads)), resumeAt };
	if (resumeAt !== undefined) started.isInitialRead = true;
	return started;
}

/** Reads all parameters, so that activation fails if one is invalid. Throws a `ParameterError`. */
function validateParameters(event: ListEvent, poll: PollContext): void {
	event.matches(poll);
	enrichOptionsOf(poll);
	limitPerPoll(poll);
	if (hasFixedWindow(event)) lookBackMs(poll);
	else overlapMs(poll);
	if (event.parameters.includes('options.startPer')) startPer(poll);
}

/** Makes an event that can be polled from the declaration of a list event. */
export const listEvent = (event: ListEvent): TriggerEvent => ({
	option: event.option,
	scope: event.scope,
	parameters: event.parameters,
	resetOn: event.resetOn,
	async start(poll) {
		validateParameters(event, poll);
		if (hasFixedWindow(event)) return await startFixedWindow(event, poll);
		const [firstList] = event.lists(poll);
		return await startNow(poll, event.from(firstList, poll.now()));
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
