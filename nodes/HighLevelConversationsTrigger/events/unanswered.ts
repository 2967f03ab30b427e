import { deepCopy } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';
import { chosenChannels } from '../../shared/channels';
import { isNotFound } from '../../shared/request';
import { readList } from '../engine/pollContext';
import type { PollContext } from '../engine/pollContext';
import { isRecordFailure } from '../engine/retry';
import { timeIn, windowStart } from '../engine/watermark';
import type { Watermark } from '../engine/watermark';
import type { TriggerEvent } from '../engine/event';
import { byServerClock, limitPerPoll, overlapMs, startNow } from '../engine/startTime';
import { conversationSearch } from './conversationSearch';
import { handedOn, isDue, itemFor, look, withoutOldTurns } from './conversationState';
import type { Patience, Ready, WatchedThread } from './conversationState';
import { MINUTE_MS, SECOND_MS } from '../../shared/time';

/** Threads that are read at a time. */
const PORTION = 10;
/** How many conversations a test looks at. */
const MOST_FOR_TEST = 10;

interface State extends Watermark {
	threads: { [conversationId: string]: WatchedThread };
}

const patienceOf = (source: PollContext): Patience => ({
	channels: chosenChannels(source.parameter('channels')),
	automatedCounts: source.toggle(
		'options.automatedCounts',
		'Automated Messages Count as Answers',
		false,
	),
	quietMs: source.count('options.waitForQuiet', 'Wait for Quiet', 30, 0) * SECOND_MS,
	pauseAfterHumanMs:
		source.count('options.pauseAfterHuman', 'Pause After Human', 60, 0) * MINUTE_MS,
	lateMs: overlapMs(source),
	now: source.now(),
});

/**
 * Whether something of the contact may be unanswered. What went out last may have failed, or be HighLevel's own, and hide that:
 * only where nothing is unread and a machine sent it, as in a campaign, it surely hides nothing.
 */
const mayBeUnanswered = (record: IDataObject): boolean =>
	record.lastMessageDirection === 'inbound' ||
	Number(record.unreadCount ?? 1) > 0 ||
	record.lastOutboundMessageAction !== 'automated';

interface Changed {
	id: string;
	/** Moment of the last message, ms. */
	at: number;
	record: IDataObject;
}

/**
 * The conversations that changed since a moment, and the latest of their moments (ms), -Infinity where not all could be
 * read. Newest first: one that moves up meanwhile is met by the next poll.
 */
async function changedSince(source: PollContext, from: number) {
	const changed: Changed[] = [];
	let isDone = false;
	const whole = await readList(source, conversationSearch(source, { sort: 'desc' }), (page) => {
		const found = page.map((record) => {
			const at = timeIn(record.lastMessageDate, from);
			return { id: String(record.id), at, record };
		});
		changed.push(...found.filter(({ at }) => at >= from));
		isDone = found.some(({ at }) => at < from);
		return isDone || source.isLate();
	});
	const latest = changed.reduce((most, { at }) => Math.max(most, at), -Infinity);
	return { changed, reached: isDone || whole ? latest : -Infinity };
}

/** What is remembered, as copies: n8n hands it out observed. */
const threadsIn = (state: State, now: number) =>
	new Map(
		Object.entries(deepCopy(state.threads)).map(([id, thread]) => [
			id,
			withoutOldTurns(thread, now),
		]),
	);

/** Reads those that are due, and puts what to remember of them into `threads`. Returns what is ready, oldest first. */
async function lookAt(
	source: PollContext,
	threads: Map<string, WatchedThread>,
	due: string[],
	patience: Patience,
): Promise<Ready[]> {
	const ready: Ready[] = [];
	const lookAtOne = async (id: string) => {
		const thread = threads.get(id);
		if (thread === undefined) return;
		const found = await look(source, id, thread, patience).catch((error: unknown) => {
			if (isNotFound(error)) return { next: undefined, ready: undefined };
			if (!isRecordFailure(error)) throw error;
			return { next: { ...thread, again: true as const }, ready: undefined };
		});
		if (found.next) threads.set(id, found.next);
		else threads.delete(id);
		if (found.ready) ready.push(found.ready);
	};
	for (let start = 0; start < due.length && !source.isLate(); start += PORTION) {
		await Promise.all(due.slice(start, start + PORTION).map(lookAtOne));
	}
	return ready.sort((a, b) => a.turn.quietAt - b.turn.quietAt);
}

