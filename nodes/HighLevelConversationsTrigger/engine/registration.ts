import { deepCopy, sleep } from 'n8n-workflow';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { ApiError, isTransient } from '../../shared/request';
import { HOUR_MS, SECOND_MS } from '../../shared/time';
import type { TriggerEvent } from './event';
import { isLeased, executionDataFrom, MAX_POLL_MS, nodeKeyOf } from './pollContext';
import type { PollContext } from './pollContext';

/** A state of the node, and what it belongs to. */
interface SavedState {
	/** Counts the node's activations: the state of an earlier one is worthless. */
	activation: number;
	/** Counts the polls since: of two states of one activation the later one counts. */
	revision: number;
	/** Event, location and filters of the state. */
	watchKey: string;
	/** Absent if HighLevel did not answer at the activation: the next poll begins. */
	state?: IDataObject;
}

/** Max number of nodes whose latest state this process remembers, and for how long after a poll, ms. */
const MAX_LATEST = 1000;
const MAX_LATEST_AGE_MS = HOUR_MS;
/** How long n8n's database may lack what a poll handed on, ms. It is read before a poll starts, and written after one has ended. */
const MAX_SAVING_MS = 5 * SECOND_MS;

interface LatestState {
	saved: SavedState;
	at: number;
	/** The last state with which an execution was started, and when. */
	start?: { activation: number; revision: number; at: number };
}

/** The latest states of this process, for registrations of a node that hold an older one. */
const latestStates = new Map<string, LatestState>();
/** Polls in flight. */
const activePolls = new Map<string, Promise<unknown>>();
/** Contexts that have polled before. n8n makes one for each activation, or for each poll on its durable scheduler. */
const polledContexts = new WeakSet<IPollFunctions>();
/** Contexts of activations that have begun. */
const activatedContexts = new WeakSet<IPollFunctions>();

/**
 * Runs one poll of a node at a time. n8n starts a poll on time even if the last has not ended: that one returns null. The
 * first poll of a context waits instead: it may be an activation, which must not get lost. A poll under a lease is none.
 */
export async function runExclusively<T>(
	context: IPollFunctions,
	work: () => Promise<T>,
): Promise<T | null> {
	const owner = nodeKeyOf(context);
	const isFirst = !polledContexts.has(context) && !isLeased(context);
	polledContexts.add(context);
	for (;;) {
		const current = activePolls.get(owner);
		if (current === undefined) break;
		if (!isFirst) return null;
		const timer = new AbortController();
		const isOver = sleep(MAX_POLL_MS, timer.signal).then(
			() => activePolls.delete(owner),
			() => {},
		);
		await Promise.race([current, isOver]);
		timer.abort();
	}
	const result = work();
	const settled = result.then(
		() => {},
		() => {},
	);
	activePolls.set(owner, settled);
	try {
		return await result;
	} finally {
		if (activePolls.get(owner) === settled) activePolls.delete(owner);
	}
}

function rememberState(owner: string, saved: SavedState, isStart = false): void {
	const { activation, revision } = saved;
	const at = Date.now();
	const start = isStart ? { activation, revision, at } : latestStates.get(owner)?.start;
	latestStates.delete(owner);
	latestStates.set(owner, { saved: { ...saved }, at, start });
	for (const [key, { at }] of latestStates) {
		if (latestStates.size <= MAX_LATEST && Date.now() - at < MAX_LATEST_AGE_MS) break;
		latestStates.delete(key);
	}
}

/** The number of nodes whose latest state this process remembers, for tests. */
export const countRememberedStates = (): number => latestStates.size;

/** Whether `one` is a later state than `other`. */
const isLater = (
	one: Pick<SavedState, 'activation' | 'revision'>,
	other: Partial<SavedState>,
): boolean =>
	one.activation > (other.activation ?? 0) ||
	(one.activation === other.activation && one.revision > (other.revision ?? 0));

