/** Lets a number of pieces of work run at a time; the others wait in line. */
export class Semaphore {
	private active = 0;
	private readonly waiting: Array<() => void> = [];
	private readonly idle: Array<() => void> = [];

	/** @param slots how many pieces of work run at a time */
	constructor(private readonly slots: number) {}

	/** How many wait in line. */
	get queued(): number {
		return this.waiting.length;
	}

	/** Runs a piece of work in a slot. Returns or throws what the work does. */
	async withSlot<T>(work: () => Promise<T>): Promise<T> {
		await this.acquire();
		try {
			return await work();
		} finally {
			this.release();
		}
	}

	/** Gives the slot of a running piece of work to others while it only waits. */
	readonly releaseWhile = async (wait: () => Promise<void>): Promise<void> => {
		this.release();
		try {
			await wait();
		} finally {
			await this.acquire();
		}
	};

	/** Waits until nothing runs any more. */
	async whenIdle(): Promise<void> {
		if (this.active === 0) return;
		await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	private async acquire(): Promise<void> {
		if (this.active < this.slots) this.active++;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	private release(): void {
		// The slot goes straight to the next in line.
		const next = this.waiting.shift();
		if (next) next();
		else if (--this.active === 0) for (const resolve of this.idle.splice(0)) resolve();
	}
}
