export * as rules from './rules';
export { pathId, textOf, withTexts } from './text';
export { attempted, isEmpty, isPlain, labelOf, tidy } from './values';
export type { Rule } from './values';