/**
 * The node's static data. An activation writes into the workflow's part of n8n's static data, which n8n always saves then:
 * with durable cursors it throws away what an activation's poll writes into the node's own part.
 */
function openStaticData(context: IPollFunctions) {
	const own = context.getWorkflowStaticData('node') as Partial<SavedState>;
	const ofWorkflow = context.getWorkflowStaticData('global');
	const key = `highLevelConversationsTrigger ${context.getNode().id}`;
	const started = () => ofWorkflow[key] as unknown as SavedState | undefined;
	const adopt = (saved: SavedState) => {
		if (isLater(saved, own))
			Object.assign(own, deepCopy(saved), saved.state ? {} : { state: undefined });
	};
	return {
		own,
		adopt,
		/** Takes over what an activation wrote, or another registration of the node has handed on since. */
		refresh() {
			const activation = started();
			if (activation !== undefined) adopt(activation);
			const latest = latestStates.get(nodeKeyOf(context))?.saved;
			// Under a lease n8n's database alone says what was handed on: a start that it refused is to be repeated.
			if (latest && latest.activation === own.activation && !isLeased(context)) adopt(latest);
		},
		/** Whether another poll has just started an execution that this one, under a lease, does not know of. */
		isOutdated(): boolean {
			const start = latestStates.get(nodeKeyOf(context))?.start;
			if (start === undefined || Date.now() - start.at > MAX_SAVING_MS) return false;
			return start.activation === own.activation && isLater(start, own);
		},
		/** Saves the state of a workflow that starts now. */
		start(watched: string, state: object | undefined) {
			const activation = Math.max(own.activation ?? 0, started()?.activation ?? 0) + 1;
			const saved = { activation, revision: 0, watchKey: watched, ...(state && { state }) };
			ofWorkflow[key] = deepCopy(saved) as unknown as IDataObject;
			return saved as SavedState;
		},
	};
}

/** Begins a workflow. HighLevel being down is no reason to fail: the state is undefined then, and the next poll begins. */
async function startEvent(poll: PollContext, event: TriggerEvent): Promise<object | undefined> {
	return await event.start(poll).catch((error: unknown) => {
		if (!(error instanceof ApiError) || !isTransient(error.details)) throw error;
		poll.warn(
			`HighLevel did not respond on activation (${error.message}). Will retry on the next poll.`,
		);
		return undefined;
	});
}

/**
 * One poll of an active workflow: starts an execution for everything that happened since the last, each together with
 * the state that knows of it. A poll that fails before changes nothing, so that the next one finds the same again.
 * Throws what the event throws.
 */
export async function pollOnce(
	context: IPollFunctions,
	poll: PollContext,
	event: TriggerEvent,
): Promise<void> {
	const memory = openStaticData(context);
	const { own } = memory;
	const parameters = event.resetOn.map((path) => poll.parameter(path));
	const watched = JSON.stringify([poll.parameter('event'), poll.locationId, parameters]);
	// What came while it was switched off is not handed on.
	const wasOff = context.getActivationMode() === 'activate' && !activatedContexts.has(context);
	if (wasOff) {
		memory.start(watched, await startEvent(poll, event));
		activatedContexts.add(context);
		return;
	}
	memory.refresh();
	if (memory.isOutdated()) return;
	if (own.watchKey !== watched || own.state === undefined) {
		memory.adopt(memory.start(watched, await startEvent(poll, event)));
		return;
	}
	const { starts, state } = await event.poll(poll, own.state);
	const save = (next: object, isStart = false) => {
		Object.assign(own, { state: next, revision: (own.revision ?? 0) + 1 });
		rememberState(nodeKeyOf(context), own as SavedState, isStart);
	};
	for (const start of starts) {
		const before = { ...own };
		let isStarted = false;
		save(start.state, true);
		try {
			context.__emit([executionDataFrom(poll, start.items)]);
			isStarted = true;
		} finally {
			if (!isStarted) {
				Object.assign(own, before);
				rememberState(nodeKeyOf(context), own as SavedState);
			}
		}
	}
	save(state);
}
