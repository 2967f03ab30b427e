import type { Case } from '../types';
import { download, upload } from './files';
import { gets, sends } from './items';
import { exportFast, exportSlow, messages, search } from './lists';

/** Every case by the name that `--only` takes, in the order of the report. */
export const cases: Record<string, Case> = {
	'export-fast': exportFast,
	'export-slow': exportSlow,
	search,
	messages,
	sends,
	gets,
	download,
	upload,
};
