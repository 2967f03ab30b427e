import { createHash } from 'node:crypto';

/** A fingerprint has 48 bits: among 100,000 IDs, one new ID in three billion is mistaken for one of them. */
const BYTES = 6;
/** The length of a fingerprint in base64. */
const CHARACTERS = 8;

/** Fingerprints without separators, by bucket: the index of the time span in which their IDs occurred. Can be stored as JSON. */
export interface PackedFingerprints {
	[bucket: string]: string;
}

const fingerprintOf = (id: string): string =>
	createHash('sha256').update(id).digest().subarray(0, BYTES).toString('base64url');

function unpack(packed: string): string[] {
	const fingerprints: string[] = [];
	for (let start = 0; start < packed.length; start += CHARACTERS) {
		fingerprints.push(packed.slice(start, start + CHARACTERS));
	}
	return fingerprints;
}

const isValid = ([bucket, packed]: [string, unknown]): boolean =>
	/^-?\d{1,12}$/.test(bucket) && typeof packed === 'string' && packed.length % CHARACTERS === 0;

/** The valid entries of stored data; anything else is ignored. */
function entriesOf(stored: unknown): Array<[number, string]> {
	if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return [];
	return Object.entries(stored)
		.filter(isValid)
		.map(([bucket, packed]) => [Number(bucket), packed as string]);
}

/**
 * IDs that have been seen, with their times, in little memory: 11 bytes per ID when stored as JSON.
 * Times are in ms since 1970, and kept with the precision of a bucket.
 */
export class FingerprintSet {
	private readonly buckets = new Map<number, string>();
	/** All fingerprints. Built when it is first needed. */
	private index?: Set<string>;

	/**
	 * @param bucketMs the time span of a bucket, ms
	 * @param max the number of IDs that `cap` leaves
	 * @param stored what `toJSON` returned before; invalid entries are ignored
	 */
	constructor(
		private readonly bucketMs: number,
		private readonly max: number,
		stored?: unknown,
	) {
		this.merge(stored);
	}

	/** The number of IDs. An ID that was added at times in several buckets counts once for each. */
	get size(): number {
		let characters = 0;
		for (const packed of this.buckets.values()) characters += packed.length;
		return characters / CHARACTERS;
	}

	/** Whether an ID was added, at any time. */
	has(id: string): boolean {
		return this.fingerprints().has(fingerprintOf(id));
	}

	/** Adds an ID that occurred at a time. */
	add(id: string, timeMs: number): void {
		const fingerprint = fingerprintOf(id);
		const bucket = Math.floor(timeMs / this.bucketMs);
		const packed = this.buckets.get(bucket) ?? '';
		if (this.fingerprints().has(fingerprint) && unpack(packed).includes(fingerprint)) return;
		this.buckets.set(bucket, packed + fingerprint);
		this.index?.add(fingerprint);
	}

	/** Removes the buckets that ended at or before a time. */
	dropBefore(timeMs: number): void {
		for (const bucket of this.buckets.keys()) {
			if (this.endOf(bucket) <= timeMs) this.replace(bucket, '');
		}
	}

	/**
	 * Removes the oldest IDs until `max` are left, but none of a bucket that ends after `latestMs`.
	 * Returns the time from which on nothing was removed; -Infinity if nothing was removed at all.
	 */
	cap(latestMs = Infinity): number {
		let excess = this.size - this.max;
		let completeFrom = -Infinity;
		for (const bucket of [...this.buckets.keys()].sort((a, b) => a - b)) {
			if (excess <= 0 || this.endOf(bucket) > latestMs) break;
			const packed = this.buckets.get(bucket)!;
			this.replace(bucket, packed.slice(excess * CHARACTERS));
			excess -= packed.length / CHARACTERS;
			completeFrom = this.endOf(bucket);
		}
		return completeFrom;
	}

	/**
	 * Adds what another set holds, given as its stored data, without the buckets that ended at or before `sinceMs`. Invalid
	 * entries are ignored.
	 */
	merge(stored: unknown, sinceMs = -Infinity): void {
		for (const [bucket, packed] of entriesOf(stored)) {
			if (this.endOf(bucket) <= sinceMs) continue;
			const own = this.buckets.get(bucket) ?? '';
			if (own.startsWith(packed)) continue;
			const all = packed.startsWith(own)
				? packed
				: [...new Set([...unpack(own), ...unpack(packed)])].join('');
			this.replace(bucket, all);
		}
	}

	/** The data to store, which the constructor and `merge` accept. */
	toJSON(): PackedFingerprints {
		return Object.fromEntries(this.buckets);
	}

	private endOf(bucket: number): number {
		return (bucket + 1) * this.bucketMs;
	}

	private replace(bucket: number, packed: string): void {
		if (packed === '') this.buckets.delete(bucket);
		else this.buckets.set(bucket, packed);
		this.index = undefined;
	}

	private fingerprints(): Set<string> {
		this.index ??= new Set([...this.buckets.values()].flatMap(unpack));
		return this.index;
	}
}
