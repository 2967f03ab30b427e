export {
	withDescriptionForModel,
	failureText,
	isToolNode,
	toNodeError,
	toItemError,
	toReadError,
	sentences,
} from './nodeErrors';
export { ApiError, FileUnavailable, ParameterError } from './apiError';
export type { ApiErrorDetails } from './apiError';
export {
	isDoNotDisturb,
	isMissingScope,
	isNotFound,
	isRejectedWith,
	isTransient,
	isUnavailable,
	mayHaveBeenProcessed,
	retryOf,
} from './classify';
export { readErrorBody } from './errorBody';
export type { Redact } from './errorBody';
export { isObject } from './isObject';
export { warn, withHint } from './warnings';
export type { ErrorSubject } from './errorRules';
export type { Scope } from './scopes';
