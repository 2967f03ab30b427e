export { exportCursor, messageCursor, searchCursor } from './cursors';
export type { Cursor, Position } from './cursors';
export { paginatedResponse } from './listResponse';
export { paginate } from './paginate';
