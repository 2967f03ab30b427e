export { download, orUnavailable } from './downloads';
export { MOST_BYTES, inputFiles } from './inputFiles';
export { attachingFiles, largeFile, uploadFiles, uploadLargeFile, uploadedFiles } from './uploads';