/** A contact has written, has been quiet since, and nobody has answered. */
export const unansweredMessage: TriggerEvent = {
	scope: 'conversations.readonly',
	option: {
		name: 'Unanswered Message',
		description:
			'A contact has written, has been quiet since, and nobody has answered: once for each turn, with all its messages together',
	},
	parameters: [
		'channels',
		'filters.contactId',
		'options.automatedCounts',
		'options.lastMessages',
		'options.limitPerPoll',
		'options.overlap',
		'options.pauseAfterHuman',
		'options.waitForQuiet',
	],
	resetOn: ['channels', 'filters.contactId'],
	async test(source) {
		const more = { sort: 'desc', lastMessageDirection: 'inbound' };
		const request = { ...conversationSearch(source, more), wanted: MOST_FOR_TEST };
		let ids: string[] = [];
		await readList(source, request, (records) => {
			ids = records.map(({ id }) => String(id));
		});
		// However young: HighLevel's clock tells whole seconds, and may be behind its messages.
		const patience = { ...patienceOf(source), quietMs: -MINUTE_MS };
		for (const id of ids) {
			const thread = { floor: 0, seen: 0, turns: [] };
			const { ready } = await look(source, id, thread, patience);
			if (ready) return [await itemFor(source, ready)];
		}
		return [];
	},
	async begin(source) {
		// Here, so that what is wrong with an option shows when the workflow is activated.
		patienceOf(source);
		const start = await startNow(source, conversationSearch(source));
		return { ...start, threads: {} } satisfies State;
	},
	async poll(source, remembered) {
		const before = remembered as State;
		const start = await byServerClock(source, { ...before }, conversationSearch(source));
		const from = windowStart(start, overlapMs(source));
		const { changed, reached } = await changedSince(source, from);
		const patience = patienceOf(source);
		const threads = threadsIn(before, patience.now);

		for (const { id, at, record } of changed) {
			const thread = threads.get(id);
			if (thread === undefined && !mayBeUnanswered(record)) continue;
			if (thread !== undefined && thread.seen >= at) continue;
			const { floor, turns, wait } = thread ?? { floor: from - 1, turns: [] };
			// What waits is read when its time has come.
			threads.set(id, { floor, turns, wait, seen: at, ...(wait ? {} : { again: true }) });
		}
		const handedOnAt = ([, { turns }]: [string, WatchedThread]) => turns.at(-1)?.at ?? 0;
		// Where a poll has no time for all, what may only have grown must not keep others from being read.
		const due = [...threads]
			.filter(([, thread]) => isDue(thread, patience))
			.sort((a, b) => handedOnAt(a) - handedOnAt(b))
			.map(([id]) => id);
		const ready = await lookAt(source, threads, due, patience);
		const taken = ready.slice(0, limitPerPoll(source));
		const left = new Set(ready.slice(taken.length).map(({ id }) => id));
		const records = await Promise.all(taken.map(async (each) => await itemFor(source, each)));

		for (const each of taken) {
			const thread = threads.get(each.id);
			if (thread) threads.set(each.id, handedOn(thread, each, patience.now));
		}
		const mark = Math.max(start.watermark, Math.min(reached, patience.now));
		const since = Math.max(start.notBefore, mark - overlapMs(source));
		const kept = [...threads].map(([id, thread]): [string, WatchedThread] => [
			id,
			left.has(id) ? { ...thread, again: true } : thread,
		]);
		const isNeeded = ({ seen, turns, wait, again }: WatchedThread) =>
			seen >= since || turns.length > 0 || wait !== undefined || again === true;
		const state: State = {
			notBefore: since,
			watermark: mark,
			seen: {},
			threads: Object.fromEntries(kept.filter(([, thread]) => isNeeded(thread))),
		};
		return { starts: records.length > 0 ? [{ items: records, state }] : [], state };
	},
};
