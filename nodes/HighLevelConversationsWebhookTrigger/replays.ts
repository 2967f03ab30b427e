import type { IDataObject } from 'n8n-workflow';

/** Events remembered at most, the latest: about 100 KB. */
const MOST_IDS = 2000;

/** An event's own id and time, as far as it carries them. */
export interface Delivery {
	id?: string;
	/** ms */
	at?: number;
}

/**
 * Events that started a workflow, by workflow and node, with their times (ms). n8n loads what it saved before each delivery
 * and saves it afterwards, so that deliveries at one time would not know of each other.
 */
const inProcess = new Map<string, Map<string, number>>();

/** The id and the time of an event. */
export function deliveryIn({ webhookId, timestamp }: IDataObject): Delivery {
	const at = typeof timestamp === 'number' ? timestamp : Date.parse(String(timestamp));
	return {
		id: typeof webhookId === 'string' && webhookId !== '' ? webhookId : undefined,
		at: Number.isFinite(at) ? at : undefined,
	};
}

/**
 * Whether an event was there before, or is too old to tell; if not, it is remembered as long as its age would let it in again.
 * `key` names the workflow and node, `memory` is what n8n saves for it.
 */
export function isReplay(
	{ id, at }: Delivery,
	key: string,
	memory: IDataObject,
	longestMs: number,
): boolean {
	const now = Date.now();
	if (at !== undefined && now - at > longestMs) return true;
	if (id === undefined) return false;
	const saved = Object.entries((memory.events ?? {}) as { [id: string]: number });
	const known = new Map([...saved, ...(inProcess.get(key) ?? [])]);
	if (known.has(id)) return true;
	known.set(id, at ?? now);
	const fresh = [...known].filter(([, time]) => now - time <= longestMs).slice(-MOST_IDS);
	inProcess.set(key, new Map(fresh));
	memory.events = Object.fromEntries(fresh);
	return false;
}
