export { downloadUrlIsSafe, fileUrlIsSafe } from './addresses';
export {
	isRenewable,
	knownLocation,
	locationAt,
	openSession,
	resolveCredential,
	sessionFor,
} from './session';
export type { Session } from './session';
export { isReadable } from './streams';
export { sendWithRetry } from './sendWithRetry';
export type { ApiResponse } from './sendWithRetry';
export { deadlineFor, withDeadline } from './deadline';
export { aborted, monotonicNow, pause } from './delay';
export { ServerClock } from './serverClock';
