import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { rules } from '../shared/request';
import { fingerprintOf, isTaken, joined, take } from './taken';
import type { Taken } from './taken';
import { DAY_MS } from '../shared/time';

/** HighLevel repeats a delivery over hours; an event without a time is known by nothing else. */
const SHORTEST_MEMORY_MS = DAY_MS;
/** Where events of any age are taken. */
const LONGEST_MEMORY_MS = 30 * DAY_MS;

/** What tells an event from all others, and its time, as far as it carries them. */
export interface Delivery {
	id?: string;
	/** ms */
	at?: number;
}

/** n8n's answer to a delivery: written once the execution has been started, or could not be. */
interface Answer {
	readonly writableEnded: boolean;
	readonly statusCode: number;
}

/** Where an event is remembered. */
interface Place {
	/** Names the workflow and node. */
	key: string;
	/** What n8n saves for the node. */
	saved: IDataObject;
}

/** What this process knows about a node. */
interface Memory {
	taken: Taken;
	/** By fingerprint. */
	underWay: Map<string, Answer>;
}

/**
 * By workflow and node. n8n loads what it saved before each delivery and saves it afterwards, so that deliveries at one time
 * would not know of each other; and a workflow that saves data of its own saves what it loaded when it started.
 */
const memories = new Map<string, Memory>();

const textOf = (value: unknown) =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

function timeOf(timestamp: unknown): number | undefined {
	try {
		return rules.epochMs(timestamp, { label: 'timestamp', timezone: 'UTC' }) as number;
	} catch {
		return undefined;
	}
}

/**
 * The identity and the time of an event. Provider deliveries carry no `webhookId`; a repeated delivery has the body of the first,
 * and bodies with a time differ where the events do.
 */
export function deliveryIn(event: IDataObject, bytes: Buffer): Delivery {
	const at = timeOf(event.timestamp);
	const webhookId = textOf(event.webhookId);
	if (webhookId !== '') return { id: webhookId, at };
	const messageId = textOf(event.messageId);
	if (messageId !== '') return { id: `${textOf(event.type)} ${messageId}`, at };
	if (at === undefined) return { at };
	return { id: createHash('sha256').update(bytes).digest('hex'), at };
}

/** What n8n saved, from before a restart or by another process. */
function savedIn(saved: IDataObject): Taken {
	const hours = Object.entries((saved.taken ?? {}) as IDataObject);
	const taken = Object.fromEntries(
		hours.filter(([, packed]) => typeof packed === 'string'),
	) as Taken;
	// As the first version kept them.
	for (const [id, at] of Object.entries((saved.events ?? {}) as { [id: string]: number })) {
		take(taken, fingerprintOf(id), at);
	}
	return taken;
}

/** Makes taken what n8n has answered well, and forgets what it could not start: HighLevel sends that again. */
function settle({ taken, underWay }: Memory, now: number): void {
	for (const [fingerprint, { writableEnded, statusCode }] of underWay) {
		if (!writableEnded) continue;
		underWay.delete(fingerprint);
		if (statusCode < 300) take(taken, fingerprint, now);
	}
}

/** Whether an event is older than may be; `longestMs` is 0 where any age may be. */
export const isTooOld = ({ at }: Delivery, longestMs: number): boolean =>
	longestMs > 0 && at !== undefined && Date.now() - at > longestMs;

/**
 * Whether an event is to start the workflow ('new'), did so before, or is just about to by an earlier delivery. Those before
 * are remembered as long as their age would let them in again.
 */
export function admit(
	{ id }: Delivery,
	at: Place & { longestMs: number; answer: Answer },
): 'new' | 'taken' | 'underWay' {
	if (id === undefined) return 'new';
	const now = Date.now();
	const memory = memories.get(at.key) ?? { taken: {}, underWay: new Map<string, Answer>() };
	memories.set(at.key, memory);
	settle(memory, now);
	const memoryMs = Math.max(at.longestMs || LONGEST_MEMORY_MS, SHORTEST_MEMORY_MS);
	memory.taken = joined(memory.taken, savedIn(at.saved), now - memoryMs);
	const fingerprint = fingerprintOf(id);
	if (isTaken(memory.taken, fingerprint)) return 'taken';
	if (memory.underWay.has(fingerprint)) return 'underWay';
	memory.underWay.set(fingerprint, at.answer);
	return 'new';
}

/** Remembers an event that has been started: in this process, and with all others of it in `saved`, for n8n to save. */
export function remember({ id }: Delivery, { key, saved }: Pick<Place, 'key' | 'saved'>): void {
	const memory = memories.get(key);
	if (id === undefined || memory === undefined) return;
	const fingerprint = fingerprintOf(id);
	if (memory.underWay.delete(fingerprint)) take(memory.taken, fingerprint, Date.now());
	saved.taken = { ...memory.taken };
	delete saved.events;
}
