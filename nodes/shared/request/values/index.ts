export { urlsIn } from './lists';
export * as converters from './converters';
export { convertValues } from './convertValues';
export type { ValueRule } from './convertValues';
export { pathId, stringOf } from './text';
export { timestampFrom } from './timestamp';
export { isEmpty, isPlain, removeEmpty, trimmedString, tryOr } from './values';
export type { Converter } from './values';
