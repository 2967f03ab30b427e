import { jittered, monotonicNow } from './delay';

/** HighLevel's documented burst limit, used until a reply's headers tell the real one. */
const DEFAULT_MAX = 100;
const DEFAULT_INTERVAL_MS = 10_000;
/** A run alone leaves one request in so many to what somebody may want to send now... */
const RESERVED_FRACTION = 50;
/** ...until this part of the window is over; and a run beside others spreads what it sends over it. */
const SPREAD_FRACTION = 0.9;
/** Beside others, a run that needs no more than this part of what is left ends at once. */
const UNSPREAD_FRACTION = 2 / 3;
/** Requests that a run beside others may catch up with at once, where a timer came late. */
const MAX_TOKENS = 3;
/** Where others had used more than one request in so many before our first, their window is looked for. */
const FOREIGN_USE_FRACTION = 10;
/** One request that finds out what is left is waited for so long, ms: it may be a slow one. */
export const MAX_PROBE_MS = 2_000;
/** How much of the time of the quickest reply so far any request and its reply surely take on their way. */
const LATENCY_FRACTION = 0.75;

/** A request that has started: its place among all of this process, and when it did. */
export interface Ticket {
	nth: number;
	startedAt: number;
}

/** What a reply says about the limit. */
export interface RateLimitInfo {
	max?: number;
	intervalMs?: number;
	remaining?: number;
	/** It was a refusal: HighLevel did not count the request. */
	isRefusal?: boolean;
}

/**
 * One window of the rate limit after the other, as far as this process knows them: how many requests others have used is
 * what the headers count beyond our own. Alone, a run uses a window at once. Beside others each spreads what is left over
 * the time that is left: all come to the same part, whenever they begin, and seldom to the last request together. All
 * times in ms, moments those of `monotonicNow`.
 */
export class RateLimitWindow {
	max = DEFAULT_MAX;
	intervalMs = DEFAULT_INTERVAL_MS;
	/** When the window is surely over; unknown until its first reply. The server counts from before that reply. */
	endsAt = Number.POSITIVE_INFINITY;
	/** Windows that have begun before this one. */
	before = 0;
	private openedAt = 0;
	/** Nothing is known of the server's window: one request alone, until its reply tells. */
	private unsure = true;
	/** The fewest requests left that a reply of this window told. */
	private remaining = Number.POSITIVE_INFINITY;
	/** Requests started until that reply came: only a later one can tell of a new window. */
	private startedThen = 0;
	/** Requests started in all, and before this window. */
	private started = 0;
	private startedBefore = 0;
	private refused = 0;
	/** Under way, by their place. */
	private readonly pending = new Set<number>();
	/** Under way when the window opened: who knows in which one they count. */
	private strays = 0;
	/** Requests of others in this window and the one before, and between our last two replies. */
	private others = 0;
	private othersBefore = 0;
	private othersLately = 0;
	/** Requests, by now, that the plan allows a run beside others. */
	private earned = 1;
	private earnedAt = 0;
	/** When the latest request started that still counted in this window. */
	private lastedUntil = 0;
	/** How much sooner than surely over the window may be, and whether a request has looked. */
	private mayEndSooner = 0;
	private hasLooked = false;
	private quickest = Number.POSITIVE_INFINITY;

	/** Opens the next window, whose first request was or will be the one in this place. */
	open(first = this.started + 1): void {
		this.before++;
		this.othersBefore = this.others;
		this.startedBefore = first - 1;
		this.startedThen = this.started;
		this.strays = this.pending.size - this.inFlight;
		this.refused = this.others = this.othersLately = this.mayEndSooner = 0;
		this.remaining = this.endsAt = Number.POSITIVE_INFINITY;
		this.unsure = true;
		this.hasLooked = false;
		this.openedAt = monotonicNow();
	}

	/** Takes a moment for the end of the window, because a reply named it. */
	closeUntil(moment: number): void {
		this.endsAt = moment;
		this.remaining = 0;
	}

	/** Whether one more request may start now, of a sender that has so `many` to send after it. */
	hasRoomFor(many: number): boolean {
		const { inFlight, left } = this;
		const now = monotonicNow();
		const looks = this.unsure || (now >= this.looksAt && !this.hasLooked);
		if (looks && inFlight === 0) return true;
		if (this.unsure && now < this.openedAt + MAX_PROBE_MS) return false;
		if (many === 0) return inFlight < left;
		const isPlanned = now < this.plannedUntil;
		if (!this.isShared) {
			return (
				inFlight < left - (isPlanned ? Math.floor(this.max / RESERVED_FRACTION) : this.othersSeen)
			);
		}
		const part = this.others > 0 ? UNSPREAD_FRACTION : 1;
		if (many <= part * (left - inFlight)) return inFlight < left / 2;
		// Others are likely to take as many before our reply as they took before the last.
		if (inFlight >= left - this.othersLately) return false;
		return isPlanned ? this.earnedBy(now) >= 1 : inFlight === 0;
	}

