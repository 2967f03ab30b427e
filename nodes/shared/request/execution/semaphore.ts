/** Limits how many tasks run at a time. The others wait in a queue. */
export class Semaphore {
	private active = 0;
	private readonly waiting: Array<() => void> = [];
	private readonly idle: Array<() => void> = [];

	/** @param slots max number of tasks that run at a time */
	constructor(private readonly slots: number) {}

	/** Number of tasks in the queue. */
	get queued(): number {
		return this.waiting.length;
	}

	/** Runs a task as soon as a slot is free. Returns or throws what the task does. */
	async withSlot<T>(task: () => Promise<T>): Promise<T> {
		await this.acquire();
		try {
			return await task();
		} finally {
			this.release();
		}
	}

	/** Releases the slot of a running task while it only waits, so that another task can run. */
	readonly releaseWhile = async (wait: () => Promise<void>): Promise<void> => {
		this.release();
		try {
			await wait();
		} finally {
			await this.acquire();
		}
	};

	/** Waits until no task is running. */
	async whenIdle(): Promise<void> {
		if (this.active === 0) return;
		await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	private async acquire(): Promise<void> {
		if (this.active < this.slots) this.active++;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private release(): void {
		// Pass the slot on to the next task in the queue.
		const next = this.waiting.shift();
		if (next) next();
		else if (--this.active === 0) for (const resolve of this.idle.splice(0)) resolve();
	}
}
