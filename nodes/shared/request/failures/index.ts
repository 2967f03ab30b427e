export { nodeErrorFrom, readingError } from './errors';
export {
	ApiFailure,
	FieldIssue,
	isGone,
	isRefusedWith,
	mayBeProcessed,
	mayPass,
	readErrorBody,
} from './failure';
export type { FailureFacts } from './failure';
export { saysDoNotDisturb } from './hints';
export { warn, withHint } from './warn';
export type { Scope, Subject } from './subject';