	/** When there may be room without another reply, at the earliest. */
	get roomAt(): number {
		const now = monotonicNow();
		const moments = [this.looksAt];
		if (this.left > this.inFlight) {
			moments.push(this.plannedUntil);
			if (this.isShared) moments.push(now + Math.ceil((1 - this.earnedBy(now)) / this.rateAt(now)));
		}
		return Math.min(this.endsAt, ...moments.filter((moment) => moment > now));
	}

	start(): Ticket {
		const now = monotonicNow();
		if (this.own === 0) this.openedAt = now;
		this.hasLooked ||= now >= this.looksAt;
		this.earned = Math.max(0, this.earned - 1);
		this.pending.add(++this.started);
		return { nth: this.started, startedAt: now };
	}

	/** Takes a request's end into account, and what its reply told. */
	finish({ nth, startedAt }: Ticket, told: RateLimitInfo): void {
		const now = monotonicNow();
		this.pending.delete(nth);
		this.max = told.max ?? this.max;
		this.intervalMs = told.intervalMs ?? this.intervalMs;
		const { isRefusal } = told;
		const remaining = isRefusal ? 0 : told.remaining;
		if (remaining !== undefined) this.quickest = Math.min(this.quickest, now - startedAt);
		if (nth <= this.startedBefore) return;
		// More are left than an earlier reply told: the server has begun a window of its own.
		if (remaining !== undefined && remaining > this.remaining) {
			if (nth <= this.startedThen) return;
			this.open(nth);
			this.openedAt = startedAt;
		}
		this.unsure = false;
		if (isRefusal) this.refused++;
		const isFirst = !Number.isFinite(this.endsAt);
		if (isFirst) {
			// A request without a reply may have opened a window on the server, too.
			this.endsAt = now + (isRefusal ? jittered(this.intervalMs) : this.intervalMs);
			[this.earned, this.earnedAt] = [1, now];
		}
		if (remaining === undefined) return;
		this.seeOthers(Math.min(remaining, this.remaining), isFirst);
		this.lastedUntil = Math.max(this.lastedUntil, startedAt);
		this.startedThen = this.started;
	}

	/** Takes in how many requests are left, as a reply has just told. */
	private seeOthers(remaining: number, isFirst: boolean): void {
		// Replies come out of order: only what our own requests cannot explain is surely of others.
		const unexplained = this.max - remaining - this.own - this.strays;
		if (unexplained > 0) this.others = Math.max(this.others, unexplained + this.inFlight);
		this.othersLately = isFirst ? 0 : Math.max(0, this.remaining - remaining - 1);
		this.remaining = remaining;
		if (!isFirst || remaining === 0 || unexplained <= this.max / FOREIGN_USE_FRACTION) return;
		// Theirs began since our last request in the window before: each time, look in the middle of that.
		const sinceThen = monotonicNow() - this.lastedUntil;
		this.mayEndSooner = Math.min(sinceThen, this.intervalMs) / 2;
	}

	/** Requests of others that still count for what is left to them. */
	private get othersSeen(): number {
		return this.others + this.othersBefore;
	}

	/** More is sent than single messages: a run leaves others more than what is kept for these. */
	private get isShared(): boolean {
		return this.othersSeen > 1;
	}

	/** Requests that the window still takes, those under way included. */
	private get left(): number {
		return Math.min(this.remaining, this.max - this.own + this.inFlight);
	}

	/** Requests of this process that count in this window. */
	private get own(): number {
		return this.started - this.startedBefore - this.refused;
	}

	private get inFlight(): number {
		let count = 0;
		for (const nth of this.pending) if (nth > this.startedBefore) count++;
		return count;
	}

	/** When a request may find out whether the next window has begun: by its way there and the first reply's way back. */
	private get looksAt(): number {
		if (this.refused > 0) return this.endsAt;
		const way = Number.isFinite(this.quickest) ? LATENCY_FRACTION * this.quickest : 0;
		return this.endsAt - Math.max(way, this.mayEndSooner);
	}

	private get plannedUntil(): number {
		return (
			Math.min(this.endsAt, this.openedAt + this.intervalMs) -
			(1 - SPREAD_FRACTION) * this.intervalMs
		);
	}

	/** Requests that a run beside others may start in a millisecond. */
	private rateAt(now: number): number {
		return Math.max(0, this.left - this.inFlight) / Math.max(1, this.plannedUntil - now);
	}

	private earnedBy(now: number): number {
		const more = (now - this.earnedAt) * this.rateAt(now);
		this.earned = Math.min(MAX_TOKENS, this.earned + more);
		this.earnedAt = now;
		return this.earned;
	}
}
