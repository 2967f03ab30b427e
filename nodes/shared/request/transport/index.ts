export { isSafeDownloadUrl, isSafeUploadUrl } from './safeUrls';
export { openFile, sendForFile } from './fileRequest';
export type { FileAccess } from './fileRequest';
export { optionalLocation, requiredLocation } from './location';
export { isOAuth2Credential, openSession, resolveCredential, sessionFor } from './session';
export type { Session } from './session';
export { isReadable, limitBytes } from './streams';
export type { Readable } from './streams';
export { sendWithRetry } from './sendWithRetry';
export type { ApiResponse } from './sendWithRetry';
export {
	DEFAULT_TIMEOUT_MS,
	deadlineFor,
	linkedAbort,
	watchTransfer,
	withDeadline,
} from './deadline';
export { canceledError, monotonicNow, pause } from './delay';
export { ServerClock } from './serverClock';
