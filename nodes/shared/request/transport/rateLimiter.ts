import type { IDataObject } from 'n8n-workflow';
import { ApiError } from '../errors';
import { readRateLimitHeaders } from './rateLimitHeaders';
import { MAX_PROBE_MS, RateLimitWindow } from './rateLimitWindow';
import type { Ticket } from './rateLimitWindow';
import { canceledError, logWait, monotonicNow, pause } from './delay';
import { SECOND_MS } from '../../time';

const MAX_IN_FLIGHT = 10;
/** A sender that does not count its pending requests is a bulk sender after this many requests in one window. */
const BULK_THRESHOLD = 20;

interface Waiter {
	start(ticket: Ticket): void;
	reject(reason: Error): void;
	sender: Sender;
}

/** The source of requests, e.g. a run of a node. */
export interface Sender {
	/** Aborts when the user presses Stop. */
	signal?: AbortSignal;
	/** Writes a message about a long wait to n8n's log. */
	log?(message: string): void;
	/** Number of requests that still have to be sent. If it is not known, `BULK_THRESHOLD` decides. */
	pendingRequests?(): number;
}

/** The parts of a response that the rate limiter uses. */
interface LimitedResponse {
	headers: IDataObject;
	statusCode?: number;
}

/**
 * Keeps the requests of one app at one location within HighLevel's limit: at most `MAX_IN_FLIGHT` at a time, and per window
 * as many as the `x-ratelimit-*` headers of the responses allow. Points in time are those of `monotonicNow`.
 */
export class RateLimiter {
	private readonly window = new RateLimitWindow();
	private inFlight = 0;
	private pausedUntil = 0;
	private dailyLimitResetsAt = 0;
	private readonly waiters: Waiter[] = [];
	/** Number of requests per sender in the window with the index `countedWindow`. Weak, so that senders can be freed. */
	private requestCounts = new WeakMap<Sender, number>();
	private countedWindow = 0;
	private timer?: AbortController;
	private timerEndsAt = Number.POSITIVE_INFINITY;
	/** End of the wait that was logged last. */
	private loggedUntil = 0;

	/**
	 * Waits until a request may start, runs it, and updates the limits from the headers of its response.
	 * Rejects as soon as the sender's signal aborts, and with an `ApiError` if the daily limit has been reached.
	 */
	async run<T extends LimitedResponse>(request: () => Promise<T>, sender: Sender = {}): Promise<T> {
		const ticket = await this.acquire(sender);
		let response: T | undefined;
		try {
			response = await request();
			return response;
		} finally {
			this.release(ticket, response);
		}
	}

