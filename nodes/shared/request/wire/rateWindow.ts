import { jittered } from './wait';

/** HighLevel's documented burst limit, used until a reply's headers tell the real one. */
const DEFAULT_MAX = 100;
const DEFAULT_INTERVAL_MS = 10_000;
/** A bulk run leaves one request in so many to what others may want to send now... */
const KEPT_ONE_IN = 50;
/** ...until this part of the window is over. */
const KEPT_UNTIL = 0.95;
/** One request that finds out what is left is waited for so long, ms: it may be a slow one. */
export const LONGEST_PROBE_MS = 2_000;
/** A window of the server's that began before ours is over sooner: the next is looked for after this part of one. */
const LOOKED_FOR_AFTER = 0.7;
/** How much the window before still counts for who uses how much. */
const MEMORY = 0.5;

/** A request that has started: its place among all of this process, and when it did. */
export interface Ticket {
	nth: number;
	startedAt: number;
}

/** Where a request stands among those of its sender. */
export interface Standing {
	/** The sender has sent a lot in this window: it leaves others their part. */
	isOneOfMany: boolean;
	/** More are to come: it leaves a little to whoever has only one. */
	hasMore: boolean;
}

/** What a reply says about the limit. */
export interface Told {
	max?: number;
	intervalMs?: number;
	remaining?: number;
}

/**
 * One window of the rate limit after the other, as far as this process knows them: how many requests others have used is
 * what the headers count beyond our own. All times in ms.
 */
export class RateWindow {
	max = DEFAULT_MAX;
	intervalMs = DEFAULT_INTERVAL_MS;
	/** When the window is surely over; unknown until its first reply. The server counts from before that reply. */
	endsAt = Number.POSITIVE_INFINITY;
	private openedAt = 0;
	/** The fewest requests left that a reply of this window told, and when the server may have counted them. */
	private remaining = Number.POSITIVE_INFINITY;
	private toldAt = 0;
	/** Requests started until that reply came: only a later one can tell of a new window. */
	private startedThen = 0;
	/** Requests started in all, and before this window. */
	private started = 0;
	private startedBefore = 0;
	/** Under way, by their place. */
	private readonly pending = new Set<number>();
	/** Requests of others, this window and weighed those before. */
	private others = 0;
	/** Nothing is known of what the server's window still takes: one request alone, until its reply tells. */
	private unsure = true;
	/** The next window begins so. */
	private probesNext = false;
	private ownBefore = 0;
	private othersBefore = 0;

	/** Opens the next window, whose first request was or will be the one in this place. */
	open(first = this.started + 1): void {
		this.ownBefore = MEMORY * (this.ownBefore + first - 1 - this.startedBefore);
		this.othersBefore = MEMORY * (this.othersBefore + this.others);
		this.startedBefore = first - 1;
		this.startedThen = this.started;
		this.remaining = Number.POSITIVE_INFINITY;
		this.others = 0;
		this.unsure = this.probesNext;
		this.probesNext = false;
		this.openedAt = this.toldAt = Date.now();
		this.endsAt = Number.POSITIVE_INFINITY;
	}

	/** After a refusal: a new window begins at a moment, and one request finds out what is left of the server's. */
	closeUntil(moment: number): void {
		this.endsAt = moment;
		this.probesNext = true;
	}

	/** Whether one more request may start now. */
	hasRoom({ isOneOfMany, hasMore }: Standing): boolean {
		const { own, inFlight } = this;
		const now = Date.now();
		if (this.unsure && inFlight > 0 && now - this.openedAt < LONGEST_PROBE_MS) return false;
		const left = Math.min(this.remaining, this.max - own + inFlight);
		if (!isOneOfMany && !hasMore) return inFlight < left;
		const kept = hasMore && now < this.keptUntil ? Math.floor(this.max / KEPT_ONE_IN) : 0;
		// Of what is left, others are likely to take as large a part as they did so far...
		const ours = this.ownBefore + own;
		const theirs = this.othersBefore + this.others;
		const part = theirs === 0 ? 1 : ours / (ours + theirs);
		// ...and of that, since the last reply, as much as their pace until then allows.
		const pace = this.others / Math.max(1, this.toldAt - this.openedAt);
		const taken = Math.min(pace * (now - this.toldAt), left * (1 - part));
		const free = left - kept - taken;
		return inFlight < Math.max(Math.floor(free * part), Math.min(1, Math.floor(free / 3)));
	}

	private get own(): number {
		return this.started - this.startedBefore;
	}

	private get inFlight(): number {
		let count = 0;
		for (const nth of this.pending) if (nth > this.startedBefore) count++;
		return count;
	}

	/** When a bulk run may use what it has kept free so far. */
	get keptUntil(): number {
		return this.endsAt - (1 - KEPT_UNTIL) * this.intervalMs;
	}

	start(): Ticket {
		if (this.own === 0) this.openedAt = this.toldAt = Date.now();
		this.pending.add(++this.started);
		return { nth: this.started, startedAt: Date.now() };
	}

	/** Takes a request's end into account, and what its reply told. */
	finish({ nth, startedAt }: Ticket, { max, intervalMs, remaining }: Told): void {
		this.pending.delete(nth);
		this.max = max ?? this.max;
		this.intervalMs = intervalMs ?? this.intervalMs;
		if (nth <= this.startedBefore) return;
		this.unsure = false;
		// Fewer were left when an earlier request came back: the server has begun a window of its own.
		if (remaining !== undefined && remaining > this.remaining) {
			if (nth <= this.startedThen) return;
			this.open(nth);
			this.openedAt = startedAt;
		}
		// A request without a reply may have opened a window on the server, too.
		if (!Number.isFinite(this.endsAt)) this.endsAt = Date.now() + this.intervalMs;
		if (remaining === undefined) return;
		const unexplained = this.max - remaining - this.own;
		// Others had used most of it when ours began: their windows begin earlier, so look for the next one sooner.
		if (!Number.isFinite(this.remaining) && remaining > 0 && unexplained > this.max / 2) {
			this.probesNext = true;
			this.endsAt = Date.now() + jittered(LOOKED_FOR_AFTER * this.intervalMs);
		}
		this.remaining = remaining;
		this.toldAt = Math.max(this.toldAt, startedAt);
		this.startedThen = this.started;
		// Replies come out of order: only what our own requests cannot explain is surely of others.
		if (unexplained > 0) this.others = Math.max(this.others, unexplained + this.inFlight);
	}
}
