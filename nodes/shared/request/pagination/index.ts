export { exportCursor, messageCursor, searchCursor } from './cursors';
export type { Cursor, Position } from './cursors';
export { pages } from './listResponse';
export { walk } from './paginate';
