import { deepCopy, sleep } from 'n8n-workflow';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { ApiError, isTransient } from '../../shared/request';
import { HOUR_MS, SECOND_MS } from '../../shared/time';
import type { TriggerEvent } from './event';
import { isLeased, executionDataFrom, MAX_POLL_MS, nodeKeyOf } from './pollContext';
import type { PollContext } from './pollContext';

/** The static data of a node: the state of its event, and what the state belongs to. */
interface SavedState {
	/** Number of the node's activations. A state from an earlier activation is not valid. */
	activation: number;
	/** Number of states saved since the activation. Of two states, the one with the higher revision is valid. */
	revision: number;
	/** Event, location and filters to which the state belongs. */
	watchKey: string;
	/** Absent if HighLevel did not respond on activation: the next poll then starts the event. */
	state?: IDataObject;
}

/** Maximum number of nodes whose latest state this process remembers. */
const MAX_LATEST = 1000;
/** How long after a poll this process remembers the state, ms. */
const MAX_LATEST_AGE_MS = HOUR_MS;
/**
 * How long after a poll started an execution n8n's database may still have the old state, ms: n8n reads the database before a poll
 * and writes it after the poll.
 */
const MAX_SAVING_MS = 5 * SECOND_MS;

interface LatestState {
	saved: SavedState;
	/** When it was saved, ms. */
	at: number;
	/** The last state with which an execution was started, and when, ms. */
	start?: { activation: number; revision: number; at: number };
}

/** The latest state of each node in this process. n8n may register a node twice, and each registration has its own copy. */
const latestStates = new Map<string, LatestState>();
/** The polls in progress, by node. */
const activePolls = new Map<string, Promise<unknown>>();
/** Contexts that have polled before. n8n creates one for each activation, or for each poll of its durable scheduler. */
const polledContexts = new WeakSet<IPollFunctions>();
/** Contexts whose activation is done. */
const activatedContexts = new WeakSet<IPollFunctions>();

/**
 * Runs only one poll of a node at a time. n8n starts a poll even if the previous one has not ended: the new one then does nothing
 * and returns null. The first poll of a context waits instead, because it may be the activation, which must not be skipped. Polls
 * under a lease are never the activation.
 */
export async function runExclusively<T>(
	context: IPollFunctions,
	work: () => Promise<T>,
): Promise<T | null> {
	const nodeKey = nodeKeyOf(context);
	const isFirst = !polledContexts.has(context) && !isLeased(context);
	polledContexts.add(context);
	for (;;) {
		const current = activePolls.get(nodeKey);
		if (current === undefined) break;
		if (!isFirst) return null;
		const timer = new AbortController();
		const maxWait = sleep(MAX_POLL_MS, timer.signal).then(
			() => activePolls.delete(nodeKey),
			() => {},
		);
		await Promise.race([current, maxWait]);
		timer.abort();
	}
	const result = work();
	const settled = result.then(
		() => {},
		() => {},
	);
	activePolls.set(nodeKey, settled);
	try {
		return await result;
	} finally {
		if (activePolls.get(nodeKey) === settled) activePolls.delete(nodeKey);
	}
}

/** Remembers the state of a node in this process. `startsExecution` tells whether an execution was started with it. */
function rememberState(nodeKey: string, saved: SavedState, startsExecution = false): void {
	const { activation, revision } = saved;
	const at = Date.now();
	const start = startsExecution ? { activation, revision, at } : latestStates.get(nodeKey)?.start;
	latestStates.delete(nodeKey);
	latestStates.set(nodeKey, { saved: { ...saved }, at, start });
	for (const [key, { at }] of latestStates) {
		if (latestStates.size <= MAX_LATEST && Date.now() - at < MAX_LATEST_AGE_MS) break;
		latestStates.delete(key);
	}
}

/** Number of nodes whose latest state this process remembers, for tests. */
export const countRememberedStates = (): number => latestStates.size;

