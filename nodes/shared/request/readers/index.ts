export { listSearchRequest, optionalListRequest } from './listSearchRequest';
export { openReader, openReading } from './reader';
export type { Reader } from './reader';
