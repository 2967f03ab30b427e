export { exportCursor, messageCursor, searchCursor } from './cursors';
export type { Cursor, Position } from './cursors';
export { pages } from './pages';
export { walk } from './walk';