	/** Starts no request for `ms` milliseconds, because a response asked for a pause. */
	pauseFor(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicNow() + ms);
		this.window.closeUntil(this.pausedUntil);
	}

	/** Length of a window according to the latest headers, ms. */
	get intervalMs(): number {
		return this.window.intervalMs;
	}

	/** Whether requests are waiting or in flight. */
	get isInUse(): boolean {
		return this.inFlight > 0 || this.waiters.length > 0;
	}

	/** Whether its window and pauses are over, so that a new limiter would behave the same. */
	get isExpired(): boolean {
		const now = monotonicNow();
		return Math.max(this.pausedUntil, this.dailyLimitResetsAt, this.window.endsAt) <= now;
	}

	private async acquire(sender: Sender): Promise<Ticket> {
		const { signal } = sender;
		if (signal?.aborted) throw canceledError();
		return await new Promise<Ticket>((resolve, reject) => {
			const cancel = () => {
				this.waiters.splice(this.waiters.indexOf(waiter), 1);
				reject(canceledError());
				if (this.waiters.length === 0) this.cancelTimer();
			};
			const waiter: Waiter = {
				sender,
				start: (ticket) => {
					signal?.removeEventListener('abort', cancel);
					resolve(ticket);
				},
				reject: (reason) => {
					signal?.removeEventListener('abort', cancel);
					reject(reason);
				},
			};
			signal?.addEventListener('abort', cancel);
			this.waiters.push(waiter);
			this.startWaiting();
		});
	}

	/** Starts as many waiting requests as the limits allow, and sets a timer for the next one. */
	private startWaiting(): void {
		while (this.waiters.length > 0) {
			const now = monotonicNow();
			if (this.dailyLimitResetsAt > now) {
				const resetsInMs = this.dailyLimitResetsAt - now;
				this.waiters.shift()?.reject(new ApiError({ kind: 'dailyLimit', status: 429, resetsInMs }));
				continue;
			}
			if (this.inFlight >= MAX_IN_FLIGHT) return;
			if (now < this.pausedUntil) {
				this.log(this.pausedUntil, 'HighLevel returned status 429, so all requests are paused.');
				return this.setTimer(this.pausedUntil);
			}
			if (now >= this.window.endsAt) this.window.open();
			if (this.countedWindow !== this.window.index) {
				this.countedWindow = this.window.index;
				this.requestCounts = new WeakMap();
			}
			const { waiter, pendingRequests } = this.nextWaiter();
			if (!this.window.hasRoomFor(pendingRequests)) return this.waitForRoom(now);
			this.waiters.splice(this.waiters.indexOf(waiter), 1);
			this.inFlight++;
			this.requestCounts.set(waiter.sender, this.requestCountOf(waiter) + 1);
			waiter.start(this.window.start());
		}
		// Nothing is waiting: a timer would only keep the process alive.
		this.cancelTimer();
	}

	/** Drops the timer as well: the stack of its abort error would keep the last sender in memory. */
	private cancelTimer(): void {
		this.timer?.abort();
		this.timer = undefined;
		this.timerEndsAt = Number.POSITIVE_INFINITY;
	}

	/** The waiter to start next: single requests before bulk runs, then the sender with the fewest requests in this window. */
	private nextWaiter(): { waiter: Waiter; pendingRequests: number } {
		const candidates = this.waiters.map((waiter) => {
			const isBulk = this.requestCountOf(waiter) >= BULK_THRESHOLD;
			const assumed = isBulk ? Number.POSITIVE_INFINITY : 0;
			return { waiter, pendingRequests: waiter.sender.pendingRequests?.() ?? assumed };
		});
		return candidates.reduce((best, each) => {
			const order = Number(each.pendingRequests > 0) - Number(best.pendingRequests > 0);
			const difference = this.requestCountOf(each.waiter) - this.requestCountOf(best.waiter);
			return (order || difference) < 0 ? each : best;
		});
	}

	private requestCountOf({ sender }: Waiter): number {
		return this.requestCounts.get(sender) ?? 0;
	}

	private waitForRoom(now: number): void {
		const { endsAt, nextRoomAt, max, intervalMs } = this.window;
		// The end is not known before the first response, which starts waiting requests itself.
		if (!Number.isFinite(endsAt)) return this.setTimer(now + MAX_PROBE_MS);
		const limit = `${max} requests in ${intervalMs / SECOND_MS} s`;
		this.log(nextRoomAt, `HighLevel's rate limit (${limit}) has been reached.`);
		this.setTimer(nextRoomAt);
	}

	private release(ticket: Ticket, response?: LimitedResponse): void {
		this.inFlight--;
		const headers = readRateLimitHeaders(response?.headers ?? {});
		if (headers.isDailyLimitReached) {
			this.dailyLimitResetsAt = monotonicNow() + headers.dailyResetMs;
		}
		const { max, intervalMs, remaining } = headers;
		const isRateLimited = response?.statusCode === 429;
		this.window.finish(ticket, { max, intervalMs, remaining, isRateLimited });
		this.startWaiting();
	}

	/** Logs a wait, unless it extends the logged one only a little: each 429 may do that. */
	private log(until: number, reason: string): void {
		if (until <= this.loggedUntil + this.window.intervalMs / 2) return;
		logWait(this.waiters[0].sender.log, until - monotonicNow(), reason);
		this.loggedUntil = until;
	}

	private setTimer(time: number): void {
		if (this.timerEndsAt <= time) return;
		this.timer?.abort();
		const timer = new AbortController();
		const onEnd = () => {
			if (this.timer !== timer) return;
			this.timerEndsAt = Number.POSITIVE_INFINITY;
			this.startWaiting();
		};
		this.timer = timer;
		this.timerEndsAt = time;
		void pause(Math.max(1, time - monotonicNow()), timer.signal).then(onEnd, onEnd);
	}
}

/** Max number of limiters kept in memory. */
export const MAX_LIMITERS = 1000;

/** Limiters by app and location, the least recently used first. */
const limiters = new Map<string, RateLimiter>();

/** Removes the least recently used limiter that is not in use, preferably an expired one. */
function removeUnusedLimiter(): void {
	const unused = [...limiters].filter(([, { isInUse }]) => !isInUse);
	const [key] = unused.find(([, { isExpired }]) => isExpired) ?? unused[0] ?? [];
	if (key !== undefined) limiters.delete(key);
}

/** The limiter that all requests of this process with the same `key` share. */
export function rateLimiterFor(key: string): RateLimiter {
	const existing = limiters.get(key);
	if (!existing && limiters.size >= MAX_LIMITERS) removeUnusedLimiter();
	const limiter = existing ?? new RateLimiter();
	limiters.delete(key);
	limiters.set(key, limiter);
	return limiter;
}
