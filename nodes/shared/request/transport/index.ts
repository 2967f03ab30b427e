export { baseUrlIsSafe, locationAt, openSession } from './session';
export type { Session } from './session';
export { isReadable } from './streams';
export { transmit } from './sendWithRetry';
export type { Reply } from './sendWithRetry';
export { aborted, pause } from './delay';
export { Clock } from './serverClock';