/** Whether `one` was saved after `other`. */
const isLater = (
	one: Pick<SavedState, 'activation' | 'revision'>,
	other: Partial<SavedState>,
): boolean =>
	one.activation > (other.activation ?? 0) ||
	(one.activation === other.activation && one.revision > (other.revision ?? 0));

/**
 * Gives access to the node's static data. The state of an activation is written to the workflow's part of the static data: if n8n
 * polls under a lease, it discards what the activation writes to the node's part, but always saves the workflow's part.
 */
function openStaticData(context: IPollFunctions) {
	const own = context.getWorkflowStaticData('node') as Partial<SavedState>;
	const workflowData = context.getWorkflowStaticData('global');
	const key = `highLevelConversationsTrigger ${context.getNode().id}`;
	const activationState = () => workflowData[key] as unknown as SavedState | undefined;
	const adoptIfLater = (saved: SavedState) => {
		if (isLater(saved, own))
			Object.assign(own, deepCopy(saved), saved.state ? {} : { state: undefined });
	};
	return {
		/** The node's own static data. */
		own,
		/** Replaces the node's state by one that was saved later. */
		adoptIfLater,
		/** Adopts the state of the activation, or of another registration of the node, if it was saved later. */
		refresh() {
			const activation = activationState();
			if (activation !== undefined) adoptIfLater(activation);
			const latest = latestStates.get(nodeKeyOf(context))?.saved;
			// Under a lease only n8n's database is valid: if n8n refused to start an execution, the next poll repeats it.
			if (latest && latest.activation === own.activation && !isLeased(context))
				adoptIfLater(latest);
		},
		/** Whether another poll under a lease has just started an execution that is not in the data of this poll yet. */
		isOutdated(): boolean {
			const start = latestStates.get(nodeKeyOf(context))?.start;
			if (start === undefined || Date.now() - start.at > MAX_SAVING_MS) return false;
			return start.activation === own.activation && isLater(start, own);
		},
		/** Saves the state of an activation. */
		saveActivation(watchKey: string, state: object | undefined) {
			const activation = Math.max(own.activation ?? 0, activationState()?.activation ?? 0) + 1;
			const saved = { activation, revision: 0, watchKey, ...(state && { state }) };
			workflowData[key] = deepCopy(saved) as unknown as IDataObject;
			return saved as SavedState;
		},
	};
}

/**
 * Starts an event on activation. If HighLevel is temporarily unavailable, the activation succeeds without a state, and the next poll
 * starts the event. Throws any other error.
 */
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
 * One poll of an active workflow. Starts the executions for what happened since the last poll, and saves the state together with
 * each of them, so that nothing is emitted twice if n8n stops in between. A poll that fails earlier changes nothing: the next one
 * finds the same records again. Throws what the event throws.
 */
export async function pollOnce(
	context: IPollFunctions,
	poll: PollContext,
	event: TriggerEvent,
): Promise<void> {
	const staticData = openStaticData(context);
	const { own } = staticData;
	const parameters = event.resetOn.map((path) => poll.parameter(path));
	const watchKey = JSON.stringify([poll.parameter('event'), poll.locationId, parameters]);
	// An activation starts over: events from while the workflow was inactive are not emitted.
	const isActivation =
		context.getActivationMode() === 'activate' && !activatedContexts.has(context);
	if (isActivation) {
		staticData.saveActivation(watchKey, await startEvent(poll, event));
		activatedContexts.add(context);
		return;
	}
	staticData.refresh();
	if (staticData.isOutdated()) return;
	if (own.watchKey !== watchKey || own.state === undefined) {
		staticData.adoptIfLater(staticData.saveActivation(watchKey, await startEvent(poll, event)));
		return;
	}
	const { starts, state } = await event.poll(poll, own.state);
	const save = (next: object, startsExecution = false) => {
		Object.assign(own, { state: next, revision: (own.revision ?? 0) + 1 });
		rememberState(nodeKeyOf(context), own as SavedState, startsExecution);
	};
	for (const start of starts) {
		const before = { ...own };
		let isStarted = false;
		// Set first, because `__emit` makes n8n store the static data.
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
