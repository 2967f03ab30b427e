/** The only entry to this folder: everything that the nodes may use. */
export { executeItem, executeOperation, failedItem, KeyedQueue } from './execution';
export {
	failureText,
	toReadError,
	ApiError,
	FileUnavailable,
	ParameterError,
	isNotFound,
	isObject,
	mayHaveBeenProcessed,
	isTransient,
	isDoNotDisturb,
	isMissingScope,
	retryOf,
} from './errors';
export {
	exportCursor,
	messageCursor,
	searchCursor,
	paginatedResponse,
	paginate,
} from './pagination';
export type { Cursor, Position } from './pagination';
export {
	downloadResponse,
	downloadToBinaryFields,
	downloadAttachment,
	fileClientOf,
	itemIfUnavailable,
	withUploadedFiles,
	largeFile,
	uploadedFiles,
	uploadResponse,
	largeUploadResponse,
	inputFiles,
	safeFileName,
	MAX_FILE_BYTES,
	MEGABYTE,
} from './files';
export type { AttachedFiles, DownloadedFile, FileClient } from './files';
export type { RequestOperationsWithSpec } from './operationSpec';
export type {
	SendMiddleware,
	ItemContext,
	Lookup,
	OperationSpec,
	ResponseHandler,
} from './operationSpec';
export type { Scope } from './errors';
export { listSearchRequest, optionalListRequest, openLocationReader, openReader } from './readers';
export type { LocationReader } from './readers';
export { ServerClock, monotonicNow } from './transport';
export type { ApiResponse } from './transport';
export {
	isSkipped,
	itemWith,
	listIn,
	pickFields,
	recordResponse,
	sentItem,
	skippedItem,
	listResponse,
	unwrapRecord,
} from './responses';
export { converters, isEmpty, pathId, timestampFrom, trimmedString, tryOr, urlsIn } from './values';
export type { Converter, ValueRule } from './values';
