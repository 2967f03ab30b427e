export { nodeErrorFrom, readingError } from './nodeErrors';
export {
	ApiFailure,
	FieldIssue,
	isGone,
	isRefusedWith,
	mayBeProcessed,
	mayPass,
	readErrorBody,
} from './apiError';
export type { FailureFacts } from './apiError';
export { saysDoNotDisturb } from './errorRules';
export { warn, withHint } from './warnings';
export type { Scope, Subject } from './scopes';
