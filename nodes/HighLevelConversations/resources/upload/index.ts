import { complete } from './complete';
import { initiate } from './initiate';
import { uploadFile } from './uploadFile';
import { uploadLargeFile } from './uploadLargeFile';
import type { Resource } from '../operation';

export const upload: Resource = {
	name: 'Upload',
	value: 'upload',
	operations: [complete, initiate, uploadFile, uploadLargeFile],
};
