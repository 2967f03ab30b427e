import type { IDataObject } from 'n8n-workflow';
import { ApiError } from '../errors';
import { readRateLimitHeaders } from './rateLimitHeaders';
import { MAX_PROBE_MS, RateLimitWindow } from './rateLimitWindow';
import type { Ticket } from './rateLimitWindow';
import { canceledError, monotonicNow, pause, logWait } from './delay';

const MAX_IN_FLIGHT = 10;
/** Requests in one window from which on a sender counts as one that has many. */
const BULK_THRESHOLD = 20;

interface Waiter {
	admit(ticket: Ticket): void;
	refuse(reason: Error): void;
	sender: Sender;
}

/** Who sends a request through the limiter. */
export interface Sender {
	/** Aborts when the user presses Stop. */
	signal?: AbortSignal;
	/** Hears of long waits. */
	log?(message: string): void;
	/** How many requests it has still to send; where nobody knows, those with many go by what they sent in this window. */
	pendingRequests?(): number;
}

/** What the limiter looks at in a reply. */
interface Answer {
	headers: IDataObject;
	statusCode?: number;
}

/**
 * Keeps the requests of one app at one location within HighLevel's limit: no more in flight than `MAX_IN_FLIGHT`,
 * and no more in a window than the `x-ratelimit-*` headers of its replies leave.
 */
export class RateLimiter {
	private readonly window = new RateLimitWindow();
	private inFlight = 0;
	/** Moments of `monotonicNow`, as all in here. */
	private pausedUntil = 0;
	private quotaResetsAt = 0;
	private readonly waiters: Waiter[] = [];
	/** Requests of each sender in one window, and how many came before that one. Keeps no sender alive. */
	private served = new WeakMap<Sender, number>();
	private servedAfter = 0;
	private wakesAt = Number.POSITIVE_INFINITY;
	/** Until when the log has heard that everything waits. */
	private toldUntil = 0;
	private alarm?: AbortController;

	/**
	 * Waits until a request may start, then runs it and takes its reply's headers into account.
	 * Rejects at once when the user stops, and with an `ApiError` when the day's quota is used up.
	 */
	async run<T extends Answer>(request: () => Promise<T>, sender: Sender = {}): Promise<T> {
		const ticket = await this.enter(sender);
		let reply: T | undefined;
		try {
			reply = await request();
			return reply;
		} finally {
			this.leave(ticket, reply);
		}
	}

