export { executeItem } from './executeItem';
export { failedItem } from './performItem';
export { executeOperation } from './executeOperation';
export { KeyedQueue } from './keyedQueue';
