export { baseUrlIsSafe, locationAt, openSession } from './session';
export type { Session } from './session';
export { isReadable } from './streams';
export { transmit } from './transport';
export type { Reply } from './transport';
export { aborted, pause } from './wait';
export { Clock } from './clock';
