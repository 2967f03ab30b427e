import type { IDataObject } from 'n8n-workflow';
import { ApiFailure } from '../failures';
import { readRateHeaders } from './rateHeaders';
import { aborted, pause, tellWait } from './wait';

/** HighLevel's documented burst limit, used until a reply's headers tell the real one. */
const DEFAULT_MAX = 100;
const DEFAULT_INTERVAL_MS = 10_000;
const MOST_IN_FLIGHT = 10;

/** A request that may go out, and the window that it counts in. */
interface Ticket {
	window: number;
}

interface Waiter {
	admit(ticket: Ticket): void;
	refuse(reason: Error): void;
	log: (message: string) => void;
	gone: boolean;
}

/** Who sends a request through the limiter. */
export interface Sender {
	/** Aborts when the user presses Stop. */
	signal?: AbortSignal;
	/** Hears of long waits. */
	log?(message: string): void;
}

/**
 * Keeps the requests of one app at one location within HighLevel's limit: no more in flight than `MOST_IN_FLIGHT`,
 * and no more in a window than the `x-ratelimit-*` headers of its replies leave.
 */
export class Limiter {
	private max = DEFAULT_MAX;
	private intervalMs = DEFAULT_INTERVAL_MS;
	/** Requests that may still start in the current window. */
	private left = DEFAULT_MAX;
	private window = 0;
	/** When the current window is surely over; unknown until its first reply. The server counts from before that reply. */
	private windowEndsAt = Number.POSITIVE_INFINITY;
	private lowestRemaining = Number.POSITIVE_INFINITY;
	private inFlight = 0;
	private inFlightOfWindow = 0;
	private pausedUntil = 0;
	private quotaResetsAt = 0;
	private readonly waiters: Waiter[] = [];
	private wakesAt = Number.POSITIVE_INFINITY;
	/** Until when the log has heard that everything waits. */
	private toldUntil = 0;
	private alarm?: AbortController;

	/**
	 * Waits until a request may start, then runs it and takes its reply's headers into account.
	 * Rejects at once when the user stops, and with an `ApiFailure` when the day's quota is used up.
	 */
	async run<T extends { headers: IDataObject }>(
		request: () => Promise<T>,
		sender: Sender = {},
	): Promise<T> {
		const ticket = await this.enter(sender);
		let headers: IDataObject | undefined;
		try {
			const reply = await request();
			headers = reply.headers;
			return reply;
		} finally {
			this.leave(ticket, headers);
		}
	}

	/** Lets nothing start for a while, after a refusal. `ms` in milliseconds. */
	holdFor(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, Date.now() + ms);
		this.left = 0;
		this.windowEndsAt = this.pausedUntil;
	}

	/** The window's length in milliseconds, as the headers told it last. */
	get interval(): number {
		return this.intervalMs;
	}

	private async enter({ signal, log = () => {} }: Sender): Promise<Ticket> {
		if (signal?.aborted) throw aborted();
		return await new Promise<Ticket>((resolve, reject) => {
			const stop = () => {
				waiter.gone = true;
				reject(aborted());
				if (this.waiters.every(({ gone }) => gone)) this.alarm?.abort();
			};
			const waiter: Waiter = {
				gone: false,
				log,
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
			if (this.waiters[0].gone) {
				this.waiters.shift();
				continue;
			}
			const now = Date.now();
			if (this.quotaResetsAt > now) {
				const resetsInMs = this.quotaResetsAt - now;
				this.waiters.shift()?.refuse(new ApiFailure({ kind: 'quota', status: 429, resetsInMs }));
				continue;
			}
			if (this.inFlight >= MOST_IN_FLIGHT) return;
			if (now < this.pausedUntil) {
				return this.wakeAt(
					this.pausedUntil,
					'HighLevel refused a request (429), so all are held back.',
				);
			}
			if (now >= this.windowEndsAt) this.openWindow(this.max);
			if (this.left <= 0) {
				if (!Number.isFinite(this.windowEndsAt)) return;
				const limit = `${this.max} requests in ${this.intervalMs / 1000} s`;
				return this.wakeAt(this.windowEndsAt, `HighLevel's rate limit (${limit}) is used up.`);
			}
			this.left--;
			this.inFlight++;
			this.inFlightOfWindow++;
			this.waiters.shift()?.admit({ window: this.window });
		}
	}

	private leave(ticket: Ticket, headers?: IDataObject): void {
		this.inFlight--;
		const ofThisWindow = ticket.window === this.window;
		if (ofThisWindow) this.inFlightOfWindow--;
		if (headers) this.readHeaders(headers, ofThisWindow);
		// A request without a reply may still have opened a window on the server.
		if (ofThisWindow && !Number.isFinite(this.windowEndsAt)) {
			this.windowEndsAt = Date.now() + this.intervalMs;
		}
		this.admitNext();
	}

	private readHeaders(headers: IDataObject, ofThisWindow: boolean): void {
		const { max, intervalMs, remaining, dayIsOver, dayResetsInMs } = readRateHeaders(headers);
		this.max = max ?? this.max;
		this.intervalMs = intervalMs ?? this.intervalMs;
		if (dayIsOver) this.quotaResetsAt = Date.now() + dayResetsInMs;
		if (remaining === undefined || !ofThisWindow) return;
		// More left than replies out of order can explain: the server has begun a window of its own.
		if (remaining > this.lowestRemaining + MOST_IN_FLIGHT) {
			this.openWindow(remaining);
			this.inFlightOfWindow = this.inFlight;
		}
		this.lowestRemaining = Math.min(this.lowestRemaining, remaining);
		this.left = Math.max(0, this.lowestRemaining - this.inFlightOfWindow);
	}

	private openWindow(left: number): void {
		this.window++;
		this.left = left;
		this.inFlightOfWindow = 0;
		this.lowestRemaining = Number.POSITIVE_INFINITY;
		this.windowEndsAt = Number.POSITIVE_INFINITY;
	}

	private wakeAt(time: number, reason: string): void {
		// Each refusal may put the end off by a little: one line is enough.
		if (time > this.toldUntil + this.intervalMs / 2) {
			tellWait(this.waiters[0].log, time - Date.now(), reason);
			this.toldUntil = time;
		}
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
		void pause(Math.max(1, time - Date.now()), alarm.signal).then(wake, wake);
	}
}

const limiters = new Map<string, Limiter>();

/** The limiter that everything in this process shares for one host and token. */
export function limiterFor(key: string): Limiter {
	let limiter = limiters.get(key);
	if (!limiter) {
		limiter = new Limiter();
		limiters.set(key, limiter);
	}
	return limiter;
}
