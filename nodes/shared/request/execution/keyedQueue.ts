/** Runs pieces of work with the same key one after the other, in the order in which they came. */
export class KeyedQueue {
	private readonly last = new Map<string, Promise<unknown>>();

	/** Runs a piece of work after those before it with the same key. Returns or throws what the work does. */
	async run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.last.get(key);
		const turn = before ? before.then(work) : work();
		const settled = turn.then(
			() => undefined,
			() => undefined,
		);
		this.last.set(key, settled);
		try {
			return await turn;
		} finally {
			if (this.last.get(key) === settled) this.last.delete(key);
		}
	}
}
