export { listSearchRequest, optionalListRequest } from './listSearchRequest';
export { openLocationReader, openReader } from './reader';
export type { LocationReader } from './reader';
