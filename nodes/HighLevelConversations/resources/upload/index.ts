import { complete } from './complete';
import { initiate } from './initiate';
import { uploadFile } from './uploadFile';
import { uploadLargeFile } from './uploadLargeFile';
import type { Resource } from '../shared/operation';
import { RESOURCE_NAMES } from '../../../shared/names';

export const upload: Resource = {
	name: RESOURCE_NAMES.upload,
	value: 'upload',
	operations: [complete, initiate, uploadFile, uploadLargeFile],
};
