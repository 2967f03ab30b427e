import { SEED } from '../../../sandbox';
import { proveResource } from './prove';

proveResource('upload', {
	/** A file that has arrived at the storage, and waits to be completed. */
	complete: ({ sandbox }) => {
		sandbox.state.uploads.set('upload-1', {
			uploadId: 'upload-1',
			filePath: 'location/video.mp4',
			signature: '',
			locationId: SEED.locationId,
			conversationId: SEED.conversationId,
			contentType: 'video/mp4',
			maxFileSize: 100,
			expiresAt: Date.now() + 60_000,
			received: { size: 9, sha256: '' },
		});
	},
});
