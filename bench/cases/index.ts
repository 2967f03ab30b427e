import type { Case } from '../types';
import { download, upload } from './files';
import { gets, sends, sendsLive } from './items';
import { skipIfSentSends } from './skipIfSent';
import { exportFast, exportSlices, exportSlow, messages, search } from './lists';
import { unanswered } from './unanswered';
import { singleSends, workers } from './workers';

/** Every case by its name for `--only`, in the order of the report. */
export const cases: Record<string, Case> = {
	'export-fast': exportFast,
	'export-slow': exportSlow,
	search,
	messages,
	sends,
	workers,
	singleSends,
	gets,
	unanswered,
	download,
	upload,
};

/** Only measured with `--only`: the figures of docs/scale.md, and the live rate limit, which takes long. */
export const unlistedCases: Record<string, Case> = {
	'export-slices': exportSlices,
	'sends-live': sendsLive,
	'sends-skip-if-sent': skipIfSentSends,
};

/** @throws Error if there is no case of this name */
export function caseNamed(name: string): Case {
	const found = cases[name] ?? unlistedCases[name];
	if (!found) throw new Error(`No such case: ${name}`);
	return found;
}
