import { sendsInTwo, singleAmong } from '../contenders/workers';
import type { Case } from '../types';
import { countOf, fillContacts, judgeSends, LIVE_WINDOW, REPLY_MS, timeFor } from './items';

const SINGLE_WINDOW = { max: 100, intervalMs: 2_000 };

export const workers: Case = {
	title: '800 sends by two processes, 400 each, 100 a window of 10 s, 20 ms a reply',
	metric: 'ms',
	sandbox: { seed: false, rateLimit: LIVE_WINDOW, latencyMs: REPLY_MS },
	fill: (sandbox, quick) => fillContacts(sandbox, quick ? 200 : 800, LIVE_WINDOW),
	contenders: { 'our node, two processes': sendsInTwo },
	ideal: timeFor,
	goals: [{ contender: 'our node, two processes', of: 'ideal', atMost: 1.15 }],
	judge: judgeSends,
	runs: 1,
	remark:
		'A result is complete with each message sent once and less than 1% of the requests refused. Ideal fills each window to the last request; 799 of 800 in eight windows take a ninth.',
};

export const singleSends: Case = {
	title:
		'Single sends in the middle of 1,000 others, 100 a window (window scaled to 2 s), 20 ms a reply',
	metric: 'ms',
	sandbox: { seed: false, rateLimit: SINGLE_WINDOW, latencyMs: REPLY_MS },
	fill: (sandbox, quick) => fillContacts(sandbox, countOf(quick), SINGLE_WINDOW),
	contenders: {
		'our node, in the same process': singleAmong('same process'),
		'our node, in another process': singleAmong('another process'),
	},
	// Length of a window, ms.
	ideal: () => SINGLE_WINDOW.intervalMs,
	goals: [
		{ contender: 'our node, in the same process', of: 'ideal', atMost: 1 },
		{ contender: 'our node, in another process', of: 'ideal', atMost: 1 },
	],
	judge: judgeSends,
	runs: 2,
	remark:
		'The time is the longest of eight single sends, each at another moment of a window; "ideal" is here a window, the most that one may wait. All others are proven to go out once.',
};
