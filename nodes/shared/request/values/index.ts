export { urlsIn } from './lists';
export * as rules from './rules';
export { pathId, stringOf, convertTextFields } from './text';
export { timestampFrom } from './timestamp';
export { tryOr, isEmpty, isPlain, labelOf, removeEmpty } from './values';
export type { Converter } from './values';
