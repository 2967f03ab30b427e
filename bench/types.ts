import type { Sandbox, SandboxOptions } from '../sandbox';

/** What a case puts into the sandbox, as far as its contenders need to know it. */
export interface Given {
	/** Records to fetch, or contacts to send to. */
	ids?: string[];
	/** A few more contacts, to warm up with. */
	spareIds?: string[];
	conversationId?: string;
	/** A call with a large recording, and one with a small. */
	messageId?: string;
	smallMessageId?: string;
	/** The period that holds every message, ISO 8601. */
	startDate?: string;
	endDate?: string;
	/** Requests in one window of the rate limit, and its length in ms. */
	window?: { max: number; intervalMs: number };
	/** Size of a file in bytes. */
	bytes?: number;
}

/** Where the sandbox is, and what is in it. */
export interface Target extends Given {
	url: string;
	token: string;
	locationId: string;
	/** Folder of our package, installed from its tarball. */
	packageFolder: string;
	/** A folder for what the run writes; it is removed afterwards. */
	scratch: string;
}

/** What a contender brought. */
export interface Outcome {
	/** Ids of the records, in the order of the result. */
	ids?: string[];
	/** Whether each result leads back to the input item that it came from; undefined outside n8n. */
	linked?: boolean;
	/** SHA-256 of the file, hex. */
	sha256?: string;
	/** Its time in ms, where not all of the run's counts. */
	ms?: number;
	/** What it broke off with. */
	failure?: string;
	/** Figures of its own, for the report. */
	note?: string;
}

/** One run of a contender, as measured in its own process. */
export interface Run extends Outcome {
	/** Wall time. */
	ms: number;
	/** User and system time of the process. */
	cpuMs: number;
	/** The highest resident memory above that before the run, MB (1,000,000 bytes). */
	peakMb: number;
	/** The most that a garbage collection left over during a run of its own, above that before it, MB. */
	heldMb?: number;
}

/** What the sandbox saw of one run. */
export interface Tally {
	requests: number;
	/** Answered with 429. */
	refused: number;
	/** Messages stored, by contact. */
	sent: Record<string, number>;
	/** SHA-256 of the files that were uploaded. */
	uploads: string[];
}

/** Ready to run: everything that an n8n or a script has behind it before its first request. */
export interface Prepared {
	/** A small run first, for what is only slow the first time. */
	warmUp?: () => Promise<unknown>;
	run: () => Promise<Outcome>;
	/** What is looked at once the measuring is over. */
	proof?: () => Promise<Outcome>;
}

export type Contender = (target: Target) => Promise<Prepared>;

/** The measured values that a goal may be about. */
export type Metric = 'ms' | 'cpuMs' | 'peakMb' | 'heldMb';

export interface Goal {
	contender: string;
	/** Another contender, whose value is the measure; without one the value itself is. */
	of?: string;
	atMost: number;
}

/** What must come out: the records in their order, or the file. */
export interface Expected {
	ids?: string[];
	sha256?: string;
}

export interface Case {
	title: string;
	/** What is compared. */
	metric: Metric;
	sandbox: SandboxOptions;
	/** Fills the sandbox, in its process. `quick` asks for about a tenth. */
	fill(sandbox: Sandbox, quick: boolean): { given: Given; expected: Expected };
	/** Contenders by the name in the table, in that order. */
	contenders: Record<string, Contender>;
	/** A contender that is computed: its value in the case's metric. */
	ideal?: (given: Given) => number;
	goals: Goal[];
	/** Says what is wrong with a run; undefined where all is right. Without one the ids or the file must be as expected. */
	judge?: (run: Run, expected: Expected, tally: Tally) => string | undefined;
	runs: number;
	/** A sentence under the table. */
	remark?: string;
}
