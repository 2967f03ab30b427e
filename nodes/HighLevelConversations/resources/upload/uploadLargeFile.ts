import { conversationInBody } from '../../../shared/fields/conversation';
import { INPUT_FIELD, inputField } from '../../fields/files';
import { locationId } from '../../../shared/fields/location';
import { internalNotice } from '../../../shared/fields/notices';
import { largeFile, largeUploadResponse as runLargeUpload } from '../../../shared/request';
import type { Operation } from '../shared/operation';
import { channel, LARGE_CHANNEL } from './fields';
import { OPERATION_NAMES } from '../../../shared/names';

export const uploadLargeFile: Operation = {
	option: {
		name: OPERATION_NAMES.uploadLargeFile,
		value: 'uploadLargeFile',
		action: 'Upload large file',
		description: 'Upload a file of up to 100 MB in one step: initiate, upload and complete',
	},
	request: { method: 'POST', url: '/conversations/messages/upload/initiate', location: 'body' },
	scope: 'conversations/message.write',
	check: async (item) => {
		await largeFile(item, INPUT_FIELD, LARGE_CHANNEL);
	},
	response: runLargeUpload({
		files: INPUT_FIELD,
		completePath: '/conversations/messages/upload/complete',
		largeChannel: LARGE_CHANNEL,
	}),
	fields: [internalNotice, conversationInBody, inputField, channel, locationId],
};
