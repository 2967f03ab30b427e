import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { FingerprintSet } from '../shared/fingerprintSet';
import { timestampFrom } from '../shared/request';
import { DAY_MS, HOUR_MS } from '../shared/time';

/** Minimum time for which events are remembered, ms: HighLevel repeats failed deliveries for hours. */
const MIN_MEMORY_MS = DAY_MS;
/** How long events are remembered if events of any age are accepted, ms. */
const MAX_MEMORY_MS = 30 * DAY_MS;
/** Maximum number of remembered IDs of a node: about 1.1 MB, which n8n reads and writes with every delivery. */
const MAX_IDS = 100_000;
/** Maximum number of nodes whose state this process keeps. The state of the others is read from what n8n has saved. */
const MAX_NODES = 500;

/** What identifies a delivered event, and its time. */
export interface Delivery {
	/** Each of these IDs identifies the event. Empty if the event cannot be recognized when it is delivered again. */
	ids: string[];
	/** The time of the event, ms; undefined if it has none. */
	at?: number;
}

/** n8n's HTTP response to a delivery. It ends once the execution has been started, or could not be started. */
interface StartResponse {
	readonly writableEnded: boolean;
	readonly statusCode: number;
}

/** Where the state of a node is stored. */
interface StorageKey {
	/** Identifies the workflow and the node. */
	key: string;
	/** The node's static data, which n8n saves. */
	saved: IDataObject;
}

/** An event for which n8n is starting the workflow. */
interface PendingEvent {
	ids: string[];
	response: StartResponse;
}

/** The state of a node in this process. */
interface NodeState {
	/** The events that have started the workflow. */
	seen: FingerprintSet;
	/** The events for which n8n is starting the workflow, by their first IDs. */
	pending: Map<string, PendingEvent>;
}

/**
 * The states by workflow and node. n8n's static data is not sufficient: n8n loads it before each delivery and saves it afterwards, so
 * that simultaneous deliveries do not see each other; and an execution that saves static data overwrites it with what was loaded
 * when the execution started.
 */
const nodeStates = new Map<string, NodeState>();

/** The state of a node. Drops the states of the nodes that were used least recently, if there are too many. */
function nodeStateOf(key: string): NodeState {
	const state = nodeStates.get(key) ?? {
		seen: new FingerprintSet(HOUR_MS, MAX_IDS),
		pending: new Map<string, PendingEvent>(),
	};
	// Moves the node to the end of the map, as the most recently used.
	nodeStates.delete(key);
	nodeStates.set(key, state);
	for (const [each, { pending }] of nodeStates) {
		if (nodeStates.size <= MAX_NODES) break;
		if (pending.size === 0) nodeStates.delete(each);
	}
	return state;
}

const idText = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/**
 * The IDs and the time of an event. HighLevel has been observed to deliver a message with two different `webhookId`s, so the ID of the
 * message identifies it as well. For an email, this includes the email's own ID, because the emails of a thread may have the same
 * message ID. An event without an ID is identified by its body if that has a time: a repeated delivery has the same body, and no
 * other event has.
 */
export function deliveryFrom(event: IDataObject, bytes: Buffer): Delivery {
	const at = timestampFrom(event.timestamp, 'UTC');
	const webhookId = idText(event.webhookId);
	const messageIds = [idText(event.messageId), idText(event.emailMessageId)];
	const ids: string[] = [];
	if (webhookId !== '') ids.push(webhookId);
	if (messageIds.some((id) => id !== '')) {
		ids.push(['message', idText(event.type), ...messageIds].join(' '));
	}
	if (ids.length === 0 && at !== undefined) {
		ids.push(createHash('sha256').update(bytes).digest('hex'));
	}
	return { ids, at };
}

/** Remembers the pending events that have started the workflow, and drops those that could not: HighLevel delivers them again. */
function commitFinished({ seen, pending }: NodeState, now: number): void {
	for (const [key, { ids, response }] of pending) {
		if (!response.writableEnded) continue;
		pending.delete(key);
		if (response.statusCode < 300) for (const id of ids) seen.add(id, now);
	}
}

/** Whether an event is older than `maxAgeMs`; 0 accepts any age. */
export const isTooOld = ({ at }: Delivery, maxAgeMs: number): boolean =>
	maxAgeMs > 0 && at !== undefined && Date.now() - at > maxAgeMs;

/**
 * Whether an event is new and must start the workflow, has started it before ('seen'), or is starting it now because of an earlier
 * delivery ('pending'). A new event becomes pending; `response` is n8n's response to it. Events are remembered for `maxAgeMs`, at
 * least a day.
 */
export function checkDuplicate(
	{ ids }: Delivery,
	{ key, saved, maxAgeMs, response }: StorageKey & { maxAgeMs: number; response: StartResponse },
): 'new' | 'seen' | 'pending' {
	if (ids.length === 0) return 'new';
	const now = Date.now();
	const state = nodeStateOf(key);
	const { seen, pending } = state;
	commitFinished(state, now);
	const since = now - Math.max(maxAgeMs || MAX_MEMORY_MS, MIN_MEMORY_MS);
	seen.dropBefore(since);
	seen.merge(saved.seen, since);
	seen.cap();
	if (ids.some((id) => seen.has(id))) return 'seen';
	if (ids.some((id) => [...pending.values()].some((each) => each.ids.includes(id)))) {
		return 'pending';
	}
	pending.set(ids[0], { ids, response });
	return 'new';
}

/** Remembers an event that has started the workflow, in this process and in the node's static data, which n8n then saves. */
export function markSeen({ ids }: Delivery, { key, saved }: StorageKey): void {
	const state = nodeStates.get(key);
	if (ids.length === 0 || state === undefined) return;
	const now = Date.now();
	if (state.pending.delete(ids[0])) for (const id of ids) state.seen.add(id, now);
	saved.seen = state.seen.toJSON();
}
