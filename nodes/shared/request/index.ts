/** The one entry to the executor: what the node, its operations, its pickers and its triggers may use. */
export { execute, operate } from './execution';
export { readingError, ApiFailure, FieldIssue, isGone, mayPass, saysDoNotDisturb } from './errors';
export { exportCursor, messageCursor, searchCursor, pages, walk } from './pagination';
export type { Cursor, Position } from './pagination';
export {
	download,
	orUnavailable,
	attachingFiles,
	largeFile,
	uploadedFiles,
	uploadFiles,
	uploadLargeFile,
	inputFiles,
	MOST_BYTES,
} from './files';
export { planned, route } from './operationSpec';
export type { Guard, Job, LookUps, Plan, Runner } from './operationSpec';
export type { Scope } from './errors';
export { pickerRequest, openReader, openReading } from './readers';
export type { Reader } from './readers';
export { Clock } from './transport';
export type { Reply } from './transport';
export { isSkipped, listIn, picked, single, skippedItem, unpaged, unwrapped } from './responses';
export { attempted, rules, isEmpty } from './values';
export type { Rule } from './values';
