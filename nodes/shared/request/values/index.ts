export * as rules from './rules';
export { list } from './rules';
export { attempted, isEmpty, labelOf, pathId, tidy } from './values';
export type { Rule } from './values';
