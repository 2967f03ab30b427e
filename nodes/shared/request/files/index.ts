export { download, orUnavailable } from './downloads';
export { MAX_FILE_BYTES, inputFiles } from './inputFiles';
export { attachingFiles, largeFile, uploadFiles, uploadLargeFile, uploadedFiles } from './uploads';
export { safeFileName } from './fileName';
export { downloadAttachment, fileClientOf, slugIn } from './attachments';
export type { Downloaded, FileClient } from './attachments';
export { attachmentsOn } from './attachedFiles';
export type { AttachedFiles } from './attachedFiles';