	/** Lets nothing start for a while, because a reply asked for it. `ms` in milliseconds. */
	pauseFor(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, monotonicNow() + ms);
		this.window.closeUntil(this.pausedUntil);
	}

	/** The window's length in milliseconds, as the headers told it last. */
	get intervalMs(): number {
		return this.window.intervalMs;
	}

	/** Whether requests wait or are under way. */
	get isInUse(): boolean {
		return this.inFlight > 0 || this.waiters.length > 0;
	}

	/** Whether it knows no more than a new one would: its window is over, and nothing is held back. */
	get isFresh(): boolean {
		const now = monotonicNow();
		return Math.max(this.pausedUntil, this.quotaResetsAt, this.window.endsAt) <= now;
	}

	private async enter(sender: Sender): Promise<Ticket> {
		const { signal } = sender;
		if (signal?.aborted) throw canceledError();
		return await new Promise<Ticket>((resolve, reject) => {
			const stop = () => {
				this.waiters.splice(this.waiters.indexOf(waiter), 1);
				reject(canceledError());
				if (this.waiters.length === 0) this.stopAlarm();
			};
			const waiter: Waiter = {
				sender,
				admit: (ticket) => {
					signal?.removeEventListener('abort', stop);
					resolve(ticket);
				},
				refuse: (reason) => {
					signal?.removeEventListener('abort', stop);
					reject(reason);
				},
			};
			signal?.addEventListener('abort', stop);
			this.waiters.push(waiter);
			this.admitNext();
		});
	}

	private admitNext(): void {
		while (this.waiters.length > 0) {
			const now = monotonicNow();
			if (this.quotaResetsAt > now) {
				const resetsInMs = this.quotaResetsAt - now;
				this.waiters.shift()?.refuse(new ApiError({ kind: 'dailyLimit', status: 429, resetsInMs }));
				continue;
			}
			if (this.inFlight >= MAX_IN_FLIGHT) return;
			if (now < this.pausedUntil) {
				this.tell(this.pausedUntil, 'HighLevel returned status 429, so all requests are paused.');
				return this.wakeAt(this.pausedUntil);
			}
			if (now >= this.window.endsAt) this.window.open();
			if (this.servedAfter !== this.window.before) {
				this.servedAfter = this.window.before;
				this.served = new WeakMap();
			}
			const { waiter, left } = this.first();
			if (!this.window.hasRoomFor(left)) return this.waitForRoom(now);
			this.waiters.splice(this.waiters.indexOf(waiter), 1);
			this.inFlight++;
			this.served.set(waiter.sender, this.servedOf(waiter) + 1);
			waiter.admit(this.window.start());
		}
		// Nobody waits any more: no timer need keep the process alive.
		this.stopAlarm();
	}

	/** Forgets the alarm, too: the error that it was aborted with leads to whoever sent last. */
	private stopAlarm(): void {
		this.alarm?.abort();
		this.alarm = undefined;
		this.wakesAt = Number.POSITIVE_INFINITY;
	}

	/** Whose turn it is: those with little to send before those with much, and of these whoever had the least so far. */
	private first(): { waiter: Waiter; left: number } {
		const all = this.waiters.map((waiter) => {
			const unknown = this.servedOf(waiter) >= BULK_THRESHOLD ? Number.POSITIVE_INFINITY : 0;
			return { waiter, left: waiter.sender.pendingRequests?.() ?? unknown };
		});
		return all.reduce((best, each) => {
			const sooner = Number(each.left > 0) - Number(best.left > 0);
			return (sooner || this.servedOf(each.waiter) - this.servedOf(best.waiter)) < 0 ? each : best;
		});
	}

	private servedOf({ sender }: Waiter): number {
		return this.served.get(sender) ?? 0;
	}

	private waitForRoom(now: number): void {
		const { endsAt, roomAt, max, intervalMs } = this.window;
		// Unknown before the window's first reply, which comes here again.
		if (!Number.isFinite(endsAt)) return this.wakeAt(now + MAX_PROBE_MS);
		const limit = `${max} requests in ${intervalMs / 1000} s`;
		this.tell(roomAt, `HighLevel's rate limit (${limit}) has been reached.`);
		this.wakeAt(roomAt);
	}

	private leave(ticket: Ticket, reply?: Answer): void {
		this.inFlight--;
		const { dayIsOver, dayResetsInMs, ...told } = readRateLimitHeaders(reply?.headers ?? {});
		if (dayIsOver) this.quotaResetsAt = monotonicNow() + dayResetsInMs;
		this.window.finish(ticket, { ...told, isRefusal: reply?.statusCode === 429 });
		this.admitNext();
	}

	private tell(end: number, reason: string): void {
		// Each refusal may put the end off by a little: one line is enough.
		if (end <= this.toldUntil + this.window.intervalMs / 2) return;
		logWait(this.waiters[0].sender.log, end - monotonicNow(), reason);
		this.toldUntil = end;
	}

	private wakeAt(time: number): void {
		if (this.wakesAt <= time) return;
		this.alarm?.abort();
		const alarm = new AbortController();
		const wake = () => {
			if (this.alarm !== alarm) return;
			this.wakesAt = Number.POSITIVE_INFINITY;
			this.admitNext();
		};
		this.alarm = alarm;
		this.wakesAt = time;
		void pause(Math.max(1, time - monotonicNow()), alarm.signal).then(wake, wake);
	}
}

/** Limiters that are kept: one for each app and location that this process has worked with lately. */
export const MAX_LIMITERS = 1000;

/** In the order of their last use. */
const limiters = new Map<string, RateLimiter>();

/** Makes room for one more limiter: the one that was unused for longest goes, rather one that knows of no limit. */
function makeRoom(): void {
	const unused = [...limiters].filter(([, { isInUse }]) => !isInUse);
	const [key] = unused.find(([, { isFresh }]) => isFresh) ?? unused[0] ?? [];
	if (key !== undefined) limiters.delete(key);
}

/** The limiter that everything in this process shares for one host and token. */
export function rateLimiterFor(key: string): RateLimiter {
	const known = limiters.get(key);
	if (!known && limiters.size >= MAX_LIMITERS) makeRoom();
	const limiter = known ?? new RateLimiter();
	limiters.delete(key);
	limiters.set(key, limiter);
	return limiter;
}
