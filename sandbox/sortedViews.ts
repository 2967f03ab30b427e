const KEPT = 64;

/**
 * Filtered records in ascending order of a sort value, cached until the records change, so that paging
 * through 100,000 records takes a binary search per page instead of a scan.
 */
export class SortedViews<T extends { seq: number }> {
	private kept = new Map<string, T[]>();

	constructor(private readonly all: () => Iterable<T>) {}

	/** Clears all views; call it after every change of the records. */
	invalidate(): void {
		if (this.kept.size > 0) this.kept = new Map();
	}

	/**
	 * @param key identifies the filter and order
	 * @param matches filters the records
	 * @param valueOf the value to sort by; records with equal values keep their order of creation
	 */
	get(key: string, matches: (record: T) => boolean, valueOf: (record: T) => number): T[] {
		const known = this.kept.get(key);
		if (known) return known;
		const view: T[] = [];
		for (const record of this.all()) if (matches(record)) view.push(record);
		view.sort((a, b) => valueOf(a) - valueOf(b) || a.seq - b.seq);
		const oldest = this.kept.keys().next();
		if (this.kept.size >= KEPT && !oldest.done) this.kept.delete(oldest.value);
		this.kept.set(key, view);
		return view;
	}
}

/** First index of the ascending `view` for which `isBeyond` is true; its length if there is none. */
export function firstIndex<T>(view: readonly T[], isBeyond: (record: T) => boolean): number {
	let low = 0;
	let high = view.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (isBeyond(view[middle])) high = middle;
		else low = middle + 1;
	}
	return low;
}
