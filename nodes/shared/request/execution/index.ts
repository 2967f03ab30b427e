export { executeItem } from './executeItem';
export { executeOperation } from './executeOperation';
export { KeyedQueue } from './keyedQueue';
