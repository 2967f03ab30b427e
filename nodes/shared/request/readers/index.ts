export { pickerRequest } from './picker';
export { openReader, openReading } from './reader';
export type { Reader } from './reader';
