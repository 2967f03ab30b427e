const DAY_MS = 24 * 60 * 60_000;

export interface RateLimits {
	/** Requests in one interval. */
	max: number;
	intervalMs: number;
	/** Requests in 24 hours. */
	dailyMax: number;
}

interface Window {
	startedAt: number;
	used: number;
}

/** Fixed windows per app and location, with the headers of the live API. */
export class RateLimit {
	/** Number of requests answered with 429. */
	refused = 0;
	/** If off, all requests pass and no headers are sent. */
	readonly enabled: boolean;
	/** Can be changed while the sandbox runs. */
	readonly limits: RateLimits;
	private burst = new Map<string, Window>();
	private daily = new Map<string, Window>();

	constructor(options: Partial<RateLimits> | false = {}) {
		this.enabled = options !== false;
		this.limits = { max: 100, intervalMs: 10_000, dailyMax: 200_000, ...options };
	}

	/** Starts new windows and resets the count of 429s. */
	reset(): void {
		this.refused = 0;
		this.burst = new Map();
		this.daily = new Map();
	}

	/**
	 * Counts one request.
	 *
	 * @param key of the app and location
	 * @returns whether the request may pass, and the headers of its response (times in ms)
	 */
	count(key: string): { allowed: boolean; headers: Record<string, string> } {
		if (!this.enabled) return { allowed: true, headers: {} };
		const now = Date.now();
		const { max, intervalMs, dailyMax } = this.limits;
		const burst = windowOf(this.burst, key, now, intervalMs);
		const daily = windowOf(this.daily, key, now, DAY_MS);
		const allowed = burst.used < max && daily.used < dailyMax;
		if (allowed) {
			burst.used += 1;
			daily.used += 1;
		} else {
			this.refused += 1;
		}
		// Whole seconds in ms, like the live header.
		const resetMs = Math.floor((daily.startedAt + DAY_MS - now) / 1000) * 1000;
		return {
			allowed,
			headers: {
				'x-ratelimit-max': String(max),
				'x-ratelimit-remaining': String(Math.max(0, max - burst.used)),
				'x-ratelimit-interval-milliseconds': String(intervalMs),
				'x-ratelimit-limit-daily': String(dailyMax),
				'x-ratelimit-daily-remaining': String(Math.max(0, dailyMax - daily.used)),
				'x-ratelimit-daily-reset': String(resetMs),
			},
		};
	}
}

function windowOf(
	windows: Map<string, Window>,
	key: string,
	now: number,
	lengthMs: number,
): Window {
	const known = windows.get(key);
	if (known && now < known.startedAt + lengthMs) return known;
	const fresh = { startedAt: now, used: 0 };
	windows.set(key, fresh);
	return fresh;
}
