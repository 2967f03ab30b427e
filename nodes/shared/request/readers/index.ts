export { pickerRequest } from './picker';
export { openReader } from './reader';
export type { Reader } from './reader';
