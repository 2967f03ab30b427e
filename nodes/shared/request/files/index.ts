export { downloadResponse, itemIfUnavailable } from './downloads';
export { inputFiles, MAX_FILE_BYTES, MEGABYTE } from './inputFiles';
export { uploadedFiles, uploadResponse, withUploadedFiles } from './uploads';
export { largeFile, largeUploadResponse } from './largeUploads';
export { safeFileName } from './fileName';
export { downloadAttachment, fileClientOf, secureFileSlug } from './attachments';
export type { DownloadedFile, FileClient } from './attachments';
export { downloadToBinaryFields } from './attachedFiles';
export type { AttachedFiles } from './attachedFiles';
