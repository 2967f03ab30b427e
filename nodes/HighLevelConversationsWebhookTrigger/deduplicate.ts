import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { FingerprintSet } from '../shared/fingerprintSet';
import { timestampFrom } from '../shared/request';
import { DAY_MS, HOUR_MS } from '../shared/time';

/** HighLevel repeats a delivery for hours, and an event without a time has no age. */
const MIN_MEMORY_MS = DAY_MS;
/** If events of any age are accepted. */
const MAX_MEMORY_MS = 30 * DAY_MS;
/** About 1.1 MB, which n8n reads and writes with every delivery. */
const MAX_IDS = 100_000;
/** Nodes that this process remembers without need. What n8n has saved for the others is read again when they get an event. */
const MAX_NODES = 500;

/** What distinguishes an event from all others, and its time, as far as it carries them. */
export interface Delivery {
	/** Each of them identifies the event. Empty for an event that cannot be recognized. */
	ids: string[];
	/** ms */
	at?: number;
}

/** n8n's answer to a delivery: written once the execution has been started, or could not be. */
interface StartResponse {
	readonly writableEnded: boolean;
	readonly statusCode: number;
}

/** Where the events of a node are remembered. */
interface StorageKey {
	/** Identifies the workflow and the node. */
	key: string;
	/** What n8n saves for the node. */
	saved: IDataObject;
}

/** What this process knows about a node. */
interface NodeState {
	seen: FingerprintSet;
	/** The answers to events that are being started, by their IDs. */
	pending: Map<string, { ids: string[]; answer: StartResponse }>;
}

/**
 * By workflow and node. n8n loads what it saved before each delivery and saves it afterwards, so that simultaneous deliveries
 * would not know of each other; and a workflow that saves data of its own saves what it loaded when it started.
 */
const nodeStates = new Map<string, NodeState>();

function nodeStateOf(key: string): NodeState {
	const state = nodeStates.get(key) ?? {
		seen: new FingerprintSet(HOUR_MS, MAX_IDS),
		pending: new Map<string, { ids: string[]; answer: StartResponse }>(),
	};
	// The most recently used last.
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
 * The identity and the time of an event. HighLevel has been seen to deliver a message under two `webhookId`s, so a message
 * is also known by its own ID; an email by the ID of the email, too, because the emails of a thread may share the other.
 * An event without any ID is known by its body: a repeated delivery has the body of the first, and bodies with a time differ.
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

/** Remembers the events that n8n has started by now, and forgets those that it could not start: HighLevel sends them again. */
function commitFinished({ seen, pending }: NodeState, now: number): void {
	for (const [key, { ids, answer }] of pending) {
		if (!answer.writableEnded) continue;
		pending.delete(key);
		if (answer.statusCode < 300) for (const id of ids) seen.add(id, now);
	}
}

/** Whether an event is older than `maxAgeMs`; 0 accepts any age. */
export const isTooOld = ({ at }: Delivery, maxAgeMs: number): boolean =>
	maxAgeMs > 0 && at !== undefined && Date.now() - at > maxAgeMs;

/**
 * Whether an event has to start the workflow ('new'), has started it before ('seen'), or is just being started by an earlier
 * delivery ('pending'). Events are remembered for as long as their age would be accepted.
 */
export function checkDuplicate(
	{ ids }: Delivery,
	at: StorageKey & { maxAgeMs: number; answer: StartResponse },
): 'new' | 'seen' | 'pending' {
	if (ids.length === 0) return 'new';
	const now = Date.now();
	const state = nodeStateOf(at.key);
	const { seen, pending } = state;
	commitFinished(state, now);
	const since = now - Math.max(at.maxAgeMs || MAX_MEMORY_MS, MIN_MEMORY_MS);
	seen.dropBefore(since);
	seen.merge(at.saved.seen, since);
	seen.cap();
	if (ids.some((id) => seen.has(id))) return 'seen';
	if (ids.some((id) => [...pending.values()].some((each) => each.ids.includes(id)))) {
		return 'pending';
	}
	pending.set(ids[0], { ids, answer: at.answer });
	return 'new';
}

/** Remembers an event that has been started: in this process, and with all others in `saved`, for n8n to save. */
export function markSeen({ ids }: Delivery, { key, saved }: StorageKey): void {
	const state = nodeStates.get(key);
	if (ids.length === 0 || state === undefined) return;
	const now = Date.now();
	if (state.pending.delete(ids[0])) for (const id of ids) state.seen.add(id, now);
	saved.seen = state.seen.toJSON();
}
