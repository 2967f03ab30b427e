/** The one entry to the executor: what the node, its operations, its pickers and its triggers may use. */
export { execute } from './execute';
export {
	readingError,
	ApiFailure,
	FieldIssue,
	isGone,
	mayPass,
	saysDoNotDisturb,
} from './failures';
export { exportCursor, messageCursor, searchCursor, pages, walk } from './lists';
export type { Cursor, Position } from './lists';
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
export { planned, route } from './plan';
export { operate } from './operate';
export type { Guard, Job, LookUps, Plan, Runner } from './plan';
export type { Scope } from './failures';
export { pickerRequest, openReader, openReading } from './readers';
export type { Reader } from './readers';
export { Clock } from './wire';
export type { Reply } from './wire';
export { isSkipped, listIn, picked, single, skippedItem, unpaged, unwrapped } from './replies';
export { attempted, rules, isEmpty } from './values';
export type { Rule } from './values';
