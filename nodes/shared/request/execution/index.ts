export { execute } from './executeItem';
export { operate } from './executeOperation';
