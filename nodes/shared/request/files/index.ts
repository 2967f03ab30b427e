export { downloadResponse, itemIfUnavailable } from './downloads';
export { MAX_FILE_BYTES, inputFiles } from './inputFiles';
export {
	withUploadedFiles,
	largeFile,
	uploadFiles,
	uploadLargeFile,
	uploadedFiles,
} from './uploads';
export { safeFileName } from './fileName';
export { downloadAttachment, fileClientOf, slugIn } from './attachments';
export type { DownloadedFile, FileClient } from './attachments';
export { downloadAttachments } from './attachedFiles';
export type { AttachedFiles } from './attachedFiles';
