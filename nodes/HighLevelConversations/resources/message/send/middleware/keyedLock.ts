/**
 * Lets pieces of work with the same key run one after the other within this process. Holds nothing but what runs or waits.
 */
export class KeyedLock {
	private readonly tails = new Map<string, Promise<void>>();

	/** Number of keys that are in use. */
	get size(): number {
		return this.tails.size;
	}

	/** Does a piece of work after those that came before it with the same key. Returns or throws what it does. */
	async run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.tails.get(key);
		let release = () => {};
		const mine = new Promise<void>((resolve) => (release = resolve));
		this.tails.set(key, mine);
		try {
			await before;
			return await work();
		} finally {
			if (this.tails.get(key) === mine) this.tails.delete(key);
			release();
		}
	}
}
