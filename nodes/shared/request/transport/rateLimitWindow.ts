import { jittered, monotonicNow } from './delay';

/** HighLevel's documented burst limit. Used until the headers of a response contain the actual one. */
const DEFAULT_MAX = 100;
const DEFAULT_INTERVAL_MS = 10_000;
/** A bulk run without other clients leaves one in so many requests of a window unused, for single requests. */
const RESERVED_FRACTION = 50;
/** Part of the window in which requests are reserved, and over which a bulk run with other clients spreads its own. */
const SPREAD_FRACTION = 0.9;
/** A bulk run with other clients that needs at most this part of the remaining requests is not spread. */
const UNSPREAD_FRACTION = 2 / 3;
/** Max number of requests that a spread run may send at once after a delay, e.g. if a timer fired late. */
const MAX_TOKENS = 3;
/** If others used more than one in so many requests before our first one, the start of their window is searched for. */
const FOREIGN_USE_FRACTION = 10;
/** Max time to wait for the response to a single probe request, in ms, before more requests may start. */
export const MAX_PROBE_MS = 2_000;
/** Part of the shortest response time so far that any request is assumed to take at least. */
const LATENCY_FRACTION = 0.75;

/** A request that has started. */
export interface Ticket {
	/** Its number among all requests of this window's limiter, from 1. */
	sequence: number;
	/** When it started, in ms of `monotonicNow`. */
	startedAt: number;
}

/** What a response says about the rate limit. */
export interface RateLimitInfo {
	max?: number;
	intervalMs?: number;
	remaining?: number;
	/** The response has status 429: HighLevel did not count the request. */
	isRateLimited?: boolean;
}

/**
 * The current window of the rate limit, as far as the responses reveal it. The number of requests by other clients follows
 * from the headers: it is what HighLevel counted beyond the requests of this process. Without other clients, a bulk run uses
 * a window as fast as it can. With others, it spreads the remaining requests over the remaining time: this way all clients
 * get the same share, whenever they start, and rarely exceed the limit together. All times are in ms; points in time are
 * those of `monotonicNow`.
 */
export class RateLimitWindow {
	max = DEFAULT_MAX;
	intervalMs = DEFAULT_INTERVAL_MS;
	/** Latest end of the window; Infinity until its first response. The server's window starts before that response. */
	endsAt = Number.POSITIVE_INFINITY;
	/** Number of windows before this one. */
	index = 0;
	private openedAt = 0;
	/** No response of this window has arrived yet, so only one request is sent to find out what remains. */
	private isUnknown = true;
	/** The lowest `remaining` in the responses of this window. */
	private remaining = Number.POSITIVE_INFINITY;
	/** Number of requests started until that response. Only a later request can reveal that a new window has begun. */
	private startedAtLastResponse = 0;
	/** Number of requests started in total, and before this window. */
	private started = 0;
	private startedBeforeWindow = 0;
	private rejected = 0;
	/** Sequence numbers of the requests in flight. */
	private readonly pending = new Set<number>();
	/** Requests that were in flight when the window opened: the server may count them in this window or the one before. */
	private carriedOver = 0;
	/** Requests of other clients: in this window, in the one before, and between the last two responses. */
	private otherRequests = 0;
	private otherRequestsBefore = 0;
	private recentOtherRequests = 0;
	/** Requests that a spread run may start now: a token bucket, refilled by `refillTokens`. */
	private tokens = 1;
	private tokensUpdatedAt = 0;
	/** Start of the latest request that was counted in this window. */
	private lastCountedStart = 0;
	/** How long before `endsAt` the window may end, and whether a request has already probed for that. */
	private earlyEndMs = 0;
	private hasProbed = false;
	/** The shortest response time so far. */
	private minLatencyMs = Number.POSITIVE_INFINITY;

	/** Opens the next window. `first` is the sequence number of its first request, by default the next request. */
	open(first = this.started + 1): void {
		this.index++;
		this.otherRequestsBefore = this.otherRequests;
		this.startedBeforeWindow = first - 1;
		this.startedAtLastResponse = this.started;
		this.carriedOver = this.pending.size - this.inFlight;
		this.rejected = this.otherRequests = this.recentOtherRequests = this.earlyEndMs = 0;
		this.remaining = this.endsAt = Number.POSITIVE_INFINITY;
		this.isUnknown = true;
		this.hasProbed = false;
		this.openedAt = monotonicNow();
	}

	/** Blocks the window until a time that a response asked for. */
	closeUntil(timeMs: number): void {
		this.endsAt = timeMs;
		this.remaining = 0;
	}

	/** Whether a request may start now. `pendingRequests`: number of requests that its sender still has to send after it. */
	hasRoomFor(pendingRequests: number): boolean {
		const { inFlight, remainingRequests } = this;
		const now = monotonicNow();
		const isProbe = this.isUnknown || (now >= this.probeAt && !this.hasProbed);
		if (isProbe && inFlight === 0) return true;
		if (this.isUnknown && now < this.openedAt + MAX_PROBE_MS) return false;
		if (pendingRequests === 0) return inFlight < remainingRequests;
		const isSpreading = now < this.spreadUntil;
		if (!this.isShared) {
			const reserved = isSpreading
				? Math.floor(this.max / RESERVED_FRACTION)
				: this.totalOtherRequests;
			return inFlight < remainingRequests - reserved;
		}
		const unspreadFraction = this.otherRequests > 0 ? UNSPREAD_FRACTION : 1;
		if (pendingRequests <= unspreadFraction * (remainingRequests - inFlight)) {
			return inFlight < remainingRequests / 2;
		}
		// Expect as many requests of others before the next response as there were before the last one.
		if (inFlight >= remainingRequests - this.recentOtherRequests) return false;
		return isSpreading ? this.refillTokens(now) >= 1 : inFlight === 0;
	}

