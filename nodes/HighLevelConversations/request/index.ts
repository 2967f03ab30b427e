/** The one entry to the executor: what the node, its operations, its pickers and its triggers may use. */
export { execute } from './execute';
export { FieldIssue } from './failure';
export { exportCursor, messageCursor, searchCursor } from './cursors';
export { download, orUnavailable } from './downloads';
export { pages } from './pages';
export { route } from './plan';
export type { Job, Plan, Runner } from './plan';
export { pickerRequest } from './picker';
export { listIn, single, unpaged } from './replies';
export { attachingFiles, largeFile, uploadedFiles, uploadFiles, uploadLargeFile } from './uploads';
export { inputFiles, MOST_BYTES } from './inputFiles';
export * as rules from './rules';
export { isEmpty } from './values';
export type { Rule } from './values';
export { WARNING_KEY } from './warn';
