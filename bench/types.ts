import type { Sandbox, SandboxOptions } from '../sandbox';

/** The data of a case that its contenders need. */
export interface Given {
	/** Records to fetch, or contacts to send to. */
	ids?: string[];
	/** More contacts, for the warm-up. */
	spareIds?: string[];
	conversationId?: string;
	/** A call with a large recording, and one with a small one. */
	messageId?: string;
	smallMessageId?: string;
	/** The period with all messages, ISO 8601. */
	startDate?: string;
	endDate?: string;
	/** Requests per window of the rate limit, and its length in ms. */
	window?: { max: number; intervalMs: number };
	/** Size of a file in bytes. */
	bytes?: number;
}

/** Address and data of the sandbox. */
export interface Target extends Given {
	url: string;
	token: string;
	locationId: string;
	/** Folder of our package, installed from the tarball. */
	packageFolder: string;
	/** Temporary folder of the run. */
	temporaryFolder: string;
}

/** The output of a contender. */
export interface Outcome {
	/** IDs of the records, in the order of the result. */
	ids?: string[];
	/** Whether each result is linked to its input item; undefined outside n8n. */
	linked?: boolean;
	/** SHA-256 of the file, hex. */
	sha256?: string;
	/** Its time in ms, if only a part of the run counts. */
	ms?: number;
	/** Its error. */
	failure?: string;
	/** Additional values for the report. */
	note?: string;
}

/** Measured values of one run of a contender. */
export interface Run extends Outcome {
	/** Wall time, ms. */
	ms: number;
	/** User and system time of the process, ms. */
	cpuMs: number;
	/** Increase of the maximum resident memory during the run, MB (1,000,000 bytes). */
	peakMb: number;
	/** Increase of retained memory in a separate run, MB. */
	heldMb?: number;
}

/** Requests and messages of one run in the sandbox. */
export interface Tally {
	requests: number;
	/** Number of requests answered with 429. */
	refused: number;
	/** Number of stored messages, by contact. */
	sent: Record<string, number>;
	/** SHA-256 of the uploaded files. */
	uploads: string[];
}

/** A contender that is ready for its first request. */
export interface Prepared {
	/** A small run for the warm-up. */
	warmUp?: () => Promise<unknown>;
	run: () => Promise<Outcome>;
	/** Runs after the measurement. */
	proof?: () => Promise<Outcome>;
}

export type Contender = (target: Target) => Promise<Prepared>;

/** The values that a goal can limit. */
export type Metric = 'ms' | 'cpuMs' | 'peakMb' | 'heldMb';

export interface Goal {
	contender: string;
	/** Contender to compare with; by default the limit is absolute. */
	of?: string;
	atMost: number;
}

/** The expected result: the records in order, or the file. */
export interface Expected {
	ids?: string[];
	sha256?: string;
}

export interface Case {
	title: string;
	/** The compared value. */
	metric: Metric;
	sandbox: SandboxOptions;
	/** Fills the sandbox in its process; `quick` with about a tenth. */
	fill(sandbox: Sandbox, quick: boolean): { given: Given; expected: Expected };
	/** Contenders by their name in the table, in order. */
	contenders: Record<string, Contender>;
	/** A computed value to compare with, in the case's metric. */
	ideal?: (given: Given) => number;
	goals: Goal[];
	/** What is wrong with a run, undefined if nothing. By default, checks the expected IDs or the file. */
	judge?: (run: Run, expected: Expected, tally: Tally) => string | undefined;
	runs: number;
	/** A remark below the table. */
	remark?: string;
}

/** What the process of a contender is to run. */
export interface ContenderOrder {
	caseName: string;
	contender: string;
	target: Target;
	/** Only measure retained memory, with continuous garbage collection. */
	collecting?: boolean;
}

/** What the process of a sandbox is to do. */
export type SandboxOrder =
	| { fill: string; quick: boolean }
	/** Clears the recorded requests, and starts a new window of the rate limit. */
	| 'begin'
	| 'tally';

/** A sandbox with the data of a case. */
export interface FilledSandbox {
	target: Omit<Target, 'packageFolder' | 'temporaryFolder'>;
	expected: Expected;
}
