/** Runs tasks with the same key one after the other, in the order of the calls. */
export class KeyedQueue {
	private readonly last = new Map<string, Promise<unknown>>();

	/** Runs a task after all earlier ones with the same key have settled. Returns or throws what the task does. */
	async run<T>(key: string, task: () => Promise<T>): Promise<T> {
		const previous = this.last.get(key);
		const result = previous ? previous.then(task) : task();
		const settled = result.then(
			() => undefined,
			() => undefined,
		);
		this.last.set(key, settled);
		try {
			return await result;
		} finally {
			if (this.last.get(key) === settled) this.last.delete(key);
		}
	}
}