	/** The earliest time at which a request may start even if no response arrives before. */
	get nextRoomAt(): number {
		const now = monotonicNow();
		const times = [this.probeAt];
		if (this.remainingRequests > this.inFlight) {
			times.push(this.spreadUntil);
			if (this.isShared) {
				times.push(now + Math.ceil((1 - this.refillTokens(now)) / this.requestsPerMs(now)));
			}
		}
		return Math.min(this.endsAt, ...times.filter((time) => time > now));
	}

	/** Counts a request that starts now. */
	start(): Ticket {
		const now = monotonicNow();
		if (this.ownRequests === 0) this.openedAt = now;
		this.hasProbed ||= now >= this.probeAt;
		this.tokens = Math.max(0, this.tokens - 1);
		this.pending.add(++this.started);
		return { sequence: this.started, startedAt: now };
	}

	/** Updates the window after a request has ended, with the headers of its response. */
	finish({ sequence, startedAt }: Ticket, info: RateLimitInfo): void {
		const now = monotonicNow();
		this.pending.delete(sequence);
		this.max = info.max ?? this.max;
		this.intervalMs = info.intervalMs ?? this.intervalMs;
		const { isRateLimited } = info;
		const remaining = isRateLimited ? 0 : info.remaining;
		if (remaining !== undefined) this.minLatencyMs = Math.min(this.minLatencyMs, now - startedAt);
		if (sequence <= this.startedBeforeWindow) return;
		// More requests remain than after an earlier response: a new window has begun on the server.
		if (remaining !== undefined && remaining > this.remaining) {
			if (sequence <= this.startedAtLastResponse) return;
			this.open(sequence);
			this.openedAt = startedAt;
		}
		this.isUnknown = false;
		if (isRateLimited) this.rejected++;
		const isFirst = !Number.isFinite(this.endsAt);
		if (isFirst) {
			// Also without a response: the request may have opened a window on the server.
			this.endsAt = now + (isRateLimited ? jittered(this.intervalMs) : this.intervalMs);
			[this.tokens, this.tokensUpdatedAt] = [1, now];
		}
		if (remaining === undefined) return;
		this.countOtherRequests(Math.min(remaining, this.remaining), isFirst);
		this.lastCountedStart = Math.max(this.lastCountedStart, startedAt);
		this.startedAtLastResponse = this.started;
	}

	/** Updates the number of requests of other clients from the `remaining` of a response. */
	private countOtherRequests(remaining: number, isFirst: boolean): void {
		// Responses can arrive out of order: only requests that cannot be our own are certainly those of others.
		const unexplained = this.max - remaining - this.ownRequests - this.carriedOver;
		if (unexplained > 0) {
			this.otherRequests = Math.max(this.otherRequests, unexplained + this.inFlight);
		}
		this.recentOtherRequests = isFirst ? 0 : Math.max(0, this.remaining - remaining - 1);
		this.remaining = remaining;
		if (!isFirst || remaining === 0 || unexplained <= this.max / FOREIGN_USE_FRACTION) return;
		// The others' window began after our last request of the window before. Probe halfway in between, like a bisection.
		const sinceLastCounted = monotonicNow() - this.lastCountedStart;
		this.earlyEndMs = Math.min(sinceLastCounted, this.intervalMs) / 2;
	}

	/** Requests of other clients in this window and the one before. */
	private get totalOtherRequests(): number {
		return this.otherRequests + this.otherRequestsBefore;
	}

	/** Whether other clients send more than single requests, for which the reserve is enough. */
	private get isShared(): boolean {
		return this.totalOtherRequests > 1;
	}

	/** Requests that this window still accepts, including those in flight. */
	private get remainingRequests(): number {
		return Math.min(this.remaining, this.max - this.ownRequests + this.inFlight);
	}

	/** Requests of this process that count in this window. */
	private get ownRequests(): number {
		return this.started - this.startedBeforeWindow - this.rejected;
	}

	/** Requests of this window that are in flight. */
	private get inFlight(): number {
		let count = 0;
		for (const sequence of this.pending) if (sequence > this.startedBeforeWindow) count++;
		return count;
	}

	/** The earliest time to probe for the next window: a request takes time to arrive, as did the response that set `endsAt`. */
	private get probeAt(): number {
		if (this.rejected > 0) return this.endsAt;
		const latencyMs = Number.isFinite(this.minLatencyMs) ? LATENCY_FRACTION * this.minLatencyMs : 0;
		return this.endsAt - Math.max(latencyMs, this.earlyEndMs);
	}

	/** Until when requests are reserved or spread. */
	private get spreadUntil(): number {
		return (
			Math.min(this.endsAt, this.openedAt + this.intervalMs) -
			(1 - SPREAD_FRACTION) * this.intervalMs
		);
	}

	/** Requests per millisecond that a spread run may start. */
	private requestsPerMs(now: number): number {
		return (
			Math.max(0, this.remainingRequests - this.inFlight) / Math.max(1, this.spreadUntil - now)
		);
	}

	/** Adds the tokens for the time since the last call. Returns the number of tokens. */
	private refillTokens(now: number): number {
		const added = (now - this.tokensUpdatedAt) * this.requestsPerMs(now);
		this.tokens = Math.min(MAX_TOKENS, this.tokens + added);
		this.tokensUpdatedAt = now;
		return this.tokens;
	}
}
