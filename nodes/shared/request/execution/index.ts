export { executeItem } from './executeItem';
export { executeOperation } from './executeOperation';
