export { nodeErrorFrom, readError } from './nodeErrors';
export {
	ApiError,
	ParameterError,
	isNotFound,
	isRefusedWith,
	mayHaveBeenProcessed,
	isTransient,
	readErrorBody,
} from './apiError';
export type { ApiErrorDetails } from './apiError';
export { isDoNotDisturb } from './errorRules';
export { warn, withHint } from './warnings';
export type { Scope, ErrorSubject } from './scopes';
