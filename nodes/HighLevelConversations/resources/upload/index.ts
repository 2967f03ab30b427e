import { resourceOf } from '../operation';
import { complete } from './complete';
import { initiate } from './initiate';
import { uploadFile } from './uploadFile';
import { uploadLargeFile } from './uploadLargeFile';

export const upload = resourceOf('upload', [complete, initiate, uploadFile, uploadLargeFile]);
